"""The words in an exported file that are not its author's own. GUI thread."""

from pathlib import Path

from desktop_llm.assist.conversation_export import ExportLabels
from desktop_llm.assist.exported_document import ExportedFact
from desktop_llm.assist.summary_export import SummaryExportWords
from desktop_llm.assist.summary_session import KeptSummary
from desktop_llm.ui.i18n import language_code, number_text, translate
from desktop_llm.ui.rows.document_words import place_text
from desktop_llm.ui.rows.summary_words import check_remark, remarks


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


def summary_export_words(kept: KeptSummary) -> SummaryExportWords:
    """Called by the name of its document; what is missing in it stands below the title."""
    names = [Path(file.path).name for file in kept.files]
    several = translate("Export", "Summary of {count} documents").format(count=number_text(len(names)))
    one = translate("Export", "Summary of {name}").format(name=names[0] if names else "")
    facts = [ExportedFact(translate("Export", "Note"), sentence) for sentence in remarks(kept.summary)]
    return SummaryExportWords(
        title=one if len(names) == 1 else several,
        language=kept.choices.language or language_code(),
        facts=tuple(facts),
        together=translate("Export", "All together"),
        sources=translate("Export", "Sources"),
        extract=translate("Export", "word for word from the document"),
        check_text=check_remark,
        place_text=place_text,
    )
