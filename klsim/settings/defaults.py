"""Defaults that hang on another setting: what an optimiser has, or a function, where nobody gives others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from klsim.settings.scalars import Settings, Value


@dataclass(frozen=True)
class Defaults:
    """Values that settings have where the setting `by` has a certain value and an author gives no others."""

    by: str
    values: Mapping[str, Mapping[str, Any]]

    @property
    def names(self) -> tuple[str, ...]:
        """The settings that it has a value for, if `by` is chosen so."""
        return tuple(dict.fromkeys(name for row in self.values.values() for name in row))

    def of(self, name: str, by: Value) -> "Value | None":
        """The value of a setting where `by` is so; None where there is none."""
        row: Settings = self.values.get(by, {}) if isinstance(by, str) else {}
        return row.get(name)


def default_by(defaults: tuple[Defaults, ...], name: str, chosen: Settings) -> "Value | None":
    """The value that a setting has by others, as they are chosen; None where there is none."""
    found = (one.of(name, chosen[one.by]) for one in defaults if one.by in chosen)
    return next((value for value in found if value is not None), None)


def settings_that_decide(defaults: tuple[Defaults, ...], name: str) -> Iterator[str]:
    """The settings on which the default of another hangs."""
    return (one.by for one in defaults if name in one.names)
