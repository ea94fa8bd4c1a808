"""Formulas in LaTeX: found in Markdown, checked, and turned into MathML that browsers show without a script."""
