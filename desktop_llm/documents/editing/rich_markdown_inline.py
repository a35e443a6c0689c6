"""Lines of Markdown as runs of text, and runs as lines of Markdown. Reading process.

A parser says what a line means. What is written is read again, and taken only if it means what it should.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import structs

from desktop_llm.documents.editing.markdown_inline import inline_content
from desktop_llm.documents.editing.rich_runs import normalised, word_edits
from desktop_llm.documents.rich_text import PLAIN, TextFormat, TextRun
from desktop_llm.documents.segments import InlineEnd, InlineStart

_TAG: Final = re.compile(r"<(/?)([a-zA-Z]+)[^<>]*>")
_FORMAT_OF_TAG: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
}
_FORMAT_OF_TOKEN: Final = {"strong": "bold", "em": "italic", "s": "strike"}
_LOOKS: Final = ("bold", "italic", "strike", "underline")
_BY_SIGNS: Final = {"bold": ("**", "**"), "italic": ("*", "*"), "strike": ("~~", "~~"), "underline": ("<u>", "</u>")}
_BY_TAGS: Final = {look: (f"<{tag}>", f"</{tag}>") for look, tag in zip(_LOOKS, ("b", "i", "s", "u"), strict=True)}
_SIGN: Final = re.compile(r"([\\`*\[\]<]|&(?=#?\w+;)|~~|(?<!\w)_|_(?!\w))")
_ANY_SIGN: Final = re.compile(r"([!-/:-@\[-`{-~])")
_BEGINS_BLOCK: Final = re.compile(r"^([-+#>=~|]|\d{1,9}(?=[.)]))", re.MULTILINE)
_CONTINUATION: Final = re.compile(r"\n[ \t]*(?:>[ \t]?)*")
_WRAP: Final = re.compile(r"[ \t]*\r?\n[ \t]*(?:>[ \t]?)*")
_TICKS: Final = re.compile(r"`+")
_NEEDS_BRACKETS: Final = re.compile(r"[\s()<>]")
_BREAK_TAG: Final = "<br>"
_BREAK: Final = "\\\n"
_LINE: Final = ["paragraph_open", "inline", "paragraph_close"]


def new_parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def runs_of(children: Sequence[Token]) -> tuple[TextRun, ...]:
    """Of an inline token's children. `kept` is the Markdown of what is kept."""
    reader = _Reader()
    return normalised(run for token in children for run in reader.take(token))


@dataclass(slots=True)
class _Reader:
    """Goes through the tokens of a line once."""

    depths: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_LOOKS, 0))
    links: list[str] = field(default_factory=list[str])

    def take(self, token: Token) -> Iterator[TextRun]:
        match token.type:
            case "text" | "text_special":
                yield self._run(token.content)
            case "softbreak":
                yield self._run(" ")
            case "hardbreak":
                yield self._run("\n")
            case "code_inline":
                yield TextRun(text=token.content, format=structs.replace(self._format, code=True))
            case "link_open":
                self.links.append(str(token.attrs.get("href", "")))
            case "link_close":
                self.links.pop()
            case "image":
                yield self._kept(_picture(token), f"[{token.content.strip() or 'picture'}]")
            case "html_inline":
                yield from self._tag(token.content)
            case _ if (look := _FORMAT_OF_TOKEN.get(token.type.rpartition("_")[0])) is not None:
                self.depths[look] += token.nesting
            case _:
                yield self._kept(token.content, token.content)

    @property
    def _format(self) -> TextFormat:
        return TextFormat(
            bold=self.depths["bold"] > 0,
            italic=self.depths["italic"] > 0,
            underline=self.depths["underline"] > 0,
            strike=self.depths["strike"] > 0,
            link=self.links[-1] if self.links else "",
        )

    def _run(self, text: str) -> TextRun:
        return TextRun(text=text, format=self._format)

    def _kept(self, raw: str, shown: str) -> TextRun:
        return TextRun(text=shown, format=self._format, kept=raw)

    def _tag(self, raw: str) -> Iterator[TextRun]:
        match = _TAG.fullmatch(raw)
        name = match[2].lower() if match else ""
        if match and name in _FORMAT_OF_TAG and raw == f"<{match[1]}{match[2]}>":
            self.depths[_FORMAT_OF_TAG[name]] += -1 if match[1] else 1
        elif name == "br":
            yield self._run("\n")
        else:
            yield self._kept(raw, raw)


