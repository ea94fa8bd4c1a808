"""Articles on paper: PDF files, printed from their pages by a Chromium that is installed."""
