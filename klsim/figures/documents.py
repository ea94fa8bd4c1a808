"""Documents as bytes, whatever figures they declare."""

from klsim.content.aliases import Alias
from klsim.content.article import Article
from klsim.content.document import Declared, Document
from klsim.content.figure_name import FigureName
from klsim.content.headings import Heading
from klsim.content.moment import Moment
from klsim.content.references import Image, Link
from klsim.diagnostics import Diagnostic, Location
from klsim.engine.codec import Codec
from klsim.figures.kinds import KINDS

DOCUMENTS = Codec(
    {
        **{
            kind.__name__: kind
            for kind in (
                *(Document, Declared, Article, Alias, Moment, Heading, Image, Link, FigureName),
                *(Diagnostic, Location),
            )
        },
        **{name: kind for known in KINDS.values() for name, kind in known.figures.kinds.items()},
    }
)
