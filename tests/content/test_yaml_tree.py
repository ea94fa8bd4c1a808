"""YAML as a tree with lines."""

import pytest

from klsim.content.source import Source
from klsim.content.yaml import Mapping, Scalar, Sequence, parse_yaml
from klsim.diagnostics import Location
from tests.content.writing import told

START = Location("a.yaml", 1)


def parse(text):
    return parse_yaml(Source.of(text, "a.yaml"), START)


def line(node):
    return node.location.line


def test_every_node_knows_its_line():
    tree = parse("# a comment\na: 1\nb:\n  - x\n  - {c: y,\n     d: z}\n")
    inner = tree.get("b").items[1]
    assert [line(key) for key, _ in tree.items] == [2, 3]
    assert [line(node) for node in (tree.get("a"), tree.get("b").items[0], inner, inner.get("d"))] == [2, 4, 5, 6]
    assert tree.keys() == ("a", "b")
    assert isinstance(tree.get("b"), Sequence)
    assert isinstance(inner, Mapping)


def test_scalars_stay_text():
    tree = parse("a: No\nb: 1e-3\nc: 'it''s'\nd: \"two\\nlines\"\ne: |\n  kept\n  so\nf:\n")
    texts = [node.text for _, node in tree.items]
    assert texts == ["No", "1e-3", "it's", "two\nlines", "kept\nso\n", ""]
    assert [node.quoted for _, node in tree.items] == [False, False, True, True, True, False]


def test_only_a_bare_word_is_yaml_for_nothing():
    tree = parse("a: ~\nb: null\nc:\nd: '~'\ne: \"\"\nf: nullify\ng: |\n  null\n")
    assert [node.is_null for _, node in tree.items] == [True, True, True, False, False, False, False]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n"])
def test_an_empty_piece_is_an_empty_mapping(text):
    assert parse(text) == Mapping((), START)


def test_lines_are_counted_as_editors_count_them():
    assert line(parse("a: x\u2028y\nb: z\n").get("b")) == 2


MISTAKES = {
    "a: 1\nb: 2\na: 3\n": "3: duplicate key 'a'; the first is on line 1",
    "a: &x 1\nb: *x\n": "1: YAML anchors and aliases are not used here; write it out",
    "a: 1\nb: *x\n": "2: YAML anchors and aliases are not used here; write it out",
    "a: 1\n---\nb: 2\n": "3: a second YAML document; expected one",
    "- a\n- b\n": "1: expected `key: value` lines here",
    "just text\n": "1: expected `key: value` lines here",
    "? [a]\n: b\n": "1: a key must be plain text",
    "a:\n\t- b\n": "2: broken YAML: found character that cannot start any token; write spaces in place of the tab",
    "a: 1\n\tb: 2\n": "2: broken YAML: found a tab character that violates indentation; write spaces in place of the tab",
    "a: 1\nb: [1, 2\n": "2: broken YAML: did not find expected ',' or ']'; write `]` at its end, or put the value between quotes",
    "a: [1\nb: 2\n\nc: 3\n": "1: broken YAML: did not find expected ',' or ']'; write `]` at its end, or put the value between quotes",
    "a: 1\nb: {c: 1\nd: 2\n": "2: broken YAML: did not find expected ',' or '}'; write `}` at its end, or put the value between quotes",
    "a: b: c\n": '1: broken YAML: mapping values are not allowed in this context; put the value between quotes, `key: "value"`',
    "a: 1\n  b: 2\n": "2: broken YAML: mapping values are not allowed in this context; indent keys alike, and write `key: value` above it",
    "a: @b\n": '1: broken YAML: found character that cannot start any token; put the value between quotes, `key: "value"`',
    "a: *b*\n": '1: broken YAML: did not find expected alphabetic or numeric character; put the value between quotes, `key: "value"`',
    "a: 1\nb\nc: 2\n": "2: broken YAML: could not find expected ':'; write `key: value`",
    'a: "b" c\n': "1: broken YAML: did not find expected key; indent keys alike, and put a value with quotes in it between other quotes",
    "a: 'b\n": "1: broken YAML: found unexpected end of stream; write the closing quote",
    "a: 1\nb: 'c\nd: 2\n": "2: broken YAML: found unexpected end of stream; write the closing quote",
    'a: "\\0"\n': "1: character U+0000 is not text; remove it",
    'a: "\\ud800"\n': "1: broken YAML: found invalid Unicode character escape code; write the character itself",
    "...\n": '1: broken YAML: did not find expected node content; put the value between quotes, `key: "value"`',
    "a: 1\nb: !!python/name:os.system x\n": "2: the YAML tag '!!python/name:os.system' is not used here; write the value alone",
    "a: !!binary aGk=\n": "1: the YAML tag '!!binary' is not used here; write the value alone",
    "a:\n  - !own {b: 1}\n": "2: the YAML tag '!own' is not used here; write the value alone",
    "!!str a: 1\n": "1: the YAML tag '!!str' is not used here; write the value alone",
    "a: ! 1\n": "1: the YAML tag '!' is not used here; write the value alone",
    "a: " + "[" * 13 + "]" * 13: "1: YAML nested deeper than 12 levels",
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.items())
def test_broken_yaml_is_told_with_its_line(text, message):
    assert told(lambda: parse(text)) == [f"a.yaml:{message}"]


def test_ten_thousand_brackets_are_a_mistake_not_a_crash():
    assert told(lambda: parse("a: " + "[" * 10_000)) == ["a.yaml:1: YAML nested deeper than 12 levels"]


def test_keys_are_found_by_name():
    tree = parse("a: 1\nb: 2\n")
    assert tree.key("b") == Scalar("b", quoted=False, location=Location("a.yaml", 2))
    assert tree.get("c") is None
