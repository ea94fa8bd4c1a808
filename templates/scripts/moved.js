/* A page that has moved: leads on to where it is now, with the place in it or the state of a figure. */

location.replace(document.currentScript.dataset.to + location.search + location.hash);
