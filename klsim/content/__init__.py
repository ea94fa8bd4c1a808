"""The text wing: from files to articles, and from Markdown to HTML. It knows nothing of simulations."""
