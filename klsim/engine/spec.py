"""How executors are called."""

import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["serial", "processes", "dask"]

KINDS = ("serial", "processes", "processes:N", "dask", "dask:tcp://host:8786")
EXTRA = "dask is not installed here; pip install 'klsim[cluster]'"

WITHOUT_SCHEDULER_S, WITHOUT_WORKER_S = 10.0, 60.0
"""How long a cluster may be without a scheduler, and without a worker, unless told."""

_ADDRESS = re.compile(r"[a-z]+://[^\s/,]+:[0-9]+")


@dataclass(frozen=True)
class Spec:
    """Where tasks run.

    workers:    so many processes; 0 for one on each core
    address:    of the scheduler of a cluster; empty for a cluster on this machine that ends with the executor
    patience_s: how long a cluster may be without a scheduler, and without a worker; None for the usual
    is_mixed:   whether workers with other features of the processor are used
    """

    kind: Kind
    workers: int = 0
    address: str = ""
    patience_s: float | None = None
    is_mixed: bool = False


def parse_spec(text: str) -> Spec:
    """`serial`, `processes`, `processes:N`, `dask` or `dask:ADDRESS`; `,patience=SECONDS` and `,mixed` may follow
    the last two.

    Raises ValueError for anything else, and for `dask` where it is not installed.
    """
    kind, colon, rest = text.partition(":")
    if text == "serial":
        return Spec("serial")
    if kind == "processes" and not colon:
        return Spec("processes")
    if kind == "processes" and rest.isascii() and rest.isdecimal() and int(rest) > 0:
        return Spec("processes", int(rest))
    if (found := _parse_cluster(text)) is not None:
        if find_spec("distributed") is None:
            raise ValueError(EXTRA)
        return found
    raise ValueError(f"no executor is called {text!r}; there are {', '.join(KINDS)}")


def with_terms(text: str, patience_s: float | None, is_mixed: bool) -> str:
    """A cluster as it is called with these terms. Raises ValueError for another executor."""
    if patience_s is None and not is_mixed:
        return text
    if parse_spec(text).kind != "dask":
        raise ValueError(f"patience and mixed are terms of a cluster, and {text} is none; --executor dask is one")
    terms = [f"patience={patience_s:g}"] if patience_s is not None else []
    return ",".join([text, *terms, *(["mixed"] if is_mixed else [])])


def _parse_cluster(text: str) -> Spec | None:
    name, *terms = text.split(",")
    kind, colon, address = name.partition(":")
    if kind != "dask" or (colon and not _ADDRESS.fullmatch(address)):
        return None
    patience: float | None = None
    is_mixed = False
    for term in terms:
        key, _, value = term.partition("=")
        if term == "mixed":
            is_mixed = True
        elif key == "patience" and (seconds := parse_seconds(value)) is not None:
            patience = seconds
        else:
            return None
    return Spec("dask", address=address, patience_s=patience, is_mixed=is_mixed)


def parse_seconds(text: str) -> float | None:
    """A finite number of seconds above 0; None for anything else."""
    return float(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) and float(text) > 0 else None
