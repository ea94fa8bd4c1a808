"""From articles and figures to HTML, and what the page's script needs beside it."""