def _picture(token: Token) -> str:
    title = str(token.attrs.get("title", ""))
    behind = ' "{}"'.format(title.replace('"', '\\"')) if title else ""
    return f"![{token.content}]({_address(str(token.attrs.get('src', '')))}{behind})"


def _address(link: str) -> str:
    return f"<{link}>" if not link or _NEEDS_BRACKETS.search(link) else link


@dataclass(frozen=True, slots=True)
class OldLine:
    """How a line was written: its characters in the file, and what they mean."""

    raw: str
    runs: Sequence[TextRun]


class LineWriter:
    """Writes runs whose `kept` is Markdown."""

    def __init__(self, parser: MarkdownIt, definitions: Mapping[str, object] | None = None) -> None:
        """Definitions are those of links, as the parser gives them."""
        self._parser = parser
        self._definitions = definitions or {}

    def written(
        self, runs: Sequence[TextRun], old: OldLine | None = None, *, continuation: str = "", is_single: bool = False
    ) -> str:
        """A paragraph that begins no other block; a single line (a heading, a cell) may begin with anything.

        Where only words changed they are put into the old line. `continuation` stands before each line but the first.
        """
        wanted = _meaning(normalised(runs))
        for patched in _patched(old, runs) if old is not None else ():
            if self._means(_CONTINUATION.sub("\n", patched), wanted, is_single=is_single):
                return patched
        between = _BREAK_TAG if is_single else _BREAK
        first = ""
        for marks, escape in _WAYS:
            line = _line(runs, marks, escape).replace("\n", between)
            if self._means(line, wanted, is_single=is_single):
                return line.replace("\n", f"\n{continuation}")
            first = first or line
        return first.replace("\n", f"\n{continuation}")

    def _means(self, line: str, wanted: Sequence[tuple[str, TextFormat]], *, is_single: bool) -> bool:
        known = dict(self._definitions)
        tokens = self._parser.parseInline(line, known) if is_single else self._parser.parse(line, known)
        if not is_single and line and [token.type for token in tokens] != _LINE:
            return False
        found = [run for token in tokens if token.type == "inline" for run in runs_of(token.children or ())]
        return _meaning(found) == wanted


def _meaning(runs: Sequence[TextRun]) -> list[tuple[str, TextFormat]]:
    """Letter by letter; nobody sees whether a space is bold, and spaces at the ends are none."""
    letters = [(letter, run.format) for run in runs for letter in ((run.kept,) if run.kept else run.text)]
    while letters and letters[0][0].isspace():
        letters.pop(0)
    while letters and letters[-1][0].isspace():
        letters.pop()
    return [(letter, PLAIN if letter.isspace() else look) for letter, look in letters]


# ↓ Other words in the old line


def _patched(old: OldLine, runs: Sequence[TextRun]) -> Iterator[str]:
    shown, places = _shown(old.raw)
    if shown != "".join(run.text for run in old.runs):
        return
    edits = word_edits(shown, "".join(run.text for run in runs))
    for escape in (_as_it_is, _lightly):
        line = old.raw
        for start, end, after in reversed(edits):
            first = places[start][0] if start < end else places[start - 1][1] if start else 0
            last = places[end - 1][1] if start < end else first
            line = line[:first] + escape(after).replace("\n", _BREAK) + line[last:]
        yield line


def _shown(raw: str) -> tuple[str, list[tuple[int, int]]]:
    """What is seen of a line, and for each letter of that where it stands."""
    content, markup, _ = inline_content(raw)
    shown = _Shown(raw)
    picture = 0
    for piece in content:
        if picture:  # what is within its brackets is told already
            picture = 0 if isinstance(piece, InlineEnd) and piece.id == picture else picture
        elif isinstance(piece, str):
            shown.add_text(piece)
        elif isinstance(piece, InlineEnd):
            shown.add_mark(markup[piece.id].closing)
        elif isinstance(piece, InlineStart):
            start, end = markup[piece.id].opening
            closing = markup[piece.id].closing
            if raw.startswith("![", start) and closing is not None:
                shown.add_whole((start, closing[1]), f"[{raw[end : closing[0]]}]")
                picture = piece.id
            else:
                shown.add_mark((start, end))
        else:
            place = markup[piece.id].opening
            shown.add_whole(place, _shown_of_object(raw[slice(*place)], piece.shows))
    return "".join(shown.letters), shown.places


