"""Text of documents as the model gets it: data between two marks, with everything made plain that could speak for us.

A document may say "ignore your task", close the fence that it stands in, or write the marks with which a chat template
begins another turn. What it says stays readable; what it could do by its form it cannot do. Pure; any thread.

The engine makes the marks of its own model harmless once more (`engine/harmless_text.py`); here it is all the marks of
all common templates, because a model may have learnt more of them than its vocabulary tells.
"""

import re
from typing import Final

FENCE: Final = "document"
_MAX_NAME_CHARACTERS: Final = 120

# Control characters, invisible ones, and those that turn the direction of text; U+E0000 to U+E007F are ASCII that
# nobody sees. The joiners U+200C and U+200D stay: Persian, Indic scripts and emoji need them.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# <|im_end|>, <start_of_turn>, </s>, <document …>, also with spaces or in full width: any tag of letters, digits, marks.
_TAG: Final = re.compile(r"[<<﹤]([ \t]*[/|/|]?[ \t]*[\w|/|▁:.\-]+(?:[ \t][^<>\n]{0,200})?[ \t]*)[>>﹥]")
_OPEN_TAG: Final = re.compile(rf"[<<﹤](?=\s*[/|/|]|\s*{FENCE})", re.IGNORECASE)
# Of code only what could end the fence, and <|im_end|> and its like; "<|" alone is an operator somewhere.
_CODE_MARK: Final = re.compile(
    rf"[<＜﹤](?=[\s\u200b-\u200f\u2060-\u206f\ufeff]*[/／]?\s*{FENCE}|[ \t]*[|｜][^<>\n]{{1,60}}[>＞])",
    re.IGNORECASE,
)
_BRACKET_MARK: Final = re.compile(
    r"\[(/?[ \t]*(?:INST|SYS|SYSTEM|TOOL|AVAILABLE|USER|ASSISTANT|BOS|EOS|PREFIX|SUFFIX|MIDDLE|IMG|gMASK)\w*)\]"
)
# "### Instruction:", "USER:", "**Assistant:**" at the beginning of a line are turns where there are no control tokens.
_ROLE_LINE: Final = re.compile(
    r"^(?=[ \t]*[#*_]{0,6}[ \t]*(?:system|user|human|assistant|instructions?|response|input|developer|tool)"
    r"[ \t]*[*_]{0,2}[::])",
    re.IGNORECASE | re.MULTILINE,
)


def plain_text(text: str) -> str:
    """The text without invisible characters, and with tags, marks and role names that are no such any more."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    if "<" in text or "<" in text or "﹤" in text:
        text = _OPEN_TAG.sub("‹", _TAG.sub(r"‹\1›", text))
    if "[" in text:
        text = _BRACKET_MARK.sub(r"⟦\1⟧", text)
    return _ROLE_LINE.sub("> ", text)


def fenced(text: str, name: str = "") -> str:
    """The text between the marks of a document. The name is data too: files are named by strangers."""
    return f"<{FENCE}{_title(name)}>\n{plain_text(text)}\n</{FENCE}>"


def fenced_code(text: str, name: str = "") -> str:
    """Source code between the same marks, as it is, but for what would end them or begin another turn."""
    return f"<{FENCE}{_title(name)}>\n{_CODE_MARK.sub('‹', text)}\n</{FENCE}>"


def plain_name(name: str) -> str:
    """A file's name or a heading on one line, without what could end an attribute."""
    line = " ".join(plain_text(name).split())
    return re.sub(r'["<>]', "'", line)[:_MAX_NAME_CHARACTERS]


def _title(name: str) -> str:
    return f' name="{plain_name(name)}"' if name else ""
