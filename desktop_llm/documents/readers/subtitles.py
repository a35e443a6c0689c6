"""Subtitles (SubRip, WebVTT): what is said, gathered into paragraphs that know their time. Reading process."""

import html
import re
from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.document import Place
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.plain_text import text_of
from desktop_llm.documents.source_file import SourceFile

_Cue = tuple[int, int, str]
"""Start and end in milliseconds, and the text."""

# After a silence, or once enough was said and a sentence ends, a new paragraph begins.
_SILENCE_MS: Final = 4000
_ENOUGH_CHARACTERS: Final = 400
_TOO_MANY_CHARACTERS: Final = 1200
_SENTENCE_END: Final = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_TAG: Final = re.compile(r"<[^<>]{0,200}>")


def read_subtitles(source: SourceFile, builder: DocumentBuilder) -> None:
    """Raises DocumentError: damaged."""
    cues = list(_cues(text_of(source, builder), source))
    gathered: list[_Cue] = []
    for cue in cues:
        if gathered and _begins_paragraph(gathered, cue):
            _add(gathered, builder)
            gathered = []
        gathered.append(cue)
    _add(gathered, builder)


def _cues(text: str, source: SourceFile) -> Iterator[_Cue]:
    import pysubs2
    from pysubs2.exceptions import Pysubs2Error

    if not text.strip():
        return
    try:
        events = pysubs2.SSAFile.from_string(text).events
    except (Pysubs2Error, ValueError) as error:
        raise source.damaged("it does not read as subtitles") from error
    for event in events:
        said = " ".join(html.unescape(_TAG.sub("", event.plaintext)).split())
        if said and not event.is_comment:
            yield event.start, event.end, said


def _begins_paragraph(gathered: list[_Cue], cue: _Cue) -> bool:
    if cue[0] - gathered[-1][1] >= _SILENCE_MS:
        return True
    n_characters = sum(len(text) for _, _, text in gathered)
    is_sentence_over = _SENTENCE_END.search(gathered[-1][2]) is not None
    return n_characters >= (_ENOUGH_CHARACTERS if is_sentence_over else _TOO_MANY_CHARACTERS)


def _add(cues: list[_Cue], builder: DocumentBuilder) -> None:
    if cues:
        builder.add_paragraph(" ".join(text for _, _, text in cues), Place(label=clock(cues[0][0])))


def clock(time_ms: int) -> str:
    """`00:01:15`."""
    seconds = max(time_ms, 0) // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