@dataclass(slots=True)
class _Shown:
    raw: str
    letters: list[str] = field(default_factory=list[str])
    places: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    position: int = 0

    def add_text(self, text: str) -> None:
        for letter, place in _pieces(text, self.position):
            self.letters.append(letter)
            self.places.append(place)
        self.position += len(text)

    def add_mark(self, place: tuple[int, int] | None) -> None:
        """Emphasis is not seen; a tag that means nothing here is."""
        if place is not None:
            raw = self.raw[slice(*place)]
            tag = _TAG.fullmatch(raw)
            self.add_whole(place, raw if tag is not None and tag[2].lower() not in _FORMAT_OF_TAG else "")

    def add_whole(self, place: tuple[int, int], shown: str) -> None:
        """Something that is changed as a whole or not at all."""
        self.letters += shown
        self.places += [place] * len(shown)
        self.position = place[1]


def _shown_of_object(raw: str, shown: str) -> str:
    tag = _TAG.fullmatch(raw)
    if tag is None:
        return raw[1:-1] if raw.startswith("<") and not raw.startswith("<!") else shown
    return "\n" if tag[2].lower() == "br" else raw


def _pieces(text: str, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Letters; where a line of the file ends, a space."""
    position = 0
    for match in [*_WRAP.finditer(text), None]:
        end = match.start() if match else len(text)
        for offset in range(position, end):
            yield text[offset], (start + offset, start + offset + 1)
        if match:
            yield " ", (start + match.start(), start + match.end())
            position = match.end()


# ↓ A line anew

_Marks = Mapping[str, tuple[str, str]]
_Escape = Callable[[str], str]


def _line(runs: Sequence[TextRun], marks: _Marks, escape: _Escape) -> str:
    """Formats nest; spaces stand outside of those that begin or end there, which would be none otherwise."""
    parts: list[str] = []
    opened: list[str] = []
    spaces = ""
    for run in runs:
        core = run.text.strip(" \t\n") if not run.kept else run.text
        if not core:
            spaces += run.text
            continue
        lead, _, trail = (run.text.partition(core)) if not run.kept else ("", "", "")
        wanted = _wanted(run.format)
        n_kept = next((n for n, each in enumerate(opened) if each not in wanted), len(opened))
        parts += [_closing(each, marks) for each in reversed(opened[n_kept:])]
        begun = [each for each in wanted if each not in opened[:n_kept]]
        opened = [*opened[:n_kept], *begun]
        parts += [spaces, lead, *(_opening(each, marks) for each in begun)]
        parts.append(run.kept or (_code(core) if run.format.code else escape(core)))
        spaces = trail
    text = "".join([*parts, *(_closing(each, marks) for each in reversed(opened))]).strip()
    return text if escape is _as_it_is else _BEGINS_BLOCK.sub(_escaped_beginning, text)


def _wanted(look: TextFormat) -> list[str]:
    """The outermost first; a link is its address behind a sign that no look begins with."""
    return [*([f"[{look.link}"] if look.link else []), *(name for name in _LOOKS if getattr(look, name))]


def _opening(name: str, marks: _Marks) -> str:
    return "[" if name.startswith("[") else marks[name][0]


def _closing(name: str, marks: _Marks) -> str:
    return f"]({_address(name[1:])})" if name.startswith("[") else marks[name][1]


def _code(text: str) -> str:
    text = text.replace("\n", " ")
    fence = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _as_it_is(text: str) -> str:
    return text


def _lightly(text: str) -> str:
    return _SIGN.sub(r"\\\1", text)


def _wholly(text: str) -> str:
    return _ANY_SIGN.sub(r"\\\1", text)


def _escaped_beginning(match: re.Match[str]) -> str:
    return f"{match[1]}\\" if match[1].isdecimal() else f"\\{match[1]}"


_WAYS: Final = (
    (_BY_SIGNS, _as_it_is),
    (_BY_SIGNS, _lightly),
    (_BY_SIGNS, _wholly),
    (_BY_TAGS, _wholly),
)
