"""A small site with one game of each kind."""

ARTICLE = """\
---
title: Games
date: 2026-01-02
summary: What they say.
series: two
part: 1
---

The lead, and a link to [the third](#by-hand?target=3).

```match
id: by-hand
simulation: gaussian-match
caption: Find p.
targets: {count: 5, seed: 7, mean: [-8, 8], variance: [0.5, 8]}
```

```match
id: no-match
simulation: gaussian-match
caption: No bell is p.
readouts: [kl_qp, kl_pq]
variance: {low: 0.1, high: 25, fine: 0.1, coarse: 1}
targets: [{means: [-4, 4], variances: [1, 2]}, {means: [-3, 2], variances: [1, 2]}]
```

```match
id: six
simulation: mixture-match
caption: Six variables.
targets: {count: 3, seed: 5, mean: [-7, 7], variance: [0.3, 3], apart: 2.5}
```
"""
