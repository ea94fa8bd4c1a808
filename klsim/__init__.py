"""klsim turns Markdown with declared simulations into a static site of animated articles."""

__version__ = "0.1.0"
