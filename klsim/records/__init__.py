"""What is kept of a run beside its pictures: its numbers as JSON, and what it did in words."""
