"""What is written twice, in Python and in the page's JavaScript, held to one table of cases, `tests/data/twins.json`.

The table has what each function gives, computed from its definition with exact fractions or in 60 digits by mpmath, and
with nothing of klsim: `numbers`, `laws` and `shapes` here; sentences and choices are written by hand. Numbers are texts
where JSON has none for them: "-0.0", "Infinity", "NaN".
"""
