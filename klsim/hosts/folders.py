"""Where the sources of another generator lie, and what klsim has beside and among them."""

from pathlib import Path

from klsim.config import Config
from klsim.diagnostics import UsageError
from klsim.guest import FOLDER


def host_config(docs: Path, root: Path | None = None) -> Config:
    """The folders of a project with sources in `docs`.

    root: what messages name files from, which has `simulations/` and the store; else what `docs` lies in

    Raises UsageError where there is no such folder, or it does not lie below the root.
    """
    if not docs.is_dir():
        what = "it is not a folder" if docs.exists() else "no such folder"
        raise UsageError(f"there are no sources in {docs}: {what}; name the folder with your Markdown files")
    docs = docs.resolve()
    root = root.resolve() if root else docs.parent
    if root == docs or not docs.is_relative_to(root):
        raise UsageError(f"{docs} does not lie below the root {root}")
    return Config(
        root=root,
        content=docs,
        templates=root / ".klsim" / "no-templates",
        output=docs / FOLDER,
        store=root / ".klsim",
        simulations=root / "simulations",
        static=root / ".klsim" / "no-static",
    )
