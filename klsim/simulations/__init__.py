"""The simulations that come with klsim, each a file; names that begin with an underscore are helpers."""
