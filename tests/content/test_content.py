"""Content folders that are right, and every way of getting one wrong."""

import subprocess
import sys

import pytest

from klsim.content.files import read_site
from klsim.content.moment import Moment
from klsim.content.schema import slug_mistake
from klsim.diagnostics import Diagnostics, Location
from tests.content.writing import HEAD, SITE, content, read_articles, survey


def head(**changed):
    lines = {"title": "Going downhill", "date": "2018-03-01", "summary": "Which way is down."} | changed
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None) + "---\n"


def articles(tmp_path, files):
    return read_articles(content(tmp_path, files), ["kl"])


def mistakes(tmp_path, files):
    return sorted(survey(content(tmp_path, files)))


def test_a_site_is_read_with_its_series(tmp_path):
    site = read_site(content(tmp_path, {}), Diagnostics())
    assert (site.title, site.base_url, site.author) == ("Descent", "https://klsim.example/descent", "M. Crosby")
    assert (site.language, site.description, site.series) == ("en", "", {"kl": "KL divergence"})


def test_the_sections_of_an_article_follow_in_the_order_of_their_numbers(tmp_path):
    files = {
        "walk/index.md": head(series="kl", part=2, draft="true") + "The lead.\n",
        "walk/9-first.md": "## First\n\nOne.",
        "walk/10-second.md": "---\ntitle: Second\n---\nTwo.\n",
        "walk/map.png": b"\x89PNG",
    }
    ((article, source),) = articles(tmp_path, files)
    assert (article.slug, article.title, article.date) == ("walk", "Going downhill", Moment("2018-03-01"))
    assert (article.series, article.part, article.draft, article.folder.as_posix()) == (
        "kl",
        2,
        True,
        "content/walk",
    )
    assert source.text == "The lead.\n\n## First\n\nOne.\n\n## Second\n\nTwo."
    places = dict(zip(source.lines, source.locations, strict=True))
    assert places["The lead."] == Location("content/walk/index.md", 9)
    assert places["One."] == Location("content/walk/9-first.md", 3)
    assert places["## Second"] == Location("content/walk/10-second.md", 2)
    assert places["Two."] == Location("content/walk/10-second.md", 4)


def test_an_article_may_be_a_single_file_from_windows(tmp_path):
    text = b"\xef\xbb\xbf" + (HEAD + "Text.\n").replace("\n", "\r\n").encode()
    ((article, source),) = articles(tmp_path, {"short.md": text})
    assert (article.slug, source.text, article.series, article.draft) == ("short", "Text.", None, False)
    assert source.locations == (Location("content/short.md", 6),)


def test_articles_come_in_the_order_of_their_slugs_and_notes_are_ignored(tmp_path):
    files = {
        "b.md": HEAD,
        "a/index.md": HEAD,
        "README.md": "x",
        "_draft.md": "x",
        ".git/x": "",
        "a/_notes.md": "x",
    }
    assert [article.slug for article, _ in articles(tmp_path, files)] == ["a", "b"]


def test_an_empty_folder_is_no_article(tmp_path):
    (tmp_path / "content" / "left-over").mkdir(parents=True)
    assert articles(tmp_path, {}) == ()


FRONT_MATTER = {
    head(titel="x"): "5: unknown key 'titel' in the front matter; did you mean 'title'?",
    head(summary=None): "1: the front matter has no summary; add `summary: one or two sentences`",
    head(title=""): "2: title is empty",
    head(title="[a]"): "2: title must be a single value",
    head(title="~"): "2: title is empty; YAML takes ~ for nothing; for the word itself write '~'",
    head(summary="null"): "4: summary is empty; YAML takes null for nothing; for the word itself write 'null'",
    head(
        title="!!python/name:os.system x"
    ): "2: the YAML tag '!!python/name:os.system' is not used here; write the value alone",
    head(date="2018-02-30"): "3: date '2018-02-30' is not a date; perhaps 2018-02-28",
    head(date="2018-3-1"): "3: date '2018-3-1' is not a date; perhaps 2018-03-01",
    head(date="1/3/2018"): "3: date '1/3/2018' is not a date; write year-month-day, such as 2024-05-01",
    head(series="klx"): "5: unknown series 'klx'; did you mean 'kl'?",
    head(series="kl", part="0"): "6: part '0' is not a whole number from 1; write 1, 2, 3 …",
    head(part="1"): "5: part belongs to no series; add `series: …` or remove `part`",
    head(draft="yes"): "5: draft must be true or false, not 'yes'; allowed: false, true",
    "---\ntitle: x\n": "1: the front matter is never closed; add a line `---` at its end",
    "---\ntitle: [\n---\n": '2: broken YAML: did not find expected node content; put the value between quotes, `key: "value"`',
    "Text.\n": "1: this article has no front matter; "
    "begin the file with `---`, `title: …`, `date: …`, `summary: …` and `---`",
    "": "1: this article has no front matter; "
    "begin the file with `---`, `title: …`, `date: …`, `summary: …` and `---`",
}


