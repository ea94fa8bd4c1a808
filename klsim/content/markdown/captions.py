"""Captions: an image with a title, alone in its paragraph, is a figure, and the title is its caption."""

from collections.abc import Callable

from markdown_it.token import Token


def caption_images(tokens: list[Token], parse: Callable[[str], list[Token]]) -> None:
    """Make figures of such images; `parse` reads a line of Markdown."""
    for number, token in enumerate(tokens):
        children = token.children or []
        if token.type != "inline" or len(children) != 1 or children[0].type != "image":
            continue
        image, opening = children[0], tokens[number - 1]
        if "title" not in image.attrs or opening.type != "paragraph_open":
            continue
        caption = parse(str(image.attrs.pop("title")))
        for child in caption:
            child.map = image.map
        opening.type, opening.tag = "figure_open", "figure"
        closing = tokens[number + 1]
        closing.type, closing.tag = "figure_close", "figure"
        opening.hidden = closing.hidden = False
        for name in ("id", "class"):
            if name in image.attrs:
                opening.attrs[name] = image.attrs.pop(name)
        token.children = [image, Token("caption_open", "figcaption", 1, map=image.map), *caption]
        token.children.append(Token("caption_close", "figcaption", -1, map=image.map))
