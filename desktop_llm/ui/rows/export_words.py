"""The words in an exported file that are not its author's own. GUI thread."""

from desktop_llm.assist.conversation_export import ExportLabels
from desktop_llm.ui.i18n import language_code, translate


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
