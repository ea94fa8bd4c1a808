"""Mistakes of authors in whole sites: the message of each kind that no test nearer to its cause tells."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from klsim.cli import main
from klsim.config import Config
from tests.site.changing import picture
from tests.site.sites import write_site

PAGE = """\
---
title: A page
date: 2026-01-02
summary: What it says.
---

"""
FIGURE = """\
```animation
id: small
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 3
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [0.2, 2]
exclude: {objective: kl_pq, step_size: 2}
presets: {Far: {step_size: 2}}
```
"""


@pytest.fixture
def site(tmp_path: Path) -> Config:
    """A site with the shipped templates, for one page that a test writes."""
    return write_site(tmp_path / "site")


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the command printed on standard error, without how far it was."""
    return [line for line in capsys.readouterr().err.splitlines() if not line.endswith(" tasks")]


@pytest.fixture
def told(site: Config, capsys: pytest.CaptureFixture[str]) -> Callable[[str], list[str]]:
    """What the command says of a page with this text after its front matter, which has six lines."""

    def tell(text: str) -> list[str]:
        (site.content / "short" / "index.md").write_text(PAGE + text, encoding="utf-8")
        assert main(["--root", str(site.root), "--jobs", "1"]) == 1
        *mistakes, last = said(capsys)
        assert last == f"{len(mistakes)} mistake{'s' * (len(mistakes) > 1)}; {site.output} is as it was."
        assert not [path for path in site.output.rglob("*") if not path.name.startswith(".klsim")]
        return [mistake.removeprefix("content/short/index.md:") for mistake in mistakes]

    return tell


Told = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: small", f"id: {'a' * 61}", "8: id aaaaaaaaaaaa… has 61 letters; keep 60: folders are named after it"),
        ("iterations: 3", "iterations:", "13: iterations is empty"),
        ("iterations: 3", "iterations: ~", "13: iterations is empty; YAML takes ~ for nothing; for the word itself write '~'"),
        ("Watch q look for p.", "null", "10: caption is empty; YAML takes null for nothing; for the word itself write 'null'"),
        ("iterations: 3", "iterations: !!int 3", "13: the YAML tag '!!int' is not used here; write the value alone"),
        (
            "[0.2, 2]",
            "{slow: {mean: 1}}",
            "16: step_size is one value, not a group; write a list: […], or {from: …, to: …, count: …}, or give an axis of several settings another name",
        ),
        ("[0.2, 2]", "{slow: 1}", "16: step_size is one value, not a group; write a list: […], or {from: …, to: …, count: …}"),
        ("sweep:", "sweep:\n  target: [1]", "15: the groups of target need names; write `target: {a name: {…}, another: {…}}`"),
        ("sweep:", "sweep:\n  walker: {ant: {}, giant: {}}", "15: this group is empty; give it settings"),
        ("sweep:", "sweep:\n  walker: {ant: {step_size: 1}, giant: {step_size: 3}}", "15: walker and step_size both sweep step_size; keep one of them"),
        ("{Far: {step_size: 2}}", "[Far]", "18: presets need names; write `a name: {setting: value}`"),
        ("{Far: {step_size: 2}}", "{'': {step_size: 2}}", "18: a preset has no name; write `a name: {setting: value}`"),
        ("{Far: {step_size: 2}}", "{Far: 2}", "18: preset must name values of the sweep; write `{objective: …}`"),
        ("{step_size: 2}}", "{objective: kl_pq, step_size: 2}}", "18: the run of preset 'Far' is excluded; choose one that is not excluded"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_figure(told: Told, old: str, new: str, message: str):
    assert old in FIGURE
    assert told(FIGURE.replace(old, new, 1)) == [message]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("run:small?objective=kl_pq&step_size=2", "the run that this link points to is excluded from figure 'small'; nearest: objective kl_qp"),
        ("run:small?i=121", "i=121 is after the last iteration of the run that this link points to; nearest: 3"),
        ("run://[small", "the link 'run://[small' is not an address"),
        ("value:small#converged_at", "this run has no converged_at: its status is unfinished; state something else, or choose another run"),
        ("/etc/passwd", "the link '/etc/passwd' leaves the folder of the site; write ../etc/passwd: the site must work under any address, and from disk"),
        ("../../secret.html", "the link '../../secret.html' leaves the folder of the site; write ../secret/index.html for an article, the whole address, https://…, for what lies elsewhere"),
        ("%2e%2e/%2e%2e/secret.html", "the link '%2e%2e/%2e%2e/secret.html' leaves the folder of the site; write ../secret/index.html for an article, the whole address, https://…, for what lies elsewhere"),
        ("file:///etc/passwd", "the link 'file:///etc/passwd' leads to your own disk; write a relative link"),
        ("C:/Users/me/a.html", "the link 'C:/Users/me/a.html' leads to your own disk; write a relative link"),
        ("run:small?step_size=2&step_size=0.2", "'run:small?step_size=2&step_size=0.2' names step_size twice; keep one of them"),
        ("RUN:smal", "there is no figure 'smal' in short; did you mean 'small'?"),
        ("https://[", "the link 'https://[' is not an address"),
        ("javascript:alert(1)", "the link 'javascript:alert(1)' runs a script, and texts have none; write the address of a page"),
        ("VBScript:x", "the link 'VBScript:x' runs a script, and texts have none; write the address of a page"),
        ("data:text/html,hi", "the link 'data:text/html,hi' holds what it leads to, which browsers do not open; write the address of a page"),
        ("blob:https://a.test/1", "the link 'blob:https://a.test/1' leads to what only one open page has; write the address of a page"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_link(told: Told, link: str, message: str):
    assert told(f"{FIGURE}\n[96]({link})\n") == [f"21: {message}"]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:x">1</a>',
        '<A HREF="javascript:x">1</A>',
        '<a href="&#106;avascript:x">1</a>',
        '<a href="java&#9;script:x">1</a>',
        '<a href=" javascript:x">1</a>',
        '<svg><a xlink:href="javascript:x"><text>1</text></a></svg>',
        '<map name="m"><area href="javascript:x" alt="1"></map>',
        '<form action="javascript:x"><button>1</button></form>',
        '<button formaction="javascript:x">1</button>',
        "<javascript:x> and [1][r]\n\n[r]: javascript:x",
    ],
)
def test_a_script_in_an_address_is_found_however_it_is_written(told: Told, html: str):
    (message,) = told(html)
    assert "javascript:x" in message.replace("java\\tscript", "javascript")
    assert message.endswith("runs a script, and texts have none; write the address of a page")


