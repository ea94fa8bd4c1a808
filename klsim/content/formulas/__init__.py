"""Formulas in LaTeX: checked, and turned into MathML that browsers show without a script."""
