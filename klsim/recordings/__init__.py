"""Runs that were recorded elsewhere, read from the files of an author: CSV, NPZ or JSON."""
