"""What a model wrote, piece by piece, as sentences in lines: marks, preambles and repetitions are gone. Pure.

A sentence is handed on once it is complete, and then stays: nothing that a person has seen is taken back.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from msgspec import Struct

from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.assist.summary.summary_result import ItemKind
from desktop_llm.documents.sentences import Span, sentences

_BULLET: Final = re.compile(r"^(?:[-*+•–—▪●○◦·]|\(?\d{1,3}[.)](?!\d)|[a-z]\))\s+")
_HEADING: Final = re.compile(r"^#{1,6}\s+")
_EMPHASIS: Final = re.compile(r"(?<!\w)(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_LABEL: Final = re.compile(
    r"^(?:(?:final |short )?summary|tl;dr|notes?|key points?|output|result)\s*[::]\s*", re.IGNORECASE
)
_QUESTION_LABEL: Final = re.compile(r"^(?:Q|Question|Frage|F|Pregunta|Domanda|Vraag)\s*\d{0,2}\s*[:.)]\s*")
_ANSWER_LABEL: Final = re.compile(r"^(?:A|Answer|Antwort|Réponse|R|Respuesta|Risposta|Antwoord)\s*\d{0,2}\s*[:.)]\s*")
_NOTHING: Final = re.compile(r"^\W*(?:none|nothing|n/a)\W*$", re.IGNORECASE)
_NO_TEXT: Final = re.compile(r"^(?:```\w*|<?/?‹?/?document[^>]*>?|\W*)$")
_QUOTED: Final = re.compile(r"[\"“„«].*[\"”“»]\W*")
_BARE_MARK: Final = re.compile(r"\(?\d{1,3}[.)]")  # of a list whose points are missing; or a number, and all there is
_QUESTION_MARKS: Final = ("?", "?", "؟")
_PREAMBLE_MARKS: Final = (":", ":")
_SAME_SHARE: Final = 0.85
_MIN_COMPARED_KEYS: Final = 4
_MIN_STAMMERED_KEYS: Final = 5
_MIN_POINT_KEYS: Final = 2
_MIN_CUT_KEYS: Final = 4
_SAID_AGAIN_KEYS: Final = 5
_MIN_QUOTED_KEYS: Final = 4
_STAMMERED_SHARE: Final = 1 / 3
_COUNTED_MARKS: Final = 4
_PROSE_IN_A_LIST: Final = 3  # that many sentences in a line without a mark are points of their own


class Layout(StrEnum):
    """How the lines of a form are read."""

    LIST = "list"
    """Each line is a point of its own."""
    PROSE = "prose"
    """Paragraphs of sentences."""
    QUESTIONS = "questions"
    """A question, and its answer on the next line."""


class Draft(Struct, frozen=True):
    """A sentence, what it is, and the number of its line."""

    text: str
    kind: ItemKind
    line: int


class SummaryText:
    """Takes an answer as it grows."""

    def __init__(self, layout: Layout, language: str, task: str = "") -> None:
        """`task` is what the model was asked: small ones say it back, and that is no answer."""
        self.says_nothing = False
        """Whether the model said that there is nothing of what was asked for."""
        self._layout = layout
        self._language = language
        self._rest = ""
        self._line = 0
        self._n_in_line = 0
        self._is_line_begun = False
        self._is_list_line = False
        self._bare_marks: list[str] = []
        self._n_given = 0
        self._seen = [frozenset(word_keys(sentence)) for sentence in _split(task, language)]

    def start_over(self) -> None:
        """The answer begins again; sentences that were handed on stay, and are not handed on again."""
        self._rest = ""
        self._is_line_begun = False

    @property
    def is_counting(self) -> bool:
        """Whether the model numbers points that it does not write."""
        return len(self._bare_marks) >= _COUNTED_MARKS

    def feed(self, text: str) -> Iterator[Draft]:
        """The sentences that are complete with this piece."""
        self._rest += text
        while "\n" in self._rest:
            line, _, self._rest = self._rest.partition("\n")
            yield from self._take_line(line)
        spans = _spans(self._rest, self._language) if self._layout is Layout.PROSE else []
        if len(spans) > 1:
            start = spans[-1].start
            complete, self._rest = self._rest[:start], self._rest[start:]
            yield from self._take_piece(complete)

    def close(self, *, is_cut: bool) -> Iterator[Draft]:
        """The sentences that are left. One that was cut off counts only if there is no other and it says something."""
        rest, self._rest = self._rest.strip(), ""
        if is_cut and rest:
            *complete, last = _split(rest, self._language) or [""]
            whole_words = last.rpartition(" ")[0]
            is_needed = not complete and not self._n_given and len(word_keys(whole_words)) >= _MIN_CUT_KEYS
            rest = f"{whole_words}…" if is_needed else " ".join(complete)
        yield from self._take_line(rest)
        if not self._n_given and len(self._bare_marks) == 1:
            yield from self._take_sentences(self._bare_marks)

    def _take_line(self, line: str) -> Iterator[Draft]:
        yield from self._take_piece(line)
        if self._n_in_line:
            self._line += 1
            self._n_in_line = 0
        self._is_line_begun = False

    def _take_piece(self, piece: str) -> Iterator[Draft]:
        """A line, or whole sentences of one."""
        if not self._is_line_begun:
            self._is_list_line = bool(_BULLET.match(piece.lstrip()))
            self._is_line_begun = True
            piece = _without_marks(piece)
        if self._is_worth_reading(piece.strip()):
            yield from self._take_sentences(_split(piece, self._language), is_list=self._is_list_line)

    def _is_worth_reading(self, text: str) -> bool:
        if _NO_TEXT.match(text):
            return False
        if _BARE_MARK.fullmatch(text):
            self._bare_marks.append(text)
            return False
        if _NOTHING.match(text):
            self.says_nothing = True
            return False
        is_preamble = text.endswith(_PREAMBLE_MARKS) and not self._n_given
        return not is_preamble or self._layout is Layout.QUESTIONS

    def _take_sentences(self, texts: list[str], *, is_list: bool = False) -> Iterator[Draft]:
        is_prose_in_list = self._layout is Layout.LIST and not is_list and len(texts) >= _PROSE_IN_A_LIST
        for text in texts:
            clean = _clean(text)
            if not clean or _is_stammer(clean) or self._was_said(clean):
                continue
            if self._layout is Layout.LIST and _is_label(clean):
                continue
            kind = self._kind(text, is_point=is_list or self._layout is Layout.LIST)
            yield Draft(clean, kind, self._line)
            self._n_given += 1
            self._n_in_line += 1
            if kind is ItemKind.QUESTION or is_prose_in_list:
                self._line += 1
                self._n_in_line = 0

    def _kind(self, text: str, *, is_point: bool) -> ItemKind:
        if self._layout is Layout.QUESTIONS:
            is_question = text.rstrip().endswith(_QUESTION_MARKS) or bool(_QUESTION_LABEL.match(text))
            return ItemKind.QUESTION if is_question else ItemKind.SENTENCE
        return ItemKind.POINT if is_point and not self._n_in_line else ItemKind.SENTENCE

    def _was_said(self, text: str) -> bool:
        keys = frozenset(word_keys(text))
        was_said = any(_is_same(keys, earlier) for earlier in self._seen)
        self._seen.append(keys)
        return was_said


def _is_stammer(text: str) -> bool:
    """The same few words over and over, or what is said of a thing is the thing again, as small models do."""
    keys = word_keys(text)
    if len(keys) < _MIN_STAMMERED_KEYS:
        return False
    runs = [keys[start : start + _SAID_AGAIN_KEYS] for start in range(len(keys) - _SAID_AGAIN_KEYS + 1)]
    return len(set(keys)) <= _STAMMERED_SHARE * len(keys) or len(set(runs)) < len(runs)


def _is_label(text: str) -> bool:
    """A single word, or a few in quotation marks: small models copy heads and names as points, and they say nothing."""
    keys = {key for key in word_keys(text) if len(key) > 1}
    return len(keys) < (_MIN_QUOTED_KEYS if _QUOTED.fullmatch(text) else _MIN_POINT_KEYS)


def _is_same(keys: frozenset[str], others: frozenset[str]) -> bool:
    if keys == others:
        return True
    differing = keys ^ others
    if min(len(keys), len(others)) < _MIN_COMPARED_KEYS or any(key[0].isdigit() for key in differing):
        return False
    return len(keys & others) >= _SAME_SHARE * len(keys | others)


def _split(text: str, language: str) -> list[str]:
    return [text[span.start : span.end] for span in _spans(text, language)]


def _spans(text: str, language: str) -> list[Span]:
    """Sentences; the mark of a list's point is none."""
    spans: list[Span] = []
    for span in sentences(text, language):
        if spans and _BARE_MARK.fullmatch(text, spans[-1].start, spans[-1].end):
            span = Span(spans.pop().start, span.end)  # noqa: PLW2901
        spans.append(span)
    return spans


def _without_marks(line: str) -> str:
    text = _HEADING.sub("", line.strip())
    text = _BULLET.sub("", text)
    if text.startswith("|"):
        text = " – ".join(cell.strip() for cell in text.strip("|").split("|") if cell.strip(" :-"))
    return _LABEL.sub("", _EMPHASIS.sub(r"\2", text).replace("`", "")).strip()


def _clean(text: str) -> str:
    text = _ANSWER_LABEL.sub("", _QUESTION_LABEL.sub("", text.strip()))
    return " ".join(text.split())
