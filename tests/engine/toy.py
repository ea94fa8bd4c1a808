"""A toy of a site: texts become pages, which show pictures and sums, and are published."""

import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from klsim.engine.executor import executor
from klsim.engine.publish import Manifest, Published, open_output
from klsim.engine.results import Results
from klsim.engine.run import run
from klsim.engine.store import Store
from klsim.engine.task import Part, Products, Task

FUNCTIONS = "tests.engine.toy"


def write_content(root: Path, version: int) -> None:
    """The texts of a version: some differ from those of the others, some come and go."""
    texts = {f"t{n}": f"text {n} {version if n % 3 == 0 else 0}" for n in range(12)}
    texts |= {f"only{version}": "here", f"t{version % 12}": "here and there"}
    (root / "content").mkdir(parents=True, exist_ok=True)
    for path in (root / "content").iterdir():
        if path.stem not in texts:
            path.unlink()
    for name, text in texts.items():
        (root / "content" / f"{name}.txt").write_text(text)


def plan(root: Path) -> list[Task]:
    """The tasks of the site as its texts are now."""
    names = sorted(path.stem for path in (root / "content").iterdir())
    tasks = []
    for name in names:
        text = (("text", root / "content" / f"{name}.txt"),)
        tasks.append(Task(f"picture/{name}", f"{FUNCTIONS}:draw", (2_000,), text))
        tasks.append(Task(f"page/{name}", f"{FUNCTIONS}:render", (name,), text, (Part(f"picture/{name}"),)))
    needs = tuple(Part(f"page/{name}", (f"{name}/index.html",)) for name in names)
    return [*tasks, Task("index", f"{FUNCTIONS}:index", (names,), (), needs)]


def draw(size: int, text: bytes) -> Products:
    """A picture that takes a while."""
    data = text
    for _ in range(200):
        data = sha256(data).digest() + data[:size]
    return {f"{sha256(data).hexdigest()[:8]}.gif": data}


def render(name: str, text: bytes, picture: Mapping[str, bytes]) -> Products:
    """A page and what it shows."""
    files = {f"{name}/{path}": data for path, data in picture.items()}
    page = "".join([f"<p>{text.decode()}</p>", *(f'<img src="{path}">' for path in picture)])
    return {f"{name}/index.html": page.encode(), **files}


def index(names: list[str], *_: Mapping[str, bytes]) -> Products:
    """The page that links to all."""
    return {"index.html": "".join(f'<a href="{name}/index.html">' for name in names).encode()}


def manifest(results: Results) -> Manifest:
    """The files of the site."""
    tasks = [name for name in results.made if not name.startswith("picture/")]
    return {path: results.product(name, path) for name in tasks for path in results.products(name)}


def build(root: Path, spec: str = "serial") -> tuple[Results, Published]:
    """One build."""
    folder, sources = root / "output", (root / "content",)
    with open_output(folder, sources) as output, Store(root / ".klsim") as store, executor(spec) as where:
        results = run(plan(root), store, where, build=store.next_build(0))
        return results, output.publish(manifest(results))


if __name__ == "__main__":
    build(Path(sys.argv[1]), sys.argv[2])
