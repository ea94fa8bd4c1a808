"""Sites whose runs leave their panels, which zoom out after them: of klsim's bells, and of a simulation of their own."""

from klsim.config import Config
from tests.site.own_simulations import DRIFT, article, changed, figure
from tests.site.sites import built_site

ROCKET = changed(
    DRIFT,
    {
        'Scale("position", 0, 20, (0, 20))': 'Scale("position", 0, 20, (0, 20), around=0)',
        "    scene=scene,\n": "    scene=scene,\n    standing=standing,\n",
        "\nsimulation = ": "\ndef standing(settings, panel):\n    return panel.static\n\n\nsimulation = ",
        "Scene((path,), (": 'Scene((path,), (Readout("iteration", "iteration", 0, "ink"), ',
        "settings.speed[:, np.newaxis] * iterations": "settings.speed[:, np.newaxis] * 2 ** iterations - settings.speed[:, np.newaxis]",
    },
)
"""A walker that is twice as fast after each step."""

BELLS = """\
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 200
tolerance: 0.001
default: {objective: kl_qp, step_size: -0.02}
"""


def flights() -> str:
    """An article with a bell that runs away, and one that does not, in two landscapes."""
    block = figure("gaussian-descent", "bells", "{objective: [kl_qp, kl_pq], step_size: [-0.02, 0.02]}", BELLS)
    return article(block.replace("gif: default\n", ""))


def pairs() -> str:
    """An article with both of them in one picture."""
    more = BELLS.replace("default: {objective: kl_qp, step_size: -0.02}", "objective: kl_qp\ntogether: step_size")
    return article(figure("gaussian-descent", "bells", "{step_size: [-0.02, 0.02]}", more))


def rockets() -> str:
    """An article on the walker that is faster and faster, and on one that is slow."""
    block = figure("rocket", "rocket", "{speed: [0.5, 0.001]}", "iterations: 12\n")
    return article(block.replace("gif: default\n", ""))


def built_flights() -> Config:
    """The site of the bells, built once for all who want it; not to be changed."""
    return built_site(flights())


def built_rockets(simulation: str = ROCKET) -> Config:
    """The site with a simulation of its own; the same."""
    return built_site(rockets(), simulations={"rocket.py": simulation})
