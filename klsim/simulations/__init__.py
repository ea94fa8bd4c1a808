"""The simulations that a figure may declare.

Each has two halves. `catalogue` says what an author may set, without numpy, so that a site can be planned
and checked cheaply; `models` computes. Both are literal mappings from the name to the half.
"""
