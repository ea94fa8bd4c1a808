"""Articles for benchmarks: 1,200 words with headings, tables, code, formulas and footnotes, always the same."""

from collections.abc import Iterator
from random import Random

_LIST = """
slope valley step walker momentum mean variance density target bell curve point number picture reader run grid
value setting machine answer question distance direction surface path ground ridge basin edge moves looks falls
climbs learns finds leaves meets follows turns stops waits rolls settles drifts grows slowly quickly again often
never gently far near late early almost nearly small large long short steep flat the a its each every another some
this that one of in on over under towards between after before with and or
"""
WORDS = tuple(_LIST.split())
FORMULAS = (
    r"\mathrm{KL}(q, p) = \int q(x) \log\frac{q(x)}{p(x)}\,dx",
    r"v \leftarrow \mu v - \eta \nabla f(\theta)",
    r"\frac{1}{2}\left(\frac{v}{V} + \frac{(m - M)^2}{V} - 1 - \log\frac{v}{V}\right)",
    r"\sum_{k=1}^{K} w_k \exp\left(-\frac{(x - m_k)^2}{2 v_k}\right)",
)
CODE = """\
def descend(gradient, theta, step_size, momentum, iterations):
    velocity = 0.0
    for _ in range(iterations):
        velocity = momentum * velocity - step_size * gradient(theta)
        theta = theta + velocity
        if not math.isfinite(theta):
            break
    return theta"""
SECTIONS = 6


def article(number: int) -> str:
    """The Markdown of one article, without front matter."""
    return "\n\n".join(_parts(Random(number))) + "\n"


def title(number: int) -> str:
    """The title of that article."""
    return f"Article {number} of the walker"


def _parts(random: Random) -> Iterator[str]:
    yield _paragraph(random, 50)
    for n in range(SECTIONS):
        yield f"## {_sentence(random, 5)[:-1]}"
        yield _paragraph(random, 70)
        yield f"{_paragraph(random, 40)} So ${_formula(random)}$ holds.[^{n}]"
        if n % 3 == 0:
            yield f"$$\n{_formula(random)}\n$$"
            yield f"```python\n{CODE}\n```"
        elif n % 3 == 1:
            rows = [
                f"| {random.choice(WORDS)} | {random.random():.3f} | {random.randint(1, 400)} |" for _ in range(5)
            ]
            yield "\n".join(["| what | value | steps |", "|---|---|---|", *rows])
        else:
            yield "\n".join(f"- {_sentence(random, 9)}" for _ in range(4))
        yield f"### {_sentence(random, 4)[:-1]}"
        yield f"{_paragraph(random, 30)} See [the *original*](https://example.org/{n}) and `theta + velocity`."
        yield f"[^{n}]: {_sentence(random, 12)}"


def _formula(random: Random) -> str:
    """A short formula that recurs, or a longer one of its own."""
    if random.random() < 0.5:
        return random.choice(("q(x)", "p(x)", r"\mu", r"\theta + v", "V > 0"))
    return f"{random.choice(FORMULAS)} = {random.random():.3f}"


def _paragraph(random: Random, words: int) -> str:
    return " ".join(_sentence(random, 10) for _ in range(words // 10))


def _sentence(random: Random, words: int) -> str:
    chosen = random.choices(WORDS, k=words)
    if random.random() < 0.1:
        chosen[1] = f"*{chosen[1]}*"
    if random.random() < 0.1:
        chosen[-1] += ', and it\'s "enough"'
    return " ".join(chosen).capitalize() + "."
