"""How large the parts of a figure may be, and how much work all of it together. No numpy here."""

LARGEST_COORDINATE = 1e6
LARGEST_ITERATIONS = 100_000
LARGEST_POINTS = 20_001

MOST_COMPONENTS = 20
"""Of a mixture: so many means and variances can still be read below a GIF."""

MOST_WORK = 500_000_000
"""Of a figure, in evaluations of a density or a bump at one place: two or three minutes of one processor."""

ITERATION_WORK = 100
"""What recording, encoding and drawing one iteration of a run takes, in evaluations."""

PICTURE_WORK = 2_500_000
"""What one more picture to play on takes, in evaluations."""

MOST_HELD = 2_000_000
"""How many numbers the largest arrays of runs that are simulated together may have: 16 MB each."""
