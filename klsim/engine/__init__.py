"""The build engine: pure tasks, what decides each, and what they made, kept for the next build.

It knows nothing of what is built. `task` says what there is to do, `run` does what has not been done yet, `store`
keeps what was made, `publish` puts it into a folder.
"""
