"""Games that an author may declare: a `match` block, read and checked. Nothing is computed here, and no numpy."""
