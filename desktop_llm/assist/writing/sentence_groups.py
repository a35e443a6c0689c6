"""The sentences of a text in groups that a model reads at once, with those around them. Pure; any thread.

Code, quotations of others and what has no words is in none. A group ends with a paragraph where it can, so that an
edited paragraph makes one other group and not many.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.assist.translation.segment_languages import segment_languages
from desktop_llm.assist.translation.text_segments import SegmentedText, segmented_text
from desktop_llm.assist.writing.kept_text import is_code, is_surely_prose
from desktop_llm.documents.sentences import Span, sentences

_LEAST: Final = 8
_MOST: Final = 15
_CONTEXT: Final = 2  # sentences on each side, as far as they are short
_MOST_SENTENCE_CHARACTERS: Final = 500
_MOST_CONTEXT_CHARACTERS: Final = 200  # on each side


class Sentence(Struct, frozen=True, kw_only=True):
    """From `start` to `end` of the text. `shown` is it in one line. paragraph: its number."""

    start: int
    end: int
    shown: str
    language: str
    paragraph: int


class SentenceGroup(Struct, frozen=True, kw_only=True):
    """`before` and `behind` are there to be understood, not to be changed."""

    sentences: tuple[Sentence, ...]
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end

    @property
    def language(self) -> str:
        """Of all of them; empty where they differ."""
        languages = {sentence.language for sentence in self.sentences}
        return languages.pop() if len(languages) == 1 else ""

    def divided(self, n_first: int) -> tuple["SentenceGroup", ...]:
        """The first sentences, and the others; where there are none of either, it stays what it is."""
        first, second = self.sentences[:n_first], self.sentences[n_first:]
        if not first or not second:
            return (self,)
        return (
            SentenceGroup(sentences=first, before=self.before, behind=_nearest(second)),
            SentenceGroup(sentences=second, before=_nearest(first[::-1])[::-1], behind=self.behind),
        )

    def halves(self) -> tuple["SentenceGroup", ...]:
        """A single sentence stays what it is."""
        return self.divided(len(self.sentences) // 2)


class SentencePlan(Struct, frozen=True, kw_only=True):
    """language: of most of the text."""

    language: str
    sentences: tuple[Sentence, ...]

    @property
    def n_words(self) -> int:
        return sum(len(sentence.shown.split()) for sentence in self.sentences)


def sentence_plan(text: str, language: str) -> SentencePlan:
    """The sentences to be read. Line ends must be LF."""
    segmented = segmented_text(text)
    texts = segmented.texts
    is_program = 3 * sum(map(is_code, texts)) >= len(texts)  # only every second line or so looks like one for itself
    chosen = [
        index
        for index, content in enumerate(texts)
        if _is_read(segmented, index, content) and (not is_program or is_surely_prose(content))
    ]
    languages = segment_languages([texts[index] for index in chosen], language)
    found: list[Sentence] = []
    for index, own_language in zip(chosen, languages.segments, strict=True):
        start = segmented.segments[index].start
        found += _sentences(texts[index], start, own_language, index)
    return SentencePlan(language=languages.text, sentences=tuple(found))


def sentence_groups(found: Sequence[Sentence], n_tokens: Sequence[int], most_tokens: int) -> tuple[SentenceGroup, ...]:
    """n_tokens: of each sentence; most_tokens: of those of one group, if it has more than one."""
    groups: list[SentenceGroup] = []
    start = 0
    while start < len(found):
        end = _group_end(found, start, n_tokens, most_tokens)
        groups.append(
            SentenceGroup(
                sentences=tuple(found[start:end]),
                before=_nearest(found[max(0, start - _CONTEXT) : start][::-1])[::-1],
                behind=_nearest(found[end : end + _CONTEXT]),
            )
        )
        start = end
    return tuple(groups)


def _group_end(found: Sequence[Sentence], start: int, n_tokens: Sequence[int], most_tokens: int) -> int:
    n_taken = 0
    for end in range(start, min(len(found), start + _MOST)):
        n_taken += n_tokens[end]
        if end > start and n_taken > most_tokens:
            return end
        is_last_of_paragraph = end + 1 < len(found) and found[end].paragraph != found[end + 1].paragraph
        if end + 1 - start >= _LEAST and is_last_of_paragraph:
            return end + 1
    return min(len(found), start + _MOST)


def _is_read(segmented: SegmentedText, index: int, text: str) -> bool:
    line_start = segmented.text.rfind("\n", 0, segmented.segments[index].start) + 1
    is_quoted = ">" in segmented.text[line_start : segmented.segments[index].start]
    return not is_quoted and any(map(str.isalpha, text)) and not is_code(text)


def _sentences(text: str, start: int, language: str, paragraph: int) -> Iterator[Sentence]:
    for span in sentences(text, language):
        for piece in _divided(text, span):
            content = text[piece.start : piece.end]
            if any(map(str.isalpha, content)):
                yield Sentence(
                    start=start + piece.start,
                    end=start + piece.end,
                    shown=" ".join(content.split()),
                    language=language,
                    paragraph=paragraph,
                )


def _divided(text: str, span: Span) -> Iterator[Span]:
    """Somebody who writes without full stops is read in pieces."""
    start = span.start
    while span.end - start > _MOST_SENTENCE_CHARACTERS:
        space = text.rfind(" ", start + 1, start + _MOST_SENTENCE_CHARACTERS)
        end = space if space > 0 else start + _MOST_SENTENCE_CHARACTERS
        yield Span(start, end)
        start = end + 1 if space > 0 else end
        while start < span.end and text[start].isspace():
            start += 1
    if start < span.end:
        yield Span(start, span.end)


def _nearest(found: Sequence[Sentence]) -> tuple[str, ...]:
    """The first sentences, which stand next to a group: what is long is read twice for little."""
    shown: list[str] = []
    n_left = _MOST_CONTEXT_CHARACTERS
    for sentence in found[:_CONTEXT]:
        if shown and len(sentence.shown) > n_left:
            break
        shown.append(sentence.shown[:n_left])
        n_left -= len(sentence.shown)
    return tuple(shown)
