"""Translation memories for other programs and theirs for this one, as TMX and XLIFF. Pure; any thread."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.protected_text import ProtectedText
from desktop_llm.documents.segments import Content, EditableFile, text_of
from desktop_llm.documents.xml_text import xml_text
from desktop_llm.storage.translation_memory import LanguagePair, MemoryUnit, UnitOrigin
from desktop_llm.version import __version__

_MARK: Final = re.compile(r"⟦(/?)(\d{1,4})⟧")


def tmx_of(pair: LanguagePair, units: Iterable[MemoryUnit]) -> bytes:
    """TMX 1.4. Marks are codes of a format, as other programs have theirs."""
    facts = f'creationtool="desktop-llm" creationtoolversion={quoteattr(__version__)} o-tmf="desktop-llm"'
    facts += f' segtype="paragraph" adminlang="en" srclang={quoteattr(pair.source)} datatype="plaintext"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<tmx version="1.4">', f"<header {facts}/>", "<body>"]
    for unit in units:
        variants = ((pair.source, unit.source), (pair.target, unit.target))
        texts = (f"<tuv xml:lang={quoteattr(code)}><seg>{_with_codes(text)}</seg></tuv>" for code, text in variants)
        lines.append(f"<tu>{''.join(texts)}</tu>")
    return "\n".join([*lines, "</body>", "</tmx>", ""]).encode()


def xliff_of(pair: LanguagePair, name: str, results: Sequence[SegmentResult]) -> bytes:
    """XLIFF 1.2 for a person to look over; what is doubtful is for review. Marks stand in it as text."""
    languages = f"source-language={quoteattr(pair.source)} target-language={quoteattr(pair.target)}"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">',
        f'<file original={quoteattr(name)} {languages} datatype="plaintext"><body>',
    ]
    for result in results:
        state = "needs-review-translation" if result.is_doubtful else "translated"
        source = ProtectedText(result.segment.content).text
        lines.append(
            f"<trans-unit id={quoteattr(result.segment.id)}><source>{_text(source)}</source>"
            f'<target state="{state}">{_text(result.marked)}</target></trans-unit>'
        )
    return "\n".join([*lines, "</body></file>", "</xliff>", ""]).encode()


def units_of(file: EditableFile, language: str) -> tuple[list[MemoryUnit], int]:
    """Pairs into this language, of a memory or a catalogue; and how many were left out, their marks not fitting."""
    units: list[MemoryUnit] = []
    n_left_out = 0
    for segment in file.segments:
        if not segment.target or (segment.place.label != language and file.media_type.endswith("tmx+xml")):
            continue
        marked = _marked(segment.content, segment.target)
        if marked is None:
            n_left_out += 1
        else:
            units.append(MemoryUnit(source=marked[0], target=marked[1], origin=UnitOrigin.IMPORTED))
    return units, n_left_out


def languages_in(file: EditableFile) -> list[str]:
    """Those that a TMX has translations into."""
    return list(dict.fromkeys(segment.place.label for segment in file.segments if segment.target))


def _marked(source: Content, target: Content) -> tuple[str, str] | None:
    """None where a placeholder or a tag of the source is not in the target."""
    texts = text_of(source), text_of(target)
    if _MARK.search(texts[0]):  # this program's own
        return texts if sorted(_MARK.findall(texts[0])) == sorted(_MARK.findall(texts[1])) else None
    protected = ProtectedText(source)
    answer = protected.recognized(target)
    return None if protected.faults(answer) else (protected.text, answer)


def _with_codes(text: str) -> str:
    pairs = {match[2] for match in _MARK.finditer(text) if match[1]}
    return "".join(_coded(part, pairs) for part in _parts(text))


def _coded(part: str | re.Match[str], pairs: set[str]) -> str:
    if isinstance(part, str):
        return _text(part)
    if part[2] not in pairs:
        return f'<ph x="{part[2]}">{part[0]}</ph>'
    tag = "ept" if part[1] else "bpt"
    return f'<{tag} i="{part[2]}">{part[0]}</{tag}>'


def _parts(text: str) -> Iterator[str | re.Match[str]]:
    position = 0
    for match in _MARK.finditer(text):
        yield text[position : match.start()]
        yield match
        position = match.end()
    yield text[position:]


def _text(text: str) -> str:
    return escape(xml_text(text))
