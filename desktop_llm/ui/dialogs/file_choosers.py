"""The system's file dialogs, opened without waiting for them. GUI thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_llm.ui.conversation_wishes import ExportFormat
from desktop_llm.ui.i18n import translate


def choose_model_file(parent: QWidget, on_chosen: Callable[[str], None]) -> QFileDialog:
    """Ask for a model file; `on_chosen` gets its path."""
    dialog = _dialog(parent, "model_file_dialog", translate("FileChooser", "Open a model file"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([translate("FileChooser", "Model files (*.gguf)"), translate("FileChooser", "All files (*)")])
    dialog.fileSelected.connect(on_chosen)
    dialog.open()
    return dialog


def choose_export_file(
    parent: QWidget, name: Path, export_format: ExportFormat, on_chosen: Callable[[str], None]
) -> QFileDialog:
    """Ask where to export to; an existing file is only replaced after the dialog has asked."""
    dialog = _dialog(parent, "export_dialog", translate("FileChooser", "Export"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(name.suffix.removeprefix("."))
    dialog.setNameFilters([_filter(export_format)])
    dialog.selectFile(str(Path.home() / name))
    dialog.fileSelected.connect(on_chosen)
    dialog.open()
    return dialog


def choose_output_file(
    parent: QWidget, suggested: Path, on_chosen: Callable[[str], None], title: str = ""
) -> QFileDialog:
    """Ask where a file of the suggested one's kind goes; an existing file is only replaced after the dialog asked."""
    dialog = _dialog(parent, "output_dialog", title or translate("FileChooser", "Save the translated file"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
    dialog.setDirectory(str(suggested.parent))
    dialog.selectFile(suggested.name)
    dialog.fileSelected.connect(on_chosen)
    dialog.open()
    return dialog


def choose_text_file(parent: QWidget, on_chosen: Callable[[str], None]) -> QFileDialog:
    """Ask for a file to write in."""
    dialog = _dialog(parent, "text_file_dialog", translate("FileChooser", "Open a document"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    texts = translate("FileChooser", "Documents (*.docx *.odt *.md *.html *.htm *.txt)")
    dialog.setNameFilters([texts, translate("FileChooser", "All files (*)")])
    dialog.fileSelected.connect(on_chosen)
    dialog.open()
    return dialog


def choose_text_output(parent: QWidget, suggested: Path, on_chosen: Callable[[str], None]) -> QFileDialog:
    """Ask where a text goes, and as which kind of file; the dialog asks before a file is replaced."""
    dialog = _TextOutputDialog(parent, suggested)
    dialog.fileSelected.connect(on_chosen)
    dialog.open()
    return dialog


class _TextOutputDialog(QFileDialog):
    """The end of the name follows the kind that is chosen."""

    def __init__(self, parent: QWidget, suggested: Path) -> None:
        super().__init__(parent, translate("FileChooser", "Save the text"))
        self.setObjectName("text_output_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        kinds = {
            translate("FileChooser", "Word file (*.docx)"): "docx",
            translate("FileChooser", "OpenDocument text (*.odt)"): "odt",
            translate("FileChooser", "Markdown (*.md)"): "md",
            translate("FileChooser", "Web page (*.html)"): "html",
            translate("FileChooser", "Text (*.txt)"): "txt",
        }
        self._suffixes = kinds
        suffix = suggested.suffix.removeprefix(".").lower()
        self.setNameFilters(list(kinds))
        self.selectNameFilter(next((kind for kind, each in kinds.items() if each == suffix), next(iter(kinds))))
        self.setDefaultSuffix(suffix)
        self.setDirectory(str(suggested.parent))
        self.selectFile(suggested.name)
        self.filterSelected.connect(self._on_kind_chosen)

    @Slot(str)
    def _on_kind_chosen(self, kind: str) -> None:
        self.setDefaultSuffix(self._suffixes[kind])
        name = next(iter(self.selectedFiles()), "")
        if name:
            self.selectFile(Path(name).with_suffix(f".{self._suffixes[kind]}").name)


def choose_attachments(parent: QWidget, on_chosen: Callable[[list[str]], None]) -> QFileDialog:
    """Ask for text files to send along; `on_chosen` gets their paths."""
    dialog = _dialog(parent, "attachment_dialog", translate("FileChooser", "Attach files"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(on_chosen)
    dialog.open()
    return dialog


def choose_files(parent: QWidget, title: str, on_chosen: Callable[[list[str]], None]) -> QFileDialog:
    dialog = _dialog(parent, "files_dialog", title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(on_chosen)
    dialog.open()
    return dialog


def choose_folder(parent: QWidget, title: str, on_chosen: Callable[[str], None]) -> QFileDialog:
    dialog = _dialog(parent, "folder_dialog", title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(on_chosen)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, name: str, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _filter(export_format: ExportFormat) -> str:
    match export_format:
        case ExportFormat.HTML:
            return translate("FileChooser", "Web page (*.html)")
        case ExportFormat.DOCX:
            return translate("FileChooser", "Word file (*.docx)")
        case ExportFormat.PDF:
            return translate("FileChooser", "PDF (*.pdf)")
        case ExportFormat.JSON:
            return translate("FileChooser", "JSON (*.json)")
        case ExportFormat.MARKDOWN | ExportFormat.CLIPBOARD:
            return translate("FileChooser", "Markdown (*.md)")
