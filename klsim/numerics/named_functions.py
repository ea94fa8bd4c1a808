"""Functions of two variables on which methods of optimisation are tried, in their standard definitions."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Ends = tuple[float, float]


@dataclass(frozen=True)
class NamedFunction:
    """A function, and how it is usually looked at.

    label:      what readers see
    expression: its definition
    x, y:       the part of the plane that is shown
    levels:     whether its heights are shown evenly, "linear", or by their powers, "log"
    start:      where a run starts that is given no start
    minimum:    its least value, or None
    lowest:     where it has that
    source:     where it comes from
    """

    label: str
    expression: str
    x: Ends
    y: Ends
    levels: str
    start: tuple[float, float]
    minimum: float | None
    lowest: tuple[tuple[float, float], ...]
    source: str


NAMED_FUNCTIONS: Mapping[str, NamedFunction] = MappingProxyType(
    {
        "sphere": NamedFunction(
            label="Sphere",
            expression="x**2 + y**2",
            x=(-2, 2),
            y=(-2, 2),
            levels="linear",
            start=(-1.5, 1),
            minimum=0,
            lowest=((0, 0),),
            source="K. A. De Jong's F1, 1975, in two variables",
        ),
        "rosenbrock": NamedFunction(
            label="Rosenbrock",
            expression="(1 - x)**2 + 100*(y - x**2)**2",
            x=(-2, 2),
            y=(-1, 3),
            levels="log",
            start=(-1.2, 1),
            minimum=0,
            lowest=((1, 1),),
            source="H. H. Rosenbrock, The Computer Journal 3, 1960",
        ),
        "beale": NamedFunction(
            label="Beale",
            expression="(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
            x=(-4.5, 4.5),
            y=(-4.5, 4.5),
            levels="log",
            start=(1, 1.5),
            minimum=0,
            lowest=((3, 0.5),),
            source="E. M. L. Beale, 1958",
        ),
        "himmelblau": NamedFunction(
            label="Himmelblau",
            expression="(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
            x=(-5, 5),
            y=(-5, 5),
            levels="log",
            start=(-0.5, 0.25),
            minimum=0,
            lowest=(
                (3, 2),
                (-2.805118086952745, 3.131312518250573),
                (-3.779310253377747, -3.283185991286170),
                (3.584428340330492, -1.848126526964404),
            ),
            source="D. M. Himmelblau, Applied Nonlinear Programming, 1972",
        ),
        "booth": NamedFunction(
            label="Booth",
            expression="(x + 2*y - 7)**2 + (2*x + y - 5)**2",
            x=(-10, 10),
            y=(-10, 10),
            levels="log",
            start=(-6, -4),
            minimum=0,
            lowest=((1, 3),),
            source="M. Jamil and X.-S. Yang, 2013, no. 17",
        ),
        "matyas": NamedFunction(
            label="Matyas",
            expression="0.26*(x**2 + y**2) - 0.48*x*y",
            x=(-10, 10),
            y=(-10, 10),
            levels="log",
            start=(-8, 4),
            minimum=0,
            lowest=((0, 0),),
            source="M. Jamil and X.-S. Yang, 2013, no. 71",
        ),
        "three-hump-camel": NamedFunction(
            label="Three-hump camel",
            expression="2*x**2 - 1.05*x**4 + x**6/6 + x*y + y**2",
            x=(-2.5, 2.5),
            y=(-2.5, 2.5),
            levels="log",
            start=(-2.2, 2),
            minimum=0,
            lowest=((0, 0),),
            source="F. H. Branin, 1972; M. Jamil and X.-S. Yang, 2013, no. 29",
        ),
        "saddle": NamedFunction(
            label="Saddle",
            expression="x**2 - y**2",
            x=(-2, 2),
            y=(-2, 2),
            levels="linear",
            start=(-1.5, 0.001),
            minimum=None,
            lowest=(),
            source="the hyperbolic paraboloid",
        ),
        "monkey-saddle": NamedFunction(
            label="Monkey saddle",
            expression="x**3 - 3*x*y**2",
            x=(-1.5, 1.5),
            y=(-1.5, 1.5),
            levels="linear",
            start=(1, 0.001),
            minimum=None,
            lowest=(),
            source="D. Hilbert and S. Cohn-Vossen, Anschauliche Geometrie, 1932",
        ),
        "rastrigin": NamedFunction(
            label="Rastrigin",
            expression="20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)",
            x=(-5.12, 5.12),
            y=(-5.12, 5.12),
            levels="linear",
            start=(-3.6, 2.4),
            minimum=0,
            lowest=((0, 0),),
            source="L. A. Rastrigin, Systems of Extremal Control, 1974",
        ),
        "ackley": NamedFunction(
            label="Ackley",
            expression="-20*exp(-0.2*sqrt(0.5*(x**2 + y**2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + e + 20",
            x=(-5, 5),
            y=(-5, 5),
            levels="linear",
            start=(-3.6, 2.3),
            minimum=0,
            lowest=((0, 0),),
            source="D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing, 1987",
        ),
        "goldstein-price": NamedFunction(
            label="Goldstein–Price",
            expression=(
                "(1 + (x + y + 1)**2*(19 - 14*x + 3*x**2 - 14*y + 6*x*y + 3*y**2))"
                "*(30 + (2*x - 3*y)**2*(18 - 32*x + 12*x**2 + 48*y - 36*x*y + 27*y**2))"
            ),
            x=(-2, 2),
            y=(-2.5, 1.5),
            levels="log",
            start=(-1.5, 1),
            minimum=3,
            lowest=((0, -1),),
            source="A. A. Goldstein and J. F. Price, Mathematics of Computation 25, 1971",
        ),
    }
)
