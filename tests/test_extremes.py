"""Whatever a block may set, its figure can be made: no traceback, no warning, strict JSON."""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from klsim.diagnostics import Code, ContentError, Diagnostics
from klsim.figures.animation.chunks import encode_numbers
from klsim.figures.animation.outcome import describe_outcome
from klsim.figures.animation.record import encode_record
from klsim.figures.animation.sweep import Figure
from klsim.render.animation import render_animation
from klsim.render.background import prepare_backgrounds
from klsim.render.panel import render_panel
from klsim.scene.stylesheet import parse_themes
from klsim.statuses import STATUSES
from tests.examples import examples
from tests.figures.animation.blocks import parse
from tests.figures.animation.running import records_of, scenes_of

pytestmark = pytest.mark.slow


ROOT = Path(__file__).parents[1]
THEME = parse_themes((ROOT / "templates/static/theme.css").read_text("utf-8"), Diagnostics()).light

signs = st.sampled_from((-1.0, 1.0))
variances = st.one_of(
    st.sampled_from((1e-300, 1e-17, 1.0, 1e6, 5e-324)), st.floats(-300, 6).map(lambda e: 10.0**e)
)
sizes = st.floats(-12, 6).map(lambda exponent: 10.0**exponent)
means = st.one_of(st.sampled_from((0.0, 1e6, -1e6, 1e-200)), st.floats(-1e6, 1e6), st.floats(-5, 5))
steps = st.one_of(
    st.sampled_from((0.0, 1000.0, -1000.0, 1e-300)), st.builds(lambda s, e: s * 10.0**e, signs, st.floats(-9, 3))
)
descents = st.fixed_dictionaries(
    {
        "step_size": steps,
        "momentum": st.sampled_from((0, 0.5, 0.99, 1)),
        "iterations": st.sampled_from((1, 2, 7, 30)),
        "tolerance": st.sampled_from((1e-300, 0.001, 1e6)),
    }
)
objectives = st.sampled_from(("kl_qp", "kl_pq"))
laws = st.fixed_dictionaries({"mean": means, "variance": variances})


def figure_of(simulation: str, given: dict) -> Figure:
    block = {"id": "x", "simulation": simulation, "caption": "x", **given}
    try:
        return parse("\n".join(f"{key}: {json.dumps(value)}" for key, value in block.items()))
    except ContentError:
        assume(False)
        raise


