"""How much cheaper klsim's GIFs are than those of matplotlib.animation: time per frame and bytes.

Draws one run as the same picture, size and number of frames, (a) with FuncAnimation and PillowWriter, artists
updated by `set_data`, and (b) with klsim, each in a process of its own. Leaves 1 when a target is missed.

    python benchmarks/gif.py
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeAlias

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from klsim.diagnostics import Diagnostics  # noqa: E402
from klsim.figures.animation.simulating import simulate  # noqa: E402
from klsim.figures.animation.sweep import Run  # noqa: E402
from klsim.numerics.distributions import Gaussian, density  # noqa: E402
from klsim.render.animation import render_animation  # noqa: E402
from klsim.render.background import prepare_backgrounds  # noqa: E402
from klsim.render.moving import Series  # noqa: E402
from klsim.scene.film import Film  # noqa: E402
from klsim.scene.marks import Contours  # noqa: E402
from klsim.scene.stylesheet import parse_themes  # noqa: E402
from klsim.settings.scalars import Settings  # noqa: E402
from klsim.settings.views import RunSettings  # noqa: E402
from klsim.simulations._gaussian_scene import gaussian_scene  # noqa: E402
from klsim.simulations.gaussian_descent import simulation  # noqa: E402

FRAMES = 81
LEAST_SPEED_RATIO = 40
LARGEST_SIZE_RATIO = 1 / 3
REPEATS = 9
WIDTH_PX, HEIGHT_PX, DPI = 840, 416, 100
TITLE = "KL(q, p) · step size 0.02 · momentum 0.9"
OUTCOME = "Within 0.001 of the target from iteration 96 on."
ITERATIONS = 400
SETTINGS: Settings = {
    "target": {"mean": 2.0, "variance": 1.0},
    "start": {"mean": 0.0, "variance": 5.0},
    "objective": "kl_qp",
    "step_size": 0.02,
    "momentum": 0.9,
    "iterations": ITERATIONS,
    "tolerance": 0.001,
}
Result: TypeAlias = dict[str, float]


def run_series() -> tuple[Series, tuple[int, ...]]:
    """The run, and the iterations shown."""
    batch = simulate(simulation, "klsim.simulations.gaussian_descent:simulation", [Run((), {}, SETTINGS)])
    last = ITERATIONS
    series = {name: values[0, : last + 1] for name, values in batch.series.items()}
    frames = tuple(int(i) for i in np.rint(np.linspace(0, last, FRAMES)))
    return series | {"iteration": np.arange(last + 1, dtype=np.float64)}, frames


def measure_klsim() -> Result:
    """Set-up once; the middle of several draws of the run."""
    series, frames = run_series()
    theme = parse_themes((ROOT / "templates/static/theme.css").read_text("utf-8"), Diagnostics()).light
    begun = perf_counter()
    (background,) = prepare_backgrounds([gaussian_scene(RunSettings(SETTINGS))], theme)
    set_up = perf_counter() - begun
    drawn = []
    for _ in range(REPEATS):
        begun = perf_counter()
        animation = render_animation(background, series, Film(frames), TITLE, OUTCOME)
        drawn.append(perf_counter() - begun)
    return {"set_up": set_up, "drawing": median(drawn), "bytes": len(animation.gif)}


def measure_animation() -> Result:
    """The same with matplotlib.animation. It has no still to make; klsim's time includes one."""
    from matplotlib import pyplot  # noqa: F401, imported before the clock starts
    from matplotlib.animation import FuncAnimation, PillowWriter

    series, frames = run_series()
    begun = perf_counter()
    figure, update = animated_figure(series)
    animation = FuncAnimation(figure, update, frames=frames, blit=False)
    set_up = perf_counter() - begun
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.gif"
        begun = perf_counter()
        animation.save(path, PillowWriter(fps=12), dpi=DPI)
        drawing = perf_counter() - begun
        return {"set_up": set_up, "drawing": drawing, "bytes": path.stat().st_size}


