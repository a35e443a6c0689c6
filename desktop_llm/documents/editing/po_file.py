"""Message catalogues of gettext (PO, POT) as entries that know their lines. Reading process.

The libraries for them wrap all lines anew when they write; here every line that is not changed stays as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_FIELD: Final = re.compile(r"^(msgctxt|msgid|msgid_plural|msgstr|msgstr\[(\d+)\])\s+(\".*\")\s*$")
_GOES_ON: Final = re.compile(r"^\s*(\".*\")\s*$")
_ESCAPE: Final = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)")
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_LETTERS: Final = {character: letter for letter, character in _ESCAPED.items()}
_MOST_IN_LINE: Final = 77


@dataclass(slots=True)
class PoField:
    """Lines `first` up to, and without, `last` say it."""

    first: int
    last: int
    text: str


@dataclass(slots=True)
class PoEntry:
    """A message. flags_line is where `#,` stands, -1 where there is none."""

    fields: dict[str, PoField] = field(default_factory=dict[str, PoField])
    comments: list[str] = field(default_factory=list[str])
    flags: list[str] = field(default_factory=list[str])
    flags_line: int = -1
    old_lines: list[int] = field(default_factory=list[int])

    def text(self, name: str) -> str:
        return self.fields[name].text if name in self.fields else ""

    @property
    def first_line(self) -> int:
        return min(each.first for each in self.fields.values())

    @property
    def is_header(self) -> bool:
        return self.text("msgid") == "" and "msgctxt" not in self.fields

    @property
    def has_plural(self) -> bool:
        return "msgid_plural" in self.fields

    @property
    def translations(self) -> list[PoField]:
        return [each for name, each in self.fields.items() if name.startswith("msgstr")]


def entries_of(lines: list[str]) -> Iterator[PoEntry]:
    """Obsolete messages (`#~`) are no entries. Lines that make no sense belong to none."""
    entry = PoEntry()
    current: PoField | None = None
    for number, line in enumerate(lines):
        if (match := _FIELD.match(line)) is not None:
            if match[1] in ("msgid", "msgctxt") and "msgid" in entry.fields:
                yield entry
                entry = PoEntry()
            current = PoField(number, number + 1, unquoted(match[3]))
            entry.fields[match[1]] = current
        elif (match := _GOES_ON.match(line)) is not None and current is not None:
            current.text += unquoted(match[1])
            current.last = number + 1
        else:
            current = None
            if entry.fields:
                if "msgid" in entry.fields:
                    yield entry
                entry = PoEntry()
            _take_comment(entry, line, number)
    if "msgid" in entry.fields:
        yield entry


def _take_comment(entry: PoEntry, line: str, number: int) -> None:
    if line.startswith("#,"):
        entry.flags_line = number
        entry.flags += [flag.strip() for flag in line[2:].split(",") if flag.strip()]
    elif line.startswith("#|"):
        entry.old_lines.append(number)
    elif line.startswith("#."):
        entry.comments.append(line[2:].strip())


def unquoted(text: str) -> str:
    return _ESCAPE.sub(_meant, text[1:-1])


def _meant(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] in "01234567":
        return chr(int(code, 8))
    return _ESCAPED.get(code, code)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\{_LETTERS[each]}" if each in _LETTERS else each for each in escaped) + '"'


def field_lines(name: str, text: str) -> list[str]:
    """As gettext writes it: in one line if it fits, else broken after words and line ends."""
    whole = f"{name} {quoted(text)}"
    if len(whole) <= _MOST_IN_LINE + 2 and "\n" not in text.rstrip("\n"):
        return [whole]
    return [f'{name} ""', *(quoted(part) for part in _parts(text))]


def _parts(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        part = ""
        for word in re.findall(r"\S*\s*", line):
            if part and len(quoted(part + word)) > _MOST_IN_LINE:
                yield part
                part = ""
            part += word
        yield part
