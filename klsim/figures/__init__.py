"""Blocks of an article that become figures: kinds of one thing."""
