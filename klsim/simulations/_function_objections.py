"""What keeps a run of `function-descent` from being computed."""

from collections.abc import Iterator, Sequence

import numpy as np

from klsim.numerics.expressions import ExpressionError
from klsim.numerics.named_functions import NAMED_FUNCTIONS
from klsim.numerics.optimizer_defaults import MAY_CLIMB
from klsim.settings.views import RunSettings
from klsim.simulation import Objection
from klsim.simulations._functions import Function, function_of, start_of


def object_to(settings: RunSettings) -> list[Objection]:
    """What keeps a run from being computed: unknown names, a start or a view that does not fit, a wrong step."""
    try:
        function = function_of(settings)
    except ExpressionError as error:
        return [_unreadable(error)]
    there = function.variables
    if found := [*_misfits(settings, there), *_idle_constants(settings, function)]:
        return found
    for name in ("beta_1", "beta_2"):
        if getattr(settings, name) == 1:
            return [Objection(name, f"{name} is 1, and nothing would be forgotten", "choose less, such as 0.999")]
    if settings.step_size < 0 and settings.optimizer not in MAY_CLIMB:
        words = f"{', '.join(MAY_CLIMB[:-1])} and {MAY_CLIMB[-1]}"
        return [Objection("step_size", f"step_size {settings.step_size:g} is below 0", f"only {words} climb")]
    if not np.isfinite(function.value(start_of(settings))):
        place = ", ".join(f"{name} = {getattr(settings.start, name):g}" for name in there)
        return [Objection("start", f"the function has no value at the start, {place}", "start elsewhere")]
    return []


def _misfits(settings: RunSettings, variables: Sequence[str]) -> Iterator[Objection]:
    """Where the function has a y and the start or the view has none, or the other way round."""
    if len(variables) == 1 and "y" in dir(settings.start):
        message = "the function has no y, and the start has one"
        yield Objection("function", message, "write `start: {x: …}`")
    for name in ("start", "view") if len(variables) == 2 else ():
        if "y" not in dir(getattr(settings, name)):
            hint = "view: {x: […], y: […]}" if name == "view" else "start: {x: …, y: …}"
            yield Objection("function", f"the function has a y, and the {name} has none", f"write `{hint}`")


def _idle_constants(settings: RunSettings, function: Function) -> Iterator[Objection]:
    """Constants that the function does not have: whatever they are, nothing changes."""
    for name in dir(settings.constants):
        if name not in function.expression.names or settings.function in NAMED_FUNCTIONS:
            yield Objection(
                "constants", f"the function has no {name!r}", "leave it out, or use it in the function"
            )


def _unreadable(error: ExpressionError) -> Objection:
    """What there is to say of an expression whose names are not all known."""
    hint = error.hint
    if error.message.startswith("unknown name"):
        name = error.message.rpartition(" ")[2].strip("'")
        hint = f"{hint}, or add `constants: {{{name}: …}}`" if hint else f"add `constants: {{{name}: …}}`"
    return Objection("function", f"function: {error}", hint)
