"""A repository's card as Markdown that can be shown: without its YAML head and its HTML, of bounded size. Pure."""

import re
from typing import Final

CARD_BYTES: Final = 200_000

_HEAD: Final = re.compile(r"\A\s*---[ \t]*\n.*?^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# Nothing is given back (`{3,}+`): a line of nothing but backticks would be tried at each of them.
_CODE: Final = re.compile(
    r"^(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^(?P=fence)[^\n]*$|\Z)|`[^`\n]+`", re.DOTALL | re.MULTILINE
)
_HIDDEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<tag>script|style)\b.*?(?:</(?P=tag)\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/h[1-6]|/li|/tr|/table)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<(?!https?://|mailto:)/?[a-z][^<>]{0,2000}>", re.IGNORECASE)
_LEFT: Final = re.compile(r"<(?=[a-z/!?])(?!https?://|mailto:)", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")


def card_text(content: bytes) -> str:
    """The card's Markdown. A longer one ends after CARD_BYTES with an ellipsis."""
    text = content[:CARD_BYTES].decode("utf-8", "replace").replace("\r\n", "\n")
    text = "".join(character for character in text if character in "\n\t" or character.isprintable())
    text = _without_html(_HEAD.sub("", text, count=1))
    text = _BLANK_LINES.sub("\n\n", text).strip()
    return f"{text}\n\n…" if len(content) >= CARD_BYTES else text


def _without_html(text: str) -> str:
    """Code is left as it is: what looks like HTML in it is meant to be read."""
    pieces: list[str] = []
    end = 0
    for code in _CODE.finditer(text):
        pieces += [_plain(text[end : code.start()]), code.group()]
        end = code.end()
    return "".join([*pieces, _plain(text[end:])])


def _plain(text: str) -> str:
    """Entities stay: Markdown knows them. What could still begin a tag is shown as it stands there."""
    return _LEFT.sub("&lt;", _TAG.sub("", _BREAK.sub("\n\n", _HIDDEN.sub("", text))))
