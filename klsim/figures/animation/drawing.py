"""What the task that draws the pictures of a run makes."""

ITERATIONS = "iterations"
"""Which iterations its pictures show."""

SHEET = "sheet-"
"""How its sheets begin, before their numbers."""
