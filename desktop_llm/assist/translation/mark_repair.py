"""What is done when a model loses marks: it is asked again, then marks are put by what their words were translated to.

What cannot be kept is told. The steps are written as a generator that asks for translations and is given them, so that
any number of repairs can wait for one model. Pure; any thread.
"""

import re
from collections.abc import Generator, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from desktop_llm.assist.translation.protected_text import MarkWarning, ProtectedText
from desktop_llm.documents.segments import Content

# A part that is longer is a sentence of its own, and is not said in the same words within another.
_MOST_FOUND_CHARACTERS: Final = 200
# A part that became so many times as long, and so much more, says what all of the text says.
_MOST_TIMES_AS_LONG: Final = 3
_MOST_MORE_CHARACTERS: Final = 30


class Care(StrEnum):
    """What was done to a translation so that its marks are right."""

    NONE = "none"
    ASKED_AGAIN = "asked_again"
    PLACED = "placed"
    """Formats were put around the words that their own words were translated to."""
    IN_PARTS = "in_parts"
    """What stands between marks was translated by itself."""
    FORMATS_LOST = "formats_lost"
    NOT_TRANSLATED = "not_translated"
    """The source stands there: nothing that came could have been put in its place."""


class Restored(Struct, frozen=True, kw_only=True):
    """`answer` is what was taken, with marks; lost tells why formats, or everything, are."""

    content: Content
    answer: str
    care: Care = Care.NONE
    lost: tuple[MarkWarning, ...] = ()


class Question(Struct, frozen=True):
    """Texts that are to be translated. must_keep_marks: what is asked for a second time."""

    texts: tuple[str, ...]
    must_keep_marks: bool = False


Answers = tuple[str, ...]
Repair = Generator[Question, Answers, Restored]


def restored(protected: ProtectedText, answer: str) -> Restored | None:
    """The content, if there is one and all its marks are right."""
    if not _is_right(protected, answer):
        return None
    return Restored(content=protected.restored(answer), answer=answer)


def repair(protected: ProtectedText, answer: str, source: Content) -> Repair:
    """For an answer that cannot be restored. `source` is the segment's content."""
    faults = protected.faults(answer)
    (second,) = yield Question((protected.text,), must_keep_marks=True)
    if _is_right(protected, second):
        return Restored(content=protected.restored(second), answer=second, care=Care.ASKED_AGAIN)
    plain = _plain_answer(protected, (answer, second))
    if plain is None and protected.n_formats:
        (third,) = yield Question((protected.without_pairs(protected.text),))
        plain = _plain_answer(protected, (third,))
    if plain is not None and (placed := (yield from _placed(protected, plain))) is not None:
        return placed
    if plain is not None:
        content = protected.restored_without_formats(plain)
        return Restored(content=content, answer=plain, care=Care.FORMATS_LOST, lost=faults)
    return (yield from _in_parts(protected, source, faults))


def _is_right(protected: ProtectedText, answer: str) -> bool:
    return bool(answer.strip()) and not protected.faults(answer)


def _plain_answer(protected: ProtectedText, answers: Answers) -> str | None:
    """The first that is right but for its formats."""
    if not protected.n_formats:
        return None
    plain = (" ".join(protected.without_pairs(protected.completed(answer)).split()) for answer in answers)
    return next((each for each in plain if each and not protected.faults_without_formats(each)), None)


def _placed(protected: ProtectedText, plain: str) -> Generator[Question, Answers, Restored | None]:
    """Each format's words are translated alone and looked for in the whole."""
    texts = protected.pair_texts()
    if len(texts) < protected.n_formats or any(len(text) > _MOST_FOUND_CHARACTERS for text in texts.values()):
        return None
    answers = yield Question(tuple(texts.values()))
    found = _found(plain, dict(zip(texts, answers, strict=True)))
    if len(found) < len(texts):
        return None
    answer = protected.with_formats_where(plain, found)
    if protected.faults(answer):
        return None
    return Restored(content=protected.restored(answer), answer=answer, care=Care.PLACED)


def _found(plain: str, words: Mapping[int, str]) -> dict[int, tuple[int, int]]:
    """Where each stands, if it stands there once and as a whole."""
    found: dict[int, tuple[int, int]] = {}
    for number, each in words.items():
        text = each.strip().strip(".,;:!?…。，；：！？")
        if not text:
            continue
        pattern = rf"(?<!\w){re.escape(text)}(?!\w)" if text.isascii() or text[0].isalpha() else re.escape(text)
        matches = list(re.finditer(pattern, plain, re.IGNORECASE))
        if len(matches) == 1:
            found[number] = matches[0].span()
    return found


def _in_parts(protected: ProtectedText, source: Content, faults: tuple[MarkWarning, ...]) -> Repair:
    """The last way that keeps placeholders and tags: the texts between them one by one, in the source's order."""
    slots = protected.slots()
    slots_before = tuple(slots)
    asked = [number for number in range(0, len(slots), 2) if any(map(str.isalpha, slots[number]))]
    answers = yield Question(tuple(slots[number].strip() for number in asked))
    for number, text in zip(asked, answers, strict=True):
        slot = slots[number]
        before = slot[: len(slot) - len(slot.lstrip())]
        slots[number] = before + text.strip() + slot[len(slot.rstrip()) :]
    answer = "".join(slots)
    is_whole = all(_may_be(slots_before[number], text) for number, text in zip(asked, answers, strict=True))
    if is_whole and not protected.faults(answer):
        return Restored(content=protected.restored(answer), answer=answer, care=Care.IN_PARTS)
    return Restored(content=source, answer=protected.text, care=Care.NOT_TRANSLATED, lost=faults)


def _may_be(part: str, text: str) -> bool:
    """Whether a text can be the translation of a part."""
    return 0 < len(text.strip()) <= _MOST_TIMES_AS_LONG * len(part.strip()) + _MOST_MORE_CHARACTERS
