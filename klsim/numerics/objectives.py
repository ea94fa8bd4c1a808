"""The two directions of the Kullback–Leibler divergence, by name, and how readers see them."""

from types import MappingProxyType
from typing import TypeVar

Distribution = TypeVar("Distribution")

OBJECTIVES = MappingProxyType({"kl_qp": "KL(q, p)", "kl_pq": "KL(p, q)"})


def arguments_of(objective: str, q: Distribution, p: Distribution) -> tuple[Distribution, Distribution]:
    """The two laws as the divergence of that name takes them."""
    return (q, p) if objective == "kl_qp" else (p, q)