@pytest.mark.parametrize(("text", "message"), FRONT_MATTER.items())
def test_front_matter_is_checked(tmp_path, text, message):
    assert mistakes(tmp_path, {"a.md": text}) == [f"content/a.md:{message}"]


SECTIONS = {
    "10-a.md": (
        "Text.",
        "1: this section has no title; begin it with `## …`, or with front matter that has `title: …`",
    ),
    "20-a.md": ("---\ndate: 2018\n---\n## A", "2: unknown key 'date' in the front matter; keys: title"),
    "slope.md": (
        "## A",
        "1: the section 'slope.md' needs a number and a plain name; "
        "rename it to 10-slope.md; with an underscore first it is left out",
    ),
    "Über uns.md": (
        "## A",
        "1: the section 'Über uns.md' needs a number and a plain name; "
        "rename it to 10-ueber-uns.md; with an underscore first it is left out",
    ),
    "10-The Slope.md": (
        "## A",
        "1: the section '10-The Slope.md' needs a number and a plain name; "
        "rename it to 10-the-slope.md; with an underscore first it is left out",
    ),
}


@pytest.mark.parametrize(("name", "text", "message"), [(name, *rest) for name, rest in SECTIONS.items()])
def test_sections_are_checked(tmp_path, name, text, message):
    assert mistakes(tmp_path, {"a/index.md": HEAD, f"a/{name}": text}) == [f"content/a/{name}:{message}"]


def test_a_comment_in_code_is_no_heading(tmp_path):
    files = {"a/index.md": HEAD, "a/10-b.md": "```sh\n# not a title\n```\n"}
    assert mistakes(tmp_path, files)[0].startswith("content/a/10-b.md:1: this section has no title")


@pytest.mark.parametrize("word", ["~", "null"])
def test_a_title_may_be_a_word_for_nothing_in_quotes(tmp_path, word):
    ((article, _),) = articles(tmp_path, {"a.md": head(title=f"'{word}'")})
    assert article.title == word


def test_series_may_be_left_empty(tmp_path):
    for nothing in ("", " ~", " null"):
        text = SITE.partition("series:")[0] + f"series:{nothing}\n"
        assert read_site(content(tmp_path, {"site.yaml": text}), Diagnostics()).series == {}


def test_two_sections_with_one_number_are_refused(tmp_path):
    files = {"a/index.md": HEAD, "a/1-b.md": "## B", "a/01-c.md": "## C"}
    assert mistakes(tmp_path, files) == [
        "content/a/1-b.md:1: two sections have the number 1; the other is 01-c.md"
    ]


NAMES = {
    "Going_down.md": "content/Going_down.md:1: the name 'Going_down' may have only lower-case letters, digits and "
    "single hyphens; perhaps 'going-down'",
    "assets.md": "content/assets.md:1: the site itself uses the name 'assets'; choose another",
}


@pytest.mark.parametrize(("name", "message"), NAMES.items())
def test_the_names_of_articles_are_checked(tmp_path, name, message):
    assert mistakes(tmp_path, {name: HEAD}) == [message]


def test_a_folder_without_an_index_is_refused(tmp_path):
    message = "content/a/index.md:1: this folder has no index.md; add it, with front matter"
    assert mistakes(tmp_path, {"a/10-b.md": "## B"}) == [message]


def test_a_folder_of_data_beside_an_article_is_told_where_it_belongs(tmp_path):
    (message,) = mistakes(tmp_path, {"a.md": HEAD, "runs/train.csv": "step,loss"})
    assert message.endswith(
        "add it, with front matter; files of an article lie beside its text, in a folder with an index.md"
    )


def test_a_folder_and_a_file_of_the_same_name_are_refused(tmp_path):
    message = "content/a.md:1: two articles have the name 'a'; the other is the folder a/"
    assert mistakes(tmp_path, {"a.md": HEAD, "a/index.md": HEAD}) == [message]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Übung", "uebung"),
        ("U\u0308bung", "uebung"),
        ("Ärger über", "aerger-ueber"),
        ("été", "ete"),
        ("Straße", "strasse"),
        ("Łódź Øresund", "lodz-oresund"),
        ("Iğdır", "igdir"),
        ("中文", "article"),
        ("中文 a", "a"),
    ],
)
def test_a_suggested_name_keeps_its_letters(word, name):
    assert slug_mistake(word) == (
        f"{word!r} may have only lower-case letters, digits and single hyphens",
        f"perhaps {name!r}",
    )


