"""Markdown: parsed into tokens that know their lines, checked, and rendered as HTML.

`parser` knows the syntax; what is done with the tokens is a row of passes, each a module; `rendering` has the row.
"""
