"""What must come back from a model as it is, as numbered marks in the text: formats, objects, placeholders, tags.

A pair is ⟦1⟧…⟦/1⟧, anything else ⟦2⟧. What comes back is either whole again or told to be wrong. Pure; any thread.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from msgspec import Struct

from desktop_llm.documents.segments import Content, InlineEnd, InlineObject, InlineStart, Piece
from desktop_llm.documents.sentences import Span

# Numbers are left to the model, which writes them as its language does; checks compare them afterwards.
_SPAN: Final = re.compile(
    r"""
      [⟦⟧]+
    | <(code|tt|kbd|samp|var|pre)\b[^<>]*>[^<>]*</\1>          # code, with what is in it
    | </?[a-zA-Z][^<>\n]{0,500}> | <\d[\d:.]{2,15}>            # tags; times within subtitles
    | \{\\[^{}\n]{1,80}\}                                      # commands within subtitles
    | https?://[^\s<>"'()⟦⟧]*[^\s<>"'().,;:!?⟦⟧]               # addresses
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                             # of mail
    | %\([\w.]+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]                # %(name)s
    | %\d+\$[#0\- +]*\d*(?:\.\d+)?[a-zA-Z@]                    # %1$s
    | %[#0\-+]*\d*(?:\.\d+)?(?:hh|ll|[hlqjzt])?[sdiuoxXfFeEgGcrpn@](?![a-zA-Z])   # %s, %5.2f
    | %%
    | \{%[^{}\n]{1,80}%\} | \{\{[^{}\n]{1,80}\}\} | \$?\{[\w.!:,\[\]]{0,60}\}     # {{ name }}, {name}, ${name}
    | &(?:[a-zA-Z][a-zA-Z0-9]{1,30}|\#\d{1,7}|\#x[0-9a-fA-F]{1,6});               # entities
    | `[^`\n]{1,200}`
    """,
    re.VERBOSE,
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w:.-]*)[^<>]*?(/?)>")
# Filled in by their order; another order would fill them with each other's values.
_BY_ORDER: Final = re.compile(r"%[#0\-+]*\d*(?:\.\d+)?(?:hh|ll|[hlqjzt])?[a-zA-Z@]|\{(?::[^{}]*)?\}")
_MARK: Final = re.compile(r"⟦\s*(/?)\s*(\d{1,4})\s*⟧")
_END_WITHOUT_BRACKETS: Final = r"(?<![\d/])[\[({{<]?/{number}(?![\w/])[\])}}>]?"
_LINE_END: Final = re.compile(r"\s*\n\s*")
_ANY_MARK: Final = re.compile(r"[⟦⟧]")


class MarkFault(StrEnum):
    """What is wrong with the marks of an answer."""

    MISSING = "missing"
    DOUBLED = "doubled"
    UNKNOWN = "unknown"
    MISNESTED = "misnested"
    MOVED = "moved"
    """It stands within another format than in the source, or before one that is filled in by its order."""
    EMPTY = "empty"
    """A format that held words holds none."""
    ADDED = "added"
    """A placeholder or a tag that the source has not."""


class MarkWarning(Struct, frozen=True):
    """`shows`: the mark, or what stands in its place."""

    fault: MarkFault
    shows: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a mark stands for: pieces of the content, or characters. A pair has an end as well."""

    start: Piece
    end: Piece | None = None

    @property
    def shows(self) -> str:
        match self.start:
            case str():
                return self.start
            case InlineObject():
                return self.start.shows
            case _:
                return ""


class ProtectedText:
    """A segment as a model is to see it."""

    def __init__(self, content: Content) -> None:
        self._marks: dict[int, _Mark] = {}
        self._source = content
        self.text = "".join(self._marked(_tokens(content)))
        self._parents, self._filled, _ = _structure(self.text)

    @property
    def marks(self) -> tuple[str, ...]:
        """All marks of the text, in its order."""
        return tuple(match[0] for match in _MARK.finditer(self.text))

    @property
    def n_formats(self) -> int:
        """Pairs that are formats or links of the file."""
        return sum(isinstance(mark.start, InlineStart) for mark in self._marks.values())

    def faults(self, answer: str) -> tuple[MarkWarning, ...]:
        """What is wrong with an answer's marks; nothing if it can be restored."""
        return tuple(self._faults(self.completed(answer)))

    def restored(self, answer: str) -> Content:
        """The content of an answer without faults, in one line if the source is."""
        pieces: list[Piece] = []
        position = 0
        text = self.completed(answer).strip()
        if "\n" not in self.text:
            text = _LINE_END.sub(" ", text)
        for match in _MARK.finditer(text):
            _append(pieces, text[position : match.start()])
            position = match.end()
            mark = self._marks.get(int(match[2]))
            piece = None if mark is None else mark.end if match[1] else mark.start
            if piece is not None:
                _append(pieces, piece)
        _append(pieces, text[position:])
        return tuple(pieces)

    def recognized(self, target: Content) -> str:
        """A translation that somebody else made, with this text's marks in it as far as it has what they stand for."""
        unused = dict(self._marks)
        numbers: dict[int, int] = {}
        parts: list[str] = []
        tokens = _tokens(target)
        for index, token in enumerate(tokens):
            end = tokens[token.partner].piece if token.partner is not None else None
            if token.is_text:
                parts.append(str(token.piece))
            elif token.partner is not None and token.partner < index:
                parts.append(f"⟦/{numbers[token.partner]}⟧" if token.partner in numbers else self._sign(token.piece))
            else:
                fitting = (number for number, mark in unused.items() if (mark.start, mark.end) == (token.piece, end))
                if (number := next(fitting, 0)) != 0:
                    del unused[number]
                    numbers[index] = number
                parts.append(f"⟦{number}⟧" if number else self._sign(token.piece))
        return "".join(parts)

    def _sign(self, piece: Piece) -> str:
        """Of a piece that is not where it belongs, such as one half of a pair: its mark; a text is itself."""
        if isinstance(piece, str):
            return piece
        for number, mark in self._marks.items():
            if piece in (mark.start, mark.end):
                return f"⟦{number}⟧" if piece == mark.start else f"⟦/{number}⟧"
        return ""

    # ↓ What a person edits

    def written_out(self, answer: str) -> str:
        """An answer as a person edits it: placeholders and tags are themselves, all other marks stay."""
        return _MARK.sub(self._written_out, answer)

    def marked_as(self, text: str) -> str:
        """What a person edited, with all its marks again, as far as it has what they stand for."""
        return self.recognized(self.pieces(text))

    def pieces(self, answer: str) -> Content:
        """An answer as content, right or not: with every mark that is known, wherever and however often it stands."""
        pieces: list[Piece] = []
        position = 0
        for match in _MARK.finditer(answer):
            mark = self._marks.get(int(match[2]))
            piece = None if mark is None else mark.end if match[1] else mark.start
            _append(pieces, answer[position : match.start()])
            _append(pieces, match[0] if piece is None else piece)
            position = match.end()
        _append(pieces, answer[position:])
        return tuple(pieces)

    def _written_out(self, match: re.Match[str]) -> str:
        mark = self._marks.get(int(match[2]))
        if mark is None:
            return match[0]
        piece = mark.end if match[1] else mark.start
        return piece if isinstance(piece, str) else match[0]

    def readable(self, answer: str) -> str:
        """An answer as a person reads it."""
        text = _MARK.sub(self._shown, answer)
        return _ANY_MARK.sub("", text)

    # ↓ What repairs need

    def without_pairs(self, text: str) -> str:
        """A text without the marks of pairs that are formats of the file, and with all others."""
        return _MARK.sub(lambda match: "" if self._is_format(int(match[2])) else match[0], text)

    def pair_texts(self) -> dict[int, str]:
        """Of formats: what stands between their marks in the source, without marks of formats."""
        return {
            number: self.without_pairs(self.text[span[0] : span[1]])
            for number, span in _spans(self.text).items()
            if self._is_format(number) and number in self._filled
        }

    def with_formats_where(self, text: str, found: dict[int, tuple[int, int]]) -> str:
        """A text without marks of formats, with them put around these ranges of it; outer ones first in the source."""
        inserts: list[tuple[int, int, str]] = []
        for rank, (number, (start, end)) in enumerate(sorted(found.items())):
            inserts += [(start, rank, f"⟦{number}⟧"), (end, -1000 - rank, f"⟦/{number}⟧")]
        for position, _, sign in sorted(inserts, key=lambda each: (-each[0], -each[1])):
            text = text[:position] + sign + text[position:]
        return text

    def slots(self) -> list[str]:
        """The source's texts and marks, alternating: a text first and last."""
        parts: list[str] = []
        position = 0
        for match in _MARK.finditer(self.text):
            parts += [self.text[position : match.start()], match[0]]
            position = match.end()
        return [*parts, self.text[position:]]

    def faults_without_formats(self, answer: str) -> tuple[MarkWarning, ...]:
        """Of an answer to the text without formats."""
        return tuple(self._plain.faults(answer))

    def restored_without_formats(self, answer: str) -> Content:
        """Formats are lost, everything else is there."""
        return self._plain.restored(answer)

    @cached_property
    def _plain(self) -> "ProtectedText":
        plain = ProtectedText(())
        plain._marks = {number: mark for number, mark in self._marks.items() if not self._is_format(number)}
        plain.text = self.without_pairs(self.text)
        plain._parents, plain._filled, _ = _structure(plain.text)
        return plain

    def _is_format(self, number: int) -> bool:
        return number in self._marks and isinstance(self._marks[number].start, InlineStart)

    def _shown(self, match: re.Match[str]) -> str:
        mark = self._marks.get(int(match[2]))
        if mark is None:
            return ""
        piece = mark.end if match[1] else mark.start
        return piece if isinstance(piece, str) else mark.shows if mark.end is None else ""

    def _marked(self, tokens: Sequence["_Token"]) -> Iterator[str]:
        numbers: dict[int, int] = {}
        for index, token in enumerate(tokens):
            if token.is_text:
                yield str(token.piece)
                continue
            if token.partner is not None and token.partner < index:
                yield f"⟦/{numbers[token.partner]}⟧"
                continue
            number = len(self._marks) + 1
            numbers[index] = number
            end = tokens[token.partner].piece if token.partner is not None else None
            self._marks[number] = _Mark(token.piece, end)
            yield f"⟦{number}⟧"

    def completed(self, answer: str) -> str:
        """Where a model wrote what a mark stands for, or the end of a pair without its brackets, the mark."""
        missing: dict[str, list[str]] = {}
        for number, mark in self._marks.items():
            is_alone = mark.end is None and mark.shows.strip() and not _ANY_MARK.search(mark.shows)
            if is_alone and f"⟦{number}⟧" not in answer:
                missing.setdefault(mark.shows, []).append(f"⟦{number}⟧")
        for shows, signs in missing.items():
            if answer.count(shows) == len(signs):
                for sign in signs:
                    answer = answer.replace(shows, sign, 1)
        for number in (number for number, mark in self._marks.items() if mark.end is not None):
            answer = self._closed(answer, number)
        return answer

    def _closed(self, answer: str, number: int) -> str:
        """With the sign of a pair's end for a "/1" that can be nothing else."""
        sign = f"⟦/{number}⟧"
        pattern = re.compile(_END_WITHOUT_BRACKETS.format(number=number))
        if sign in answer or len(pattern.findall(answer)) != 1 or f"/{number}" in self._written:
            return answer
        return pattern.sub(sign, answer)

    def _faults(self, answer: str) -> Iterator[MarkWarning]:
        counts = Counter((match[1], int(match[2])) for match in _MARK.finditer(answer))
        wanted = {("", number) for number in self._marks}
        wanted |= {("/", number) for number, mark in self._marks.items() if mark.end is not None}
        for slash, number in sorted(wanted - counts.keys(), key=_by_number):
            yield MarkWarning(MarkFault.MISSING, self._name(slash, number))
        for key, count in counts.items():
            if key not in wanted:
                yield MarkWarning(MarkFault.UNKNOWN, f"⟦{key[0]}{key[1]}⟧")
            elif count > 1:
                yield MarkWarning(MarkFault.DOUBLED, self._name(*key))
        rest = _MARK.sub(" ", answer)
        for match in _SPAN.finditer(rest):
            if not _is_harmless(match, rest) and match[0] not in self._written:
                yield MarkWarning(MarkFault.ADDED, match[0])
        if counts.keys() == wanted and counts.total() == len(wanted):
            yield from self._misplaced(answer)

    @property
    def _written(self) -> str:
        """What of the source's text is text, though it looks like a placeholder."""
        return _MARK.sub(" ", self.text)

    def _misplaced(self, answer: str) -> Iterator[MarkWarning]:
        parents, filled, is_nested = _structure(answer)
        if not is_nested:
            yield MarkWarning(MarkFault.MISNESTED)
            return
        by_order = [number for number in parents if _BY_ORDER.fullmatch(self._marks[number].shows)]
        if by_order != sorted(by_order):
            yield MarkWarning(MarkFault.MOVED, self._name("", by_order[0]))
        for number, parent in self._parents.items():
            if parents[number] != parent:
                yield MarkWarning(MarkFault.MOVED, self._name("", number))
            elif number in self._filled and number not in filled:
                yield MarkWarning(MarkFault.EMPTY, self._name("", number))

    def _name(self, slash: str, number: int) -> str:
        return self._marks[number].shows.strip() or f"⟦{slash}{number}⟧"


def protected_spans(text: str) -> list[Span]:
    """Where in a text stands what must stay as it is."""
    found = (match for match in _SPAN.finditer(text) if not _is_harmless(match, text))
    return [Span(match.start(), match.end()) for match in found]


@dataclass(slots=True)
class _Token:
    piece: Piece
    is_text: bool = False
    partner: int | None = None


def _tokens(content: Content) -> list[_Token]:
    tokens = [token for piece in content for token in _tokens_of(piece)]
    waiting: list[tuple[object, int]] = []
    for index, token in enumerate(tokens):
        opens, closes = _ends(token)
        if opens is not None:
            waiting.append((opens, index))
        elif closes is not None:
            depth = next((each for each in range(len(waiting) - 1, -1, -1) if waiting[each][0] == closes), -1)
            # A pair of tags never ends where a format of the file that it began in has ended.
            if depth >= 0 and not any(isinstance(key, int) for key, _ in waiting[depth + 1 :]):
                token.partner = waiting[depth][1]
                tokens[token.partner].partner = index
                del waiting[depth:]
    return tokens


def _ends(token: _Token) -> tuple[object | None, object | None]:
    """The key of the pair that begins, or ends, with it."""
    match token.piece:
        case InlineStart():
            return token.piece.id, None
        case InlineEnd():
            return None, token.piece.id
        case str() if not token.is_text and (tag := _TAG.fullmatch(token.piece)) is not None and not tag[3]:
            return (None, tag[2]) if tag[1] else (tag[2], None)
        case _:
            return None, None


def _tokens_of(piece: Piece) -> Iterator[_Token]:
    if not isinstance(piece, str):
        yield _Token(piece)
        return
    position = 0
    for match in _SPAN.finditer(piece):
        if _is_harmless(match, piece):
            continue
        if match.start() > position:
            yield _Token(piece[position : match.start()], is_text=True)
        yield _Token(match[0])
        position = match.end()
    if position < len(piece):
        yield _Token(piece[position:], is_text=True)


def _is_harmless(match: re.Match[str], text: str) -> bool:
    """`100%% sure` holds no placeholder."""
    return match[0] == "%%" and text[: match.start()].rstrip()[-1:].isdigit()


def _structure(text: str) -> tuple[dict[int, int], set[int], bool]:
    """Of each mark the pair that it stands in (0: none); pairs that hold something; whether all are nested."""
    pairs = {int(match[2]) for match in _MARK.finditer(text) if match[1]}
    parents: dict[int, int] = {}
    filled: set[int] = set()
    stack: list[int] = []
    position = 0
    is_nested = True
    for match in _MARK.finditer(text):
        if text[position : match.start()].strip():
            filled.update(stack)
        position = match.end()
        number = int(match[2])
        if match[1]:
            is_nested = is_nested and bool(stack) and stack[-1] == number
            if stack and stack[-1] == number:
                stack.pop()
            continue
        parents[number] = stack[-1] if stack else 0
        if number in pairs:
            stack.append(number)
        else:
            filled.update(stack)
    return parents, filled, is_nested and not stack


def _spans(text: str) -> dict[int, tuple[int, int]]:
    """Between the marks of each pair."""
    starts = {int(match[2]): match.end() for match in _MARK.finditer(text) if not match[1]}
    return {int(match[2]): (starts[int(match[2])], match.start()) for match in _MARK.finditer(text) if match[1]}


def _append(pieces: list[Piece], piece: Piece) -> None:
    if isinstance(piece, str) and pieces and isinstance(before := pieces[-1], str):
        pieces[-1] = before + piece
    elif piece != "":
        pieces.append(piece)


def _by_number(key: tuple[str, int]) -> tuple[int, str]:
    return key[1], key[0]
