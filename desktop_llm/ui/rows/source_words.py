"""Where an answer comes from, in words: what was read for it, and each sentence with its passages. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_llm.assist.checks.sourced_text import CheckKind
from desktop_llm.documents.document import Place
from desktop_llm.storage.records import AnswerSources, Doubt, QuotedPassage, ReadDocument, ReadParts, SourcedSentence
from desktop_llm.ui.i18n import list_text, number_text, sentences_text, translate
from desktop_llm.ui.rows.document_words import place_text
from desktop_llm.ui.rows.doubt_words import doubt_sentence, is_grave
from desktop_llm.ui.widgets.prompt.passage_panel import PassageContent
from desktop_llm.ui.widgets.transcript.source_content import SourcedLine, SourceLink, SourcesContent

if TYPE_CHECKING:
    from desktop_llm.assist.questions.chat_sources import ShownPassage


def sources_content(sources: AnswerSources) -> SourcesContent:
    n_found = sum(not _is_unsupported(sentence) for sentence in sources.sentences)
    return SourcesContent(
        heading=_heading(n_found, len(sources.sentences)),
        read=read_text(sources.documents),
        lines=tuple(map(_line, sources.sentences)),
    )


def read_text(documents: Sequence[ReadDocument]) -> str:
    """What the model had: all of a document, or 14 of 212 passages of it."""
    whole = [each.name for each in documents if each.parts is None or each.parts.n_read == each.parts.n_all]
    sentences = [_parts_sentence(each.name, each.parts) for each in documents if each.parts and each.name not in whole]
    if whole:
        all_of = translate("SourceWords", "Read whole: {names}.")
        sentences.insert(0, all_of.format(names=list_text(whole)))
    return sentences_text(sentences)


def parts_text(parts: ReadParts) -> str:
    """For a chip: 14 of 212 passages."""
    text = translate("SourceWords", "{n_read} of {n_all} passages")
    return text.format(n_read=number_text(parts.n_read), n_all=number_text(parts.n_all))


def passage_content(shown: ShownPassage) -> PassageContent:
    return PassageContent(
        title=source_text(shown.quoted), before=shown.before, quote=shown.quoted.quote, after=shown.after
    )


def source_text(passage: QuotedPassage) -> str:
    """The document, and the place in it if it is known."""
    if not passage.page and not passage.label:
        return passage.document
    return list_text((passage.document, place_text(Place(page=passage.page, label=passage.label))))


def _parts_sentence(name: str, parts: ReadParts) -> str:
    if parts.is_by_words:
        text = translate("SourceWords", "Read of {name}: {parts}, those that fit the question.")
    else:
        text = translate(
            "SourceWords", "No passage of {name} has words of the question. Read: {parts}, from its beginning."
        )
    return text.format(name=name, parts=parts_text(parts))


def _heading(n_found: int, n_sentences: int) -> str:
    if not n_sentences:
        return translate("SourceWords", "Sources")
    if not n_found:
        return translate("SourceWords", "No sentence has a source")
    if n_found == n_sentences:
        return translate("SourceWords", "Sources of all sentences")
    text = translate("SourceWords", "Sources of {n_found} of {n_sentences} sentences")
    return text.format(n_found=number_text(n_found), n_sentences=number_text(n_sentences))


def _is_unsupported(sentence: SourcedSentence) -> bool:
    return not sentence.passages or any(doubt.kind == CheckKind.NO_SUPPORT for doubt in sentence.doubts)


def _line(sentence: SourcedSentence) -> SourcedLine:
    doubts = tuple(filter(None, map(doubt_sentence, sentence.doubts)))
    if sentence.passages and _is_unsupported(sentence):
        nearest = translate("SourceWords", "No passage says this; this comes nearest.")
        doubts = (*(text for text in doubts if text != doubt_sentence(Doubt(CheckKind.NO_SUPPORT))), nearest)
    return SourcedLine(
        text=sentence.text,
        links=tuple(SourceLink(source_text(passage), passage.quote) for passage in sentence.passages),
        doubts=doubts,
        is_grave=any(map(is_grave, sentence.doubts)),
    )
