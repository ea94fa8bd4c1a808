"""The disk wing: what stands in the output folder, and how it gets there whole."""