def test_links_and_images_are_told_together(told: Told):
    assert [line.split(" ")[0] for line in told("[a](javascript:x)\n\n![b](c%00.png)\n")] == ["7:", "9:"]


def test_an_address_that_only_mentions_a_script_is_none(site: Config):
    text = (
        PAGE
        + "[1](https://a.test/javascript:x) [2](#a:b) ![Red](data:image/gif;base64,R0lGODlhAQABAAAAACw=)\n\n## a:b {#a:b}\n"
    )
    (site.content / "short" / "index.md").write_text(text, encoding="utf-8")
    assert main(["check", "--root", str(site.root)]) == 0


@pytest.mark.parametrize(
    ("image", "message"),
    [
        ("../../other.png", "the image '../../other.png' lies outside the folder of the article; copy it there"),
        ("/etc/other.png", "the image '/etc/other.png' lies outside the folder of the article; copy it there"),
        ("file:///other.png", "the image 'file:///other.png' lies outside the folder of the article; copy it there"),
        ("a%0Ab.png", "the name of the image 'a%0Ab.png' has a line break in it; rename the file"),
        ("a%0A", "the name of the image 'a%0A' has a line break in it; rename the file"),
        ("a%00b.png", "the name of the image 'a%00b.png' has the character U+0000 in it, which is not text; rename the file"),
        ("a%1B[2Jb.png", "the name of the image 'a%1B[2Jb.png' has the character U+001B in it, which is not text; rename the file"),
        (f"{'a' * 256}.png", f"the name of the image '{'a' * 59}…' has 260 bytes, more than the 255 that file systems allow; rename the file"),
        (f"folder/{'ä' * 130}.png", f"the name of the image 'folder/{'ä' * 52}…' has 264 bytes, more than the 255 that file systems allow; rename the file"),
        (f"{'a/' * 2500}b.png", f"the image '{'a/' * 29}a…' cannot be read: File name too long"),
        ("linked.png", "the image 'linked.png' leads out of content/; copy it there"),
        ("folder/other.png", "the image 'folder/other.png' leads out of content/; copy it there"),
        ("empty.png", "the image 'empty.png' is empty; save it again"),
        ("index.html", "the image 'index.html' has the name of a file that klsim writes; rename it"),
        ("small/figure.json", "the image 'small/figure.json' has the name of a file that klsim writes; rename it"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_image(site: Config, tmp_path: Path, told: Told, image: str, message: str):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder = site.content / "short"
    (folder / "small").mkdir()
    for path in (elsewhere / "other.png", folder / "index.html", folder / "small" / "figure.json"):
        path.write_bytes(picture("red"))
    (folder / "empty.png").touch()
    (folder / "linked.png").symlink_to(elsewhere / "other.png")
    (folder / "folder").symlink_to(elsewhere)
    assert told(f"{FIGURE}\n![Red]({image})\n") == [f"21: {message}"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```pyhton\n```", "7: code in an unknown language, 'pyhton'; did you mean 'python'?"),
        ("> ```xyzzy\n> ```", "7: code in an unknown language, 'xyzzy'; write `text` for what is not to be highlighted"),
        ("- x\n\n  ```animation\n  ```", "9: this `animation` block does not begin at the left edge; move it there, out of lists and quotations"),
        ("```animations\n```", "7: code in an unknown language, 'animations'; did you mean 'animation'?"),
        ("[" * 20000, "7: a paragraph has 20000 opening brackets; at most 3000 can be read that are not closed at once"),
        ("One[^one] and two[^tow].\n\n[^two]: Two.\n\n[^one]: One.", "7: there is no footnote 'tow'; did you mean 'two'?"),
        ("One[^1].\n\n[^1]: One.\n\n[^1]: Another.", "11: the footnote '1' is written twice; give one of the two another name"),
        ("One.\n\n[^1]: One.", "9: no mark leads to the footnote '1'; write [^1] in the text"),
        ("\nOne[^1].", "8: there is no footnote '1'; write it in a line `[^1]: …`"),
        ("$\\frac{1}$", "7: `\\frac` lacks what it works on; write `\\frac{a}{b}`"),
        ("<klsim-figure id=\"9\"></klsim-figure>", "7: the text has a slot for figure '9', but slots are made by klsim; declare the figure in an `animation` block"),
        (f"{FIGURE}\n<klsim-figure id=\"0\"></klsim-figure>", "21: the text has a slot for figure '0', but slots are made by klsim; declare the figure in an `animation` block"),
    ],
)  # fmt: skip
def test_a_mistake_in_markdown(told: Told, text: str, message: str):
    assert told(f"{text}\n") == [message]


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    "text",
    [
        "```text\nx\n```",
        "```\nx\n```",
        "```Python\nx = 1\n```",
        "``` {.python}\nx = 1\n```",
        "    ```xyzzy\n    ```",
        "One[^1], `[^2]`, \\[^3] and $[^4]$.\n\n[^1]: One.",
        "[^a](https://example.org)",
        "```\n" + "[" * 3001 + "\n```",
    ],
)
def test_what_only_looks_like_a_mistake_is_none(site: Config, text: str):
    (site.content / "short" / "index.md").write_text(PAGE + text, encoding="utf-8")
    assert main(["check", "--root", str(site.root)]) == 0


@pytest.mark.parametrize("name", ["site.yaml", "short/index.md", "short/10-section.md", "short"])
def test_nothing_is_read_through_a_link_out_of_the_content(
    site: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
):
    path = site.content / name
    if not path.exists():
        path.write_text("## A section\n")
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert main(["--root", str(site.root), "--jobs", "1"]) == 1
    told = said(capsys)
    assert told[0] == f"content/{name}:1: this link leads outside content/; copy the file in its place"


def test_a_file_that_cannot_be_read_is_told(site: Config, capsys: pytest.CaptureFixture[str]):
    (site.content / "short" / "10-folder.md").mkdir()
    assert main(["--root", str(site.root), "--jobs", "1"]) == 1
    told = said(capsys)
    assert told[0] == "content/short/10-folder.md:1: cannot be read: Is a directory"


def test_a_pipe_is_not_waited_for(site: Config, capsys: pytest.CaptureFixture[str]):
    os.mkfifo(site.content / "pipe.md")
    assert main(["--root", str(site.root), "--jobs", "1"]) == 1
    assert said(capsys)[0] == "content/pipe.md:1: cannot be read: not a file"


@pytest.mark.parametrize("name", ["other.MD", "short/20-more.markdown"])
def test_a_text_with_another_ending_is_not_passed_over(
    site: Config, capsys: pytest.CaptureFixture[str], name: str
):
    path = site.content / name
    path.write_text("A text.\n")
    assert main(["--root", str(site.root), "--jobs", "1"]) == 1
    hint = f"rename it to {path.stem}.md; with an underscore first it is left out"
    told = f"content/{name}:1: the name {path.name!r} does not end with .md; {hint}"
    assert said(capsys)[0] == told


@pytest.mark.parametrize("name", ["i", "pin.walker"])
def test_an_axis_does_not_have_a_name_that_addresses_use(told: Told, name: str):
    what = f"an axis cannot have the name {name!r}, which addresses have for something else; choose another"
    groups = "{near: {step_size: 0.2}, far: {step_size: 2}}"
    text = FIGURE.replace("step_size: [0.2, 2]", f"{name}: {groups}").partition("exclude")[0] + "```\n"
    assert told(text) == [f"16: {what}"]


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("static/theme.css", "--paper", "--papier", "templates/static/theme.css:1: there is no colour --paper; write it as #rrggbb"),
        ("404.html", "</h1>", "\xff</h1>", "templates/404.html:10: byte 0xff is not UTF-8; save the file as UTF-8"),
        ("static/theme.css", ":root", "\xff:root", "templates/static/theme.css:2: byte 0xff is not UTF-8; save the file as UTF-8"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_template(
    site: Config, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, message: str
):
    path = site.templates / name
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode("latin-1"), 1))
    assert main(["--root", str(site.root), "--jobs", "1"]) == 1
    *_, line = (line for line in said(capsys) if line != f"1 mistake; {site.output} is as it was.")
    assert line == message
