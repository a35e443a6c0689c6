"""The words in an exported file that are not its author's own. GUI thread."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from desktop_llm.assist.exports.conversation_export import ExportLabels
from desktop_llm.assist.exports.exported_document import ExportedFact
from desktop_llm.assist.exports.summary_export import SummaryExportWords
from desktop_llm.assist.summary.summary_request import SummaryChoices, SummaryLength
from desktop_llm.assist.summary.summary_session import KeptSummary
from desktop_llm.ui.i18n import date_text, language_code, list_text, number_text, translate
from desktop_llm.ui.language_text import language_name
from desktop_llm.ui.rows.document_words import place_text
from desktop_llm.ui.rows.summary_words import FORMS, check_remark, coverage_text, remarks


def conversation_labels() -> ExportLabels:
    return ExportLabels(
        user=translate("Export", "You"),
        assistant=translate("Export", "Assistant"),
        instructions=translate("Export", "Instructions"),
        thinking=translate("Export", "Thinking"),
        sources=translate("Export", "Sources"),
        no_source=translate("Export", "No passage says this."),
        page=translate("Export", "page {number}"),
        language=language_code(),
    )


def summary_export_words(kept: KeptSummary, made_at: datetime) -> SummaryExportWords:
    """Called by the name of its document; what was asked of whom, and what is missing in it, stand below the title."""
    return SummaryExportWords(
        title=_title([Path(file.path).name for file in kept.files]),
        language=kept.choices.language or language_code(),
        facts=tuple(_facts(kept, made_at)),
        together=translate("Export", "All together"),
        sources=translate("Export", "Sources"),
        extract=translate("Export", "word for word from the document"),
        check_text=check_remark,
        place_text=place_text,
    )


def summary_file_title(kept: KeptSummary) -> str:
    """What the file is called, without its ending and without that of the document."""
    return _title([Path(file.path).stem for file in kept.files])


def _title(names: Sequence[str]) -> str:
    if len(names) == 1:
        return translate("Export", "Summary of {name}").format(name=names[0])
    return translate("Export", "Summary of {count} documents").format(count=number_text(len(names)))


def _facts(kept: KeptSummary, made_at: datetime) -> Iterator[ExportedFact]:
    names = list_text(Path(file.path).name for file in kept.files)
    yield ExportedFact(translate("Export", "Documents"), names)
    yield ExportedFact(translate("Export", "Date"), date_text(made_at))
    if kept.model_name:
        yield ExportedFact(translate("Export", "Model"), kept.model_name)
    yield ExportedFact(translate("Export", "Form"), _form_text(kept.choices))
    if kept.choices.focus:
        yield ExportedFact(translate("Export", "Focus"), kept.choices.focus)
    if kept.is_whole:
        yield ExportedFact(translate("Export", "Read"), coverage_text(kept.summary.coverage))
    else:
        yield ExportedFact("", translate("Export", "This summary was stopped before it was finished."))
    yield from (ExportedFact(translate("Export", "Note"), sentence) for sentence in remarks(kept.summary))


def _form_text(choices: SummaryChoices) -> str:
    """What was asked for: the form, or the instruction in its place, the length and the language."""
    form = choices.instruction or translate("SummaryWords", FORMS[choices.form])
    language = language_name(choices.language) if choices.language else ""
    return list_text((form, _length_text(choices.length), language))


def _length_text(length: SummaryLength) -> str:
    if length.n_words:
        return translate("Export", "about {count} words").format(count=number_text(length.n_words))
    if length.share:
        return translate("Export", "{percent} % of the text").format(percent=number_text(round(length.share * 100)))
    return ""
