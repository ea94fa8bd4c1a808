"""Figures in notebooks and other programs: the blocks of articles, written in Python."""