@contextmanager
def nothing_said() -> Iterator[None]:
    """Warnings are faults."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def refuse(word: str) -> None:
    raise AssertionError(word)


def make(figure: Figure, draw: bool = False) -> None:
    """All that a build makes of a figure but the page."""
    with nothing_said():
        try:
            (scene,) = scenes_of(figure)
        except ContentError as error:  # it says so: nothing more is made of it
            assert {found.code for found in error.diagnostics} == {Code.POOR_SETTING}  # noqa: PT017
            return
        for panel in scene.panels:
            for scale in (panel.x, panel.y):
                assert np.isfinite([scale.low, scale.high, *scale.ticks]).all()
                assert scale.low < scale.high
        (record,) = records_of(figure)
        content = json.loads(encode_record(record), parse_constant=refuse)
        names = [name for name in record.series if name != "iteration"]
        json.loads(encode_numbers(record.series, names), parse_constant=refuse)
        ending = describe_outcome(figure.declaration, figure.title(record.run), record, scene)
        assert ending.outcome
        assert content["status"] in (*STATUSES, "below_zero")
        if draw:
            (background,) = prepare_backgrounds([scene], THEME)
            render_animation(background, record.series, record.film, ending.title, ending.outcome)
            for panel in scene.panels:
                render_panel(panel, THEME, 2)


gaussians = st.builds(
    lambda target, start, objective, descent: figure_of(
        "gaussian-descent", {"target": target, "start": start, "objective": objective, **descent}
    ),
    laws, laws, objectives, descents,
)  # fmt: skip


@st.composite
def mixture_blocks(draw) -> Figure:
    """Mixtures somewhere in a domain, from as narrow as its points allow to as wide, many at its very edge."""
    centre, points = draw(means), draw(st.sampled_from((11, 40, 401)))
    breadth = draw(st.floats(-9, 6).map(lambda exponent: 10.0**exponent))
    low, high = max(centre - breadth, -1e6), min(centre + breadth, 1e6)
    assume(low < high)
    shares = st.one_of(st.floats(0, 1), st.sampled_from((0.0, 1.0)))

    def component() -> tuple[float, float, float]:
        deviation = draw(st.floats(0.65, points / 10)) * (high - low) / (points - 1)
        mean = low + 3.3 * deviation + draw(shares) * (high - low - 6.6 * deviation)
        return mean, deviation**2, draw(sizes)

    def law(*columns: str) -> dict[str, list[float]]:
        components = [component() for _ in range(draw(st.sampled_from((1, 2, 20))))]
        return {name: list(column) for name, column in zip(columns, zip(*components, strict=True), strict=False)}

    given = {
        "target": law("means", "variances", "weights"),
        "start": law("means", "variances"),
        "domain": [low, high],
        "points": points,
        "objective": draw(objectives),
        **draw(descents),
    }
    return figure_of("mixture-descent", given)


bumps = st.fixed_dictionaries(
    {
        "height": st.one_of(means, st.sampled_from((1e6, -1e6, 0.0, 1e-300))),
        "centre": means,
        "width": st.floats(-3, 6).map(lambda exponent: 10.0**exponent),
    }
)
grounds = st.fixed_dictionaries(
    {
        "curvature": st.floats(-6, 6).map(lambda exponent: 10.0**exponent),
        "slope": st.one_of(means, st.just(1e-300)),
        "bumps": st.lists(bumps, max_size=4),
    }
)
terrains = st.builds(
    lambda ground, start, size, descent: figure_of(
        "terrain-descent", {"terrain": ground, "start": start, "size": size, **descent}
    ),
    grounds, means, st.sampled_from(("small", "large")), descents,
)  # fmt: skip


LEAST = {"mean": 0.0, "variance": 5e-324}


@given(gaussians)
@example(
    figure_of(
        "gaussian-descent",
        {
            **{"target": LEAST, "start": LEAST, "objective": "kl_qp"},
            **{"step_size": 0.0, "momentum": 0, "iterations": 1, "tolerance": 1e-300},
        },
    )
)
def test_every_figure_of_normal_laws_can_be_made(figure):
    make(figure)


@given(mixture_blocks())
def test_every_figure_of_mixtures_can_be_made(figure):
    make(figure)


@given(terrains)
def test_every_figure_of_a_terrain_can_be_made(figure):
    make(figure)


@examples(5)
@given(st.one_of(gaussians, mixture_blocks(), terrains))
def test_every_figure_can_be_drawn(figure):
    make(figure, draw=True)


def test_a_comparison_of_domains_of_which_one_leaves_the_target_out_can_be_made():
    figure = parse(
        "id: x\nsimulation: mixture-descent\ncaption: x\nstep_size: 0.5\niterations: 9\n"
        "target: {means: [20], variances: [1]}\nstart: {means: [0], variances: [1]}\n"
        "sweep: {domain: {left out: [-5, 5], edge: [-5, 20], within: [-5, 24]}}\n"
    )
    with nothing_said():
        scenes = scenes_of(figure)
        pairs = zip(records_of(figure), scenes, strict=True)
        endings = [
            describe_outcome(figure.declaration, figure.title(record.run), record, scene)
            for record, scene in pairs
        ]
    assert all(panel.x.low < panel.x.high for scene in scenes for panel in scene.panels)
    assert ["99.9 % of p: it reaches out" in ending.outcome for ending in endings] == [True, True, False]
