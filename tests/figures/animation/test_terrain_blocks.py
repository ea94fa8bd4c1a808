"""Blocks of `terrain-descent`, and every way of getting a terrain wrong."""

import pytest

from klsim.diagnostics import ContentError
from tests.content.writing import replaced
from tests.figures.animation.blocks import parse

GOOD = """
id: mountain
simulation: terrain-descent
caption: Downhill.
terrain:
  curvature: 0.05
  slope: -0.5
  bumps:
    - {height: -1, centre: 3, width: 0.3}
    - {height: 2, centre: 1, width: 1}
start: 1.8
sweep:
  walker:
    ant: {step_size: 0.01, size: small}
    giant: {step_size: 2, size: large}
"""


def changed(*pairs):
    return replaced(GOOD, *pairs)


def test_a_terrain_is_read_with_what_was_left_out_filled_in():
    figure = parse(GOOD)
    bumps = ({"height": -1, "centre": 3, "width": 0.3}, {"height": 2, "centre": 1, "width": 1})
    assert figure.settings["terrain"] == {"curvature": 0.05, "slope": -0.5, "bumps": bumps}
    assert [run.settings["size"] for run in figure.runs] == ["small", "large"]
    plain = parse(changed((GOOD[GOOD.index("  slope") : GOOD.index("start")], "")))
    assert plain.settings["terrain"] == {"curvature": 0.05, "slope": 0, "bumps": ()}


def test_terrains_are_swept_by_name():
    smooth_and_rough = (
        "  terrain: {smooth: {curvature: 1}, rough: {curvature: 1, bumps: [{height: 1, centre: 0, width: 1}]}}"
    )
    start, end = GOOD.index("terrain:\n"), GOOD.index("start")
    figure = parse((GOOD[:start] + GOOD[end:]).replace("sweep:", f"sweep:\n{smooth_and_rough}"))
    assert figure.axes[0].values == ("smooth", "rough")
    assert len(figure.runs[-1].settings["terrain"]["bumps"]) == 1


MISTAKES = [
    ("curvature: 0.05", "curvature: 0",
     "content/a.md:6: curvature 0 is out of range; allowed: from 1e-06 to 1000000, so that the ground rises far out on "
     "both sides; nearest: 1e-06"),
    ("curvature: 0.05", "curvature: -0.05",
     "content/a.md:6: curvature -0.05 is out of range; allowed: from 1e-06 to 1000000, so that the ground rises far out "
     "on both sides; nearest: 1e-06"),
    ("curvature: 0.05", "curvature: 1e-9",
     "content/a.md:6: curvature 1e-09 is out of range; allowed: from 1e-06 to 1000000, so that the ground rises far out "
     "on both sides; nearest: 1e-06"),
    ("curvature: 0.05", "curvature: steep", "content/a.md:6: curvature must be a number, not 'steep'"),
    ("  curvature: 0.05\n", "", "content/a.md:6: terrain has no curvature; add `curvature: …`"),
    ("  slope: -0.5", "  slop: -0.5", "content/a.md:7: unknown key 'slop' in terrain; did you mean 'slope'?"),
    ("width: 0.3", "width: 0",
     "content/a.md:9: width 0 is out of range; allowed: from 0.001 to 1000000; nearest: 0.001"),
    ("width: 0.3", "widht: 0.3", "content/a.md:9: unknown key 'widht' in bump; did you mean 'width'?"),
    ("centre: 3, ", "", "content/a.md:9: bump has no centre; add `centre: …`"),
    ("{height: -1, centre: 3, width: 0.3}", "-1",
     "content/a.md:9: bump must be a group of height, centre, width; write {height: …, centre: …, width: …}"),
    (GOOD[GOOD.index("  bumps:"):GOOD.index("start")], "  bumps: {height: -1, centre: 3, width: 0.3}\n",
     "content/a.md:8: bumps must be a list; write `bumps: [{height: …, centre: …, width: …}]`"),
    (GOOD[GOOD.index("terrain:\n"):GOOD.index("start")], "terrain: 0.05\n",
     "content/a.md:5: terrain must be a group of curvature, slope, bumps; write {curvature: …, slope: …, bumps: …}"),
    (GOOD[GOOD.index("terrain:\n"):GOOD.index("start")], "",
     "content/a.md:1: terrain-descent needs terrain; add `terrain: …` or sweep it"),
    ("start: 1.8", "start: {position: 1.8}", "content/a.md:11: start must be a single value"),
    ("size: small", "size: tiny", "content/a.md:14: unknown size 'tiny'; size: large, medium, small"),
    ("ant: {step_size: 0.01, size: small}", "ant: {step_size: 0.01}",
     "content/a.md:14: the groups of walker fix different settings; give each size, step_size"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES, ids=[message[13:70] for _, _, message in MISTAKES])
def test_a_mistake_in_a_terrain_is_told_with_its_line(old, new, message):
    with pytest.raises(ContentError) as caught:
        parse(changed((old, new)))
    assert str(caught.value) == message


def test_all_mistakes_of_a_terrain_are_told_together():
    with pytest.raises(ContentError) as caught:
        parse(
            changed(("curvature: 0.05", "curvature: 0"), ("width: 0.3", "width: 0"), ("height: 2", "height: high"))
        )
    assert [mistake.location.line for mistake in caught.value.diagnostics] == [6, 9, 10]


def test_too_many_bumps_are_refused():
    bump = "{height: 1, centre: 0, width: 1}"
    bumps = f"  bumps: [{', '.join([bump] * 101)}]\n"
    with pytest.raises(ContentError) as caught:
        parse(changed((GOOD[GOOD.index("  bumps:") : GOOD.index("start")], bumps)))
    assert str(caught.value) == "content/a.md:8: 101 bumps are too many; keep 100"
