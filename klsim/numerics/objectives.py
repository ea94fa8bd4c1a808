"""The two directions of the Kullback–Leibler divergence, by name, and how readers see them."""

from types import MappingProxyType

OBJECTIVES = MappingProxyType({"kl_qp": "KL(q, p)", "kl_pq": "KL(p, q)"})
