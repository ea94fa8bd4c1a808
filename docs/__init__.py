"""The guide: a site of its own, and what makes those of its pages that come from the code."""
