"""Figures for pages of other generators, such as MkDocs: found in their sources, and written among these."""
