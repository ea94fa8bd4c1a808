"""How large the parts of a figure may be."""

LARGEST_COORDINATE = 1e6
LARGEST_ITERATIONS = 100_000
LARGEST_POINTS = 20_001

MOST_COMPONENTS = 20
"""Of a mixture: so many means and variances can still be read below a GIF."""
