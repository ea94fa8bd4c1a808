"""The mathematics wing: laws, divergences and descent, on numpy arrays and nothing else."""
