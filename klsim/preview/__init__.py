"""Writing with a preview: the site served on this machine, built again at every save, errors in the page."""
