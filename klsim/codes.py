"""The kinds of things that may be wrong with a site: one registry, of which the reference of messages is made."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """What kind of thing is wrong: every diagnostic has one of these names, which do not change.

    `meaning` says it in words.
    """

    meaning: str

    def __new__(cls, name: str, meaning: str) -> Self:
        """A name and what it means."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.meaning = meaning
        return member

    BLOCK_IN_PARAGRAPH = "block-in-paragraph", "an element of HTML that would end the paragraph it stands in"
    BROKEN_ANCHOR = "broken-anchor", "a link to a place in a page that is not there"
    BROKEN_LINK = "broken-link", "a link to a page or file that is not in the built site"
    DIFFERENT_NUMBER = "different-number", "a stated number is not what its run gives"
    DOUBLE_DOLLARS = "double-dollars", "a formula between `$$` amid a line is shown on a line of its own"
    DUPLICATE_FOOTNOTE = "duplicate-footnote", "a footnote is written twice"
    DUPLICATE_ID = "duplicate-id", "an id that something else on the page has"
    DUPLICATE_KEY = "duplicate-key", "a key stands twice in a group of YAML"
    DUPLICATE_NAME = "duplicate-name", "two things of a site would have one name or one address"
    DUPLICATE_PART = "duplicate-part", "two articles are the same part of a series"
    DUPLICATE_SETTING = "duplicate-setting", "a setting is given in two ways at once"
    DUPLICATE_VALUE = "duplicate-value", "a value is listed twice"
    EMPTY_FILE = "empty-file", "a file that is shown has nothing in it"
    EMPTY_VALUE = "empty-value", "a key without a value, or a list without items"
    EXCLUDED_RUN = "excluded-run", "a run that is named is left out by `exclude`"
    EXTERNAL_MEDIA = (
        "external-media",
        "something would be fetched from another site, so the page would not read offline",
    )
    FILE_UNREADABLE = "file-unreadable", "a file cannot be read, or is not of the kind that it should be"
    HEADING_LEVEL = "heading-level", "a heading of the first level, which is that of the title"
    INDENTED_BLOCK = "indented-block", "a block does not begin at the left edge"
    INLINE_SCRIPT = "inline-script", "a script in raw HTML, which strict hosts do not run"
    INLINE_STYLE = "inline-style", "a `style` attribute in raw HTML, which strict hosts pass over"
    INVALID_ADDRESS = "invalid-address", "an address that is none, or that leads to your own disk"
    INVALID_EXPRESSION = "invalid-expression", "an expression that cannot be read, or that names what is not known"
    INVALID_FORMULA = "invalid-formula", "LaTeX that cannot be read, or that has no counterpart in MathML"
    INVALID_LINK = "invalid-link", "a `run:` or `value:` link, or a reference, that is not of the right form"
    INVALID_NAME = "invalid-name", "a name that files, addresses or macros cannot have"
    INVALID_VALUE = "invalid-value", "a value that a key cannot have"
    INVALID_YAML = "invalid-yaml", "YAML that cannot be read, or a part of YAML that is not used here"
    LEFTOVER = "leftover", "source of another tool, or a slip, that would stand in the page as it is"
    LOST_ADDRESS = "lost-address", "an address that the site has had, and would not have any more"
    LOST_CELLS = "lost-cells", "a row of a table has more cells than its headings, and the rest would be lost"
    MISSING_ALTERNATIVE = "missing-alternative", "an image without words for those who do not see it"
    MISSING_FILE = "missing-file", "a file that is named, or that has to be there, is not"
    MISSING_FOOTNOTE = "missing-footnote", "a mark for a footnote that is not there"
    MISSING_FRONT_MATTER = "missing-front-matter", "a text does not begin with its front matter"
    MISSING_IMAGE = "missing-image", "an image that a text shows is not there"
    MISSING_KEY = "missing-key", "a key that has to be there is not"
    MISSING_RESULT = "missing-result", "a stated number that its run does not have"
    MISSING_SETTING = "missing-setting", "a setting without a default is neither given nor swept"
    MISSING_TITLE = "missing-title", "a section begins without a heading"
    NOT_DUE = "not-due", "an article whose date is yet to come, which is left out until then"
    NOT_REPEATABLE = "not-repeatable", "a run that is not the same when it is computed again"
    NOT_TEXT = "not-text", "bytes or characters that are no text"
    NO_ROOM = "no-room", "hidden targets that do not fit where they are to be drawn"
    NO_TYPEFACE = "no-typeface", "letters that the typefaces of pictures do not have"
    OFF_STEP = "off-step", "a value between the steps of a knob"
    OUTSIDE_SITE = "outside-site", "a file or link that leads out of the site"
    OUT_OF_RANGE = "out-of-range", "a number beyond its limits"
    OUT_OF_TIME = "out-of-time", "a simulation takes longer than it may"
    PLACEHOLDER_ADDRESS = "placeholder-address", "`base_url` is an address at which nobody can publish"
    POOR_CONTRAST = "poor-contrast", "two colours that are too close to tell what is written or drawn"
    POOR_SAMPLING = "poor-sampling", "a divergence would be summed over too few points"
    POOR_SETTING = "poor-setting", "a setting with which a simulation could not show what happens"
    PROCESS_ENDED = "process-ended", "a process of the build was ended while it computed"
    REFUSED_ADDRESS = "refused-address", "a link that runs a script or carries its data in itself"
    REMOVED_KEY = "removed-key", "a key that an earlier version had"
    RESERVED_NAME = "reserved-name", "a name that klsim itself uses"
    SIMULATION_FAILED = (
        "simulation-failed",
        "a simulation of your own raised an error, or is not as simulations are",
    )
    TEMPLATE_ERROR = "template-error", "a template cannot be read or filled in"
    TOO_COMPLEX = "too-complex", "a text that is nested too deeply to be read"
    TOO_LARGE = "too-large", "a file for readers to take along that is larger than it should be"
    TOO_MANY = "too-many", "more of something than a figure may have"
    TOO_MANY_RUNS = "too-many-runs", "a sweep of more runs than `max_runs`"
    TOO_MUCH_WORK = "too-much-work", "a figure that would take too long to compute"
    UNCLOSED_BLOCK = "unclosed-block", "a block, or the front matter, without its end"
    UNCLOSED_ELEMENT = "unclosed-element", "an element of HTML, or a comment, without its end"
    UNDRIVEN_FIGURE = "undriven-figure", "a figure that no link in the prose drives"
    UNEQUAL_GROUPS = "unequal-groups", "groups of a sweep that set different settings"
    UNKNOWN_ARTICLE = "unknown-article", "an article that is not there, or is a draft"
    UNKNOWN_ELEMENT = "unknown-element", "an element that HTML does not have"
    UNKNOWN_FIELD = "unknown-field", "a stated number of a kind that runs do not have"
    UNKNOWN_FIGURE = "unknown-figure", "a figure that is not there"
    UNKNOWN_KEY = "unknown-key", "a key that does not belong where it stands"
    UNKNOWN_LANGUAGE = "unknown-language", "a language of code that nothing can colour"
    UNKNOWN_SETTING = "unknown-setting", "a setting that the simulation or figure does not have"
    UNKNOWN_SIMULATION = "unknown-simulation", "a simulation that is not there"
    UNKNOWN_VALUE = "unknown-value", "a word that is none of those allowed"
    UNUSED_FILE = "unused-file", "a file of the site that nothing uses"
    UNUSED_FOOTNOTE = "unused-footnote", "a footnote that no mark leads to"
    WRONG_LENGTH = "wrong-length", "a list of the wrong length"
    WRONG_ORDER = "wrong-order", "two values of which the second has to be the larger or later"
    WRONG_TYPE = "wrong-type", "a value of the wrong kind, such as text for a number"