def animated_figure(series: Series):  # type: ignore[no-untyped-def]
    """The picture with artists, as a user of matplotlib would write it, and what updates them."""
    from matplotlib import pyplot

    left, right = gaussian_scene(RunSettings(SETTINGS)).panels
    figure, (densities, land) = pyplot.subplots(1, 2, figsize=(WIDTH_PX / DPI, HEIGHT_PX / DPI), dpi=DPI)
    figure.subplots_adjust(left=0.055, right=0.985, top=0.82, bottom=0.25, wspace=0.15)
    x = np.linspace(left.x.low, left.x.high, 201)
    p, start = (density(x, Gaussian(*map(np.float64, law))) for law in ((2, 1), (0, 5)))  # type: ignore[arg-type]
    densities.set(xlim=(left.x.low, left.x.high), ylim=(0, left.y.high), xlabel="x", ylabel="density", yticks=[])
    densities.plot(x, p, color="#1d64a8")
    densities.fill_between(x, p, color="#1d64a8", alpha=0.13)
    densities.plot(x, start, "--", color="#5b626d")
    densities.set_title(left.title, loc="left")
    field = next(mark for mark in right.static if isinstance(mark, Contours))
    land.contourf(field.x, field.y, field.z, (0, *field.levels), cmap="Blues", alpha=0.5, extend="max")
    land.contour(field.x, field.y, field.z, field.levels, colors="#a3b8c8", linewidths=0.75)
    land.set(xlim=(right.x.low, right.x.high), ylim=(0, right.y.high), xlabel="mean", ylabel="variance")
    land.set_title(right.title, loc="left")
    land.plot([0, 2], [5, 1], "o", color="#1d64a8", markersize=4)
    figure.text(0.055, 0.94, TITLE, weight="semibold")
    curve, trail, point = (
        densities.plot([], [], color="#c2410c", linewidth=2)[0],
        land.plot([], [], color="#c2410c", linewidth=1.5, marker=".", markersize=3)[0],
        land.plot([], [], "o", color="#c2410c", markeredgecolor="white", markersize=8)[0],
    )
    names = ("iteration", "kl_qp", "kl_pq", "mean", "variance")
    for k, name in enumerate(names):
        figure.text(0.055 + 0.186 * k, 0.09, name, color="#5b626d", size=9)
    words = [figure.text(0.055 + 0.186 * k, 0.03, "", size=13) for k in range(len(names))]
    outcome = figure.text(0.985, 0.94, "", ha="right")
    tint = densities.fill_between(x, 0 * x, color="#c2410c", alpha=0.16)

    def update(i: int) -> None:
        q = density(x, Gaussian(series["mean"][i], series["variance"][i]))
        curve.set_data(x, q)
        tint.set_data(x, q, 0)
        trail.set_data(series["mean"][: i + 1], series["variance"][: i + 1])
        point.set_data(series["mean"][i : i + 1], series["variance"][i : i + 1])
        for name, word in zip(names, words, strict=True):
            word.set_text(f"{series[name][i]:.{0 if name == 'iteration' else 4}f}")
        outcome.set_text(OUTCOME if i == len(series["mean"]) - 1 else "")

    return figure, update


def in_a_process(what: str) -> Result:
    """The measurement of that name in a fresh interpreter."""
    command = [sys.executable, __file__, what]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={"MPLBACKEND": "agg"})
    result: Result = json.loads(done.stdout)
    return result


def main() -> int:
    """Measure both, print a table, and say whether the targets are met."""
    theirs, ours = in_a_process("animation"), in_a_process("klsim")
    print(f"{FRAMES} frames of {WIDTH_PX} × {HEIGHT_PX} px      set-up ms   ms per frame        bytes")
    for name, result in (("matplotlib.animation", theirs), ("klsim, still included", ours)):
        each = 1000 * result["drawing"] / FRAMES
        print(f"{name:<30}{1000 * result['set_up']:>10.0f}{each:>15.2f}{result['bytes']:>13,.0f}")
    speed, size = theirs["drawing"] / ours["drawing"], ours["bytes"] / theirs["bytes"]
    alone = (theirs["set_up"] + theirs["drawing"]) / (ours["set_up"] + ours["drawing"])
    print(f"\nspeed, set-up apart (it serves all runs of a figure): {speed:.0f} × (target ≥ {LEAST_SPEED_RATIO})")
    print(f"speed of a figure with a single run, with set-up:     {alone:.0f} ×")
    print(f"size: {size:.2f} (target ≤ {LARGEST_SIZE_RATIO:.2f})")
    return 0 if speed >= LEAST_SPEED_RATIO and size <= LARGEST_SIZE_RATIO else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps({"klsim": measure_klsim, "animation": measure_animation}[sys.argv[1]]()))
    else:
        sys.exit(main())
