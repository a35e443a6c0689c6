"""A summary in words: its forms and lengths, what is doubtful in it, where it comes from, how far it is. GUI thread."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from desktop_llm.assist.checks.sourced_text import Check, Severity, Source
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryParts
from desktop_llm.assist.summary.summary_result import (
    STOPPED,
    Coverage,
    Summary,
    SummaryProgressed,
    SummarySection,
    SummaryStage,
    UnreadPart,
)
from desktop_llm.documents.document import Block, Document, Unread, UnreadReason
from desktop_llm.ui.i18n import (
    QT_TRANSLATE_NOOP,
    duration_text,
    labelled_text,
    list_text,
    number_text,
    sentences_text,
    translate,
)
from desktop_llm.ui.rows.document_words import place_text, unread_sentences
from desktop_llm.ui.rows.doubt_words import check_sentence

FORMS: Final[Mapping[SummaryForm, str]] = {
    SummaryForm.KEY_POINTS: QT_TRANSLATE_NOOP("SummaryWords", "Key points"),
    SummaryForm.SENTENCE: QT_TRANSLATE_NOOP("SummaryWords", "One sentence"),
    SummaryForm.PARAGRAPH: QT_TRANSLATE_NOOP("SummaryWords", "Paragraph"),
    SummaryForm.OUTLINE: QT_TRANSLATE_NOOP("SummaryWords", "Outline by section"),
    SummaryForm.ACTIONS: QT_TRANSLATE_NOOP("SummaryWords", "Action items"),
    SummaryForm.QUESTIONS: QT_TRANSLATE_NOOP("SummaryWords", "Questions and answers"),
    SummaryForm.TIMELINE: QT_TRANSLATE_NOOP("SummaryWords", "Timeline"),
    SummaryForm.EXECUTIVE: QT_TRANSLATE_NOOP("SummaryWords", "Executive summary"),
    SummaryForm.FREE: QT_TRANSLATE_NOOP("SummaryWords", "In your own words…"),
}
PARTS: Final[Mapping[SummaryParts, str]] = {
    SummaryParts.EACH_AND_TOGETHER: QT_TRANSLATE_NOOP("SummaryWords", "Each and all"),
    SummaryParts.EACH: QT_TRANSLATE_NOOP("SummaryWords", "Each document"),
    SummaryParts.TOGETHER: QT_TRANSLATE_NOOP("SummaryWords", "All together"),
}
_SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.RED: QT_TRANSLATE_NOOP("SummaryWords", "Wrong?"),
    Severity.AMBER: QT_TRANSLATE_NOOP("SummaryWords", "Check this:"),
}
_STAGES: Final[Mapping[SummaryStage, str]] = {
    SummaryStage.PLANNING: QT_TRANSLATE_NOOP("SummaryWords", "Counting the text"),
    SummaryStage.READING: QT_TRANSLATE_NOOP("SummaryWords", "Reading section {done} of {total}"),
    SummaryStage.MERGING: QT_TRANSLATE_NOOP("SummaryWords", "Putting the notes together, {done} of {total}"),
    SummaryStage.WRITING: QT_TRANSLATE_NOOP("SummaryWords", "Writing the summary"),
}


def check_remark(check: Check) -> str:
    """What is the matter, beginning with how bad it is: never by colour alone."""
    return sentences_text((translate("SummaryWords", _SEVERITIES[check.severity]), check_sentence(check)))


def worst_severity(checks: Sequence[Check]) -> Severity | None:
    severities = {check.severity for check in checks}
    return next((each for each in (Severity.RED, Severity.AMBER) if each in severities), None)


def source_chip(source: Source, *, is_named: bool) -> str:
    """As short as it can be: 31; with several documents `report.pdf, 31`."""
    place = number_text(source.place.page) if source.place.page else source.place.label
    parts = [source.document] if is_named else []
    parts += [place] if place else []
    return list_text(parts) or translate("SummaryWords", "source")


def source_tip(source: Source) -> str:
    place = place_text(source.place) if source.place.page or source.place.label else ""
    return labelled_text(list_text((source.document, place)), f"“{source.quote}”")


def stage_text(progress: SummaryProgressed) -> str:
    """What the job is at."""
    numbers = {"done": number_text(progress.done), "total": number_text(progress.total)}
    return translate("SummaryWords", _STAGES[progress.stage]).format(**numbers)


def time_left_text(left_s: float | None) -> str:
    if left_s is None:
        return ""
    return translate("SummaryWords", "about {time} left").format(time=duration_text(left_s))


def section_names(sections: Sequence[SummarySection], documents: Sequence[Document]) -> tuple[str, ...]:
    """Each by its heading, else by its place; with the document's name where there are several."""
    blocks = [{block.id: block for block in document.blocks} for document in documents]
    return tuple(_section_name(section, documents, blocks) for section in sections)


def _section_name(section: SummarySection, documents: Sequence[Document], blocks: Sequence[Mapping[str, Block]]) -> str:
    block = blocks[section.document_index].get(section.block_ids[0]) if section.block_ids else None
    place = place_text(block.place) if block is not None and (block.place.page or block.place.label) else ""
    parts = [documents[section.document_index].name] if len(documents) > 1 else []
    parts += section.heading_path[-1:]
    parts += [place] if place else []
    return " · ".join(parts) or translate("SummaryWords", "A part of the text")


def coverage_text(coverage: Coverage) -> str:
    """How much was read; never rounded up to all of it."""
    if coverage.share == 1:
        return translate("SummaryWords", "All of it was read")
    percent = min(int(coverage.share * 100), 99)
    return translate("SummaryWords", "{percent} % of it was read").format(percent=number_text(percent))


def remarks(summary: Summary) -> tuple[str, ...]:
    """What must be known beside the summary: what is missing in it, and what the model did not do."""
    return (*_unread_sentences(summary.coverage.unread), *_extract_sentences(summary))


def _unread_sentences(unread: Sequence[UnreadPart]) -> Iterator[str]:
    stopped = [part for part in unread if part.reason == STOPPED]
    others = [part for part in unread if part.reason != STOPPED]
    for document in dict.fromkeys(part.document for part in others):
        missing = [
            Unread(place=part.place, reason=UnreadReason(part.reason)) for part in others if part.document == document
        ]
        is_named = len({part.document for part in unread}) > 1
        yield from (labelled_text(document, text) if is_named else text for text in unread_sentences(missing))
    if stopped:
        one = translate("SummaryWords", "Stopped before the last part was read.")
        many = translate("SummaryWords", "Stopped before {count} parts were read.")
        yield one if len(stopped) == 1 else many.format(count=number_text(len(stopped)))


def _extract_sentences(summary: Summary) -> Iterator[str]:
    if not summary.n_extracted_sections:
        return
    sentence = translate(
        "SummaryWords",
        "The model wrote nothing usable about {count} of {total} sections; sentences of the document stand in.",
    )
    counts = {"count": number_text(summary.n_extracted_sections), "total": number_text(summary.n_chunks)}
    yield sentence.format(**counts)
