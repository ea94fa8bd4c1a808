"""How the site looks: pictures of a built site in a folder, and what differs between two such folders.

    python -m tests.look pictures output look/now
    python -m tests.look compare look/before look/now look/difference

Two runs over one site give equal pictures, so that whatever differs is a change of the site.
"""
