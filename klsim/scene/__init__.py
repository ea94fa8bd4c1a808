"""What a figure looks like, as plain data that two painters share: matplotlib, and the script in the page."""