def test_two_articles_cannot_be_the_same_part(tmp_path):
    files = {"a.md": head(series="kl", part=1), "b.md": head(series="kl", part=1)}
    assert mistakes(tmp_path, files) == [
        "content/b.md:1: two articles are part 1 of kl; the other is content/a.md"
    ]


def test_what_is_not_utf8_is_refused_on_its_line(tmp_path):
    message = "content/a.md:6: byte 0xe9 is not UTF-8; save the file as UTF-8"
    assert mistakes(tmp_path, {"a.md": HEAD.encode() + b"caf\xe9\n"}) == [message]


def test_control_characters_are_refused_on_their_line(tmp_path):
    assert mistakes(tmp_path, {"a.md": HEAD + "a\fb\n"}) == [
        "content/a.md:6: character U+000C is not text; remove it"
    ]


def test_control_characters_hide_nothing_else_of_their_file(tmp_path):
    files = {
        "a.md": HEAD.replace("date", "dat\x10e").replace("summary", "sumary") + "a\x10b [[c]]\n",
        "site.yaml": SITE + "\x10x: 1\n",
    }
    assert [line.partition(";")[0] for line in mistakes(tmp_path, files)] == [
        "content/a.md:3: character U+0010 is not text",
        "content/a.md:4: unknown key 'sumary' in the front matter",
        "content/a.md:6: `[[c]]`: klsim has no links of wikis",
        "content/a.md:6: character U+0010 is not text",
        "content/site.yaml:7: character U+0010 is not text",
        "content/site.yaml:7: unknown key 'x' in site.yaml",
    ]


@pytest.mark.parametrize("name", ["a.md", "a"])
def test_a_link_out_of_the_content_folder_is_refused(tmp_path, name):
    config = content(tmp_path, {})
    (tmp_path / "secret.md").write_text(HEAD)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "index.md").write_text(HEAD)
    target = tmp_path / ("elsewhere" if name == "a" else "secret.md")
    (config.content / name).symlink_to(target)
    message = f"content/{name}:1: this link leads outside content/; copy the file in its place"
    assert survey(config) == [message]


def test_a_link_that_leads_nowhere_is_refused(tmp_path):
    config = content(tmp_path, {})
    (config.content / "a.md").symlink_to(config.content / "a.md")
    assert survey(config) == ["content/a.md:1: this link leads nowhere; remove it"]


SITES = {
    SITE.replace("author", "auther"): [
        "3: unknown key 'auther' in site.yaml; did you mean 'author'?",
    ],
    SITE.replace("https://", ""): [
        "2: base_url 'klsim.example/descent' is not the address of a site; write it like https://example.org/articles"
    ],
    SITE.replace("language: en", "language: English"): [
        "4: language 'English' is not a language; write a code such as en or en-GB"
    ],
    SITE.replace("  kl: KL divergence", "  - kl"): ["6: series must be `slug: title` lines"],
    SITE.replace("  kl:", "  KL 1:"): [
        "6: series 'KL 1' may have only lower-case letters, digits and single hyphens; perhaps 'kl-1'"
    ],
}


@pytest.mark.parametrize(("text", "messages"), SITES.items())
def test_the_site_is_checked(tmp_path, text, messages):
    assert mistakes(tmp_path, {"site.yaml": text}) == [f"content/site.yaml:{message}" for message in messages]


def test_a_missing_site_is_told(tmp_path):
    config = content(tmp_path, {})
    (config.content / "site.yaml").unlink()
    message = "there is no site.yaml; create it with title, base_url, author and language"
    assert survey(config) == [f"content/site.yaml:1: {message}"]


def test_all_mistakes_of_all_files_come_at_once(tmp_path):
    files = {
        "site.yaml": SITE.replace("author", "auther"),
        "a/index.md": head(date="x", draft="maybe"),
        "a/10-b.md": "no title",
        "a/c.md": "## C",
        "b.md": head(series="not checked while the site is broken", summary=None),
    }
    found = [line.split(": ")[0] for line in mistakes(tmp_path, files)]
    assert found == [
        "content/a/10-b.md:1",
        "content/a/c.md:1",
        "content/a/index.md:3",
        "content/a/index.md:5",
        "content/b.md:1",
        "content/site.yaml:3",
    ]


def test_reading_loads_no_library_that_only_rendering_needs():
    code = "import sys, klsim.content.files, klsim.content.blocks; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not {"markdown_it", "mdit_py_plugins", "pygments", "math_core", "numpy", "matplotlib"} & loaded
