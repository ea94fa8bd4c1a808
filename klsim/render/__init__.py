"""Scenes and runs as pixels and bytes: backdrops for the page, animated GIFs and stills.

From data to bytes: marks become `shapes` (plain geometry, in `standing` and `moving`), the `canvas` fills them
with Agg and `text` sets words with FreeType, both out of matplotlib; a `palette` turns colours into indices;
`gif` and `png` write the bytes. `render_panel`, `prepare_backgrounds` and
`render_animation` are what the rest of klsim calls.
"""
