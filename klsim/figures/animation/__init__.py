"""A figure as plain values: its grid of settings and every run of it, before anything is computed."""
