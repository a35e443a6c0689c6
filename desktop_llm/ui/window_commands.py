"""What the window can be told from the keyboard, the menus and the palette: one table for all. GUI thread."""

from enum import StrEnum
from typing import Final

from msgspec import Struct
from PySide6.QtGui import QKeySequence

from desktop_llm.ui.conversation_wishes import ExportFormat
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.widgets.frame.sidebar import SUMMARIZE_KEY, TRANSLATE_KEY, WRITE_KEY


class WindowCommand(StrEnum):
    """A thing to do that is not bound to one widget."""

    NEW_CHAT = "new_chat"
    SEARCH = "search"
    FOCUS_PROMPT = "focus_prompt"
    STOP = "stop"
    RENAME = "rename"
    DELETE_CHAT = "delete_chat"
    UNDO_DELETE = "undo_delete"
    INSTRUCTIONS = "instructions"
    EXPORT_MARKDOWN = "export_markdown"
    EXPORT_HTML = "export_html"
    EXPORT_DOCX = "export_docx"
    EXPORT_PDF = "export_pdf"
    EXPORT_JSON = "export_json"
    COPY_CHAT = "copy_chat"
    SUMMARIZE = "summarize"
    SUMMARIZE_FILES = "summarize_files"
    SUMMARIZE_FOLDER = "summarize_folder"
    SUMMARIZE_CLIPBOARD = "summarize_clipboard"
    COPY_SUMMARY = "copy_summary"
    EXPORT_SUMMARY_MARKDOWN = "export_summary_markdown"
    EXPORT_SUMMARY_DOCX = "export_summary_docx"
    EXPORT_SUMMARY_HTML = "export_summary_html"
    EXPORT_SUMMARY_PDF = "export_summary_pdf"
    ASK_ABOUT_DOCUMENTS = "ask_about_documents"
    TRANSLATE_FILES = "translate_files"
    TRANSLATE_CLIPBOARD = "translate_clipboard"
    TRANSLATE_DOCUMENT = "translate_document"
    SAVE_TRANSLATION = "save_translation"
    COPY_TRANSLATION = "copy_translation"
    NEW_TEXT = "new_text"
    OPEN_TEXT = "open_text"
    SAVE_TEXT = "save_text"
    SAVE_TEXT_AS = "save_text_as"
    SAVE_TRACKED = "save_tracked"
    FIND = "find"
    REPLACE = "replace"
    VERSIONS = "versions"
    KEEP_VERSION = "keep_version"
    FIX_ERRORS = "fix_errors"
    IMPROVE_TEXT = "improve_text"
    NEXT_CHANGE = "next_change"
    PREVIOUS_CHANGE = "previous_change"
    ACCEPT_CHANGE = "accept_change"
    REJECT_CHANGE = "reject_change"
    ACCEPT_ALL_CHANGES = "accept_all_changes"
    REWRITE_TEXT = "rewrite_text"
    COMPOSE_TEXT = "compose_text"
    CONTINUE_TEXT = "continue_text"
    SUGGEST_WORDS = "suggest_words"
    OPEN_MODEL = "open_model"
    MANAGE_MODELS = "manage_models"
    SERVERS = "servers"
    TRASH = "trash"
    SETTINGS = "settings"
    SIDEBAR = "sidebar"
    SHORTCUTS = "shortcuts"
    ABOUT = "about"
    QUIT = "quit"


class CommandDescription(Struct, frozen=True):
    """How a command is called and which keys give it."""

    command: WindowCommand
    title: str
    keys: str = ""

    @property
    def shown_title(self) -> str:
        return translate("WindowCommand", self.title)

    @property
    def shown_keys(self) -> str:
        return QKeySequence(self.keys).toString(QKeySequence.SequenceFormat.NativeText)


COMMANDS: Final = (
    CommandDescription(WindowCommand.NEW_CHAT, QT_TRANSLATE_NOOP("WindowCommand", "New chat"), "Ctrl+N"),
    CommandDescription(
        WindowCommand.SEARCH, QT_TRANSLATE_NOOP("WindowCommand", "Search chats, texts and commands"), "Ctrl+K"
    ),
    CommandDescription(WindowCommand.FOCUS_PROMPT, QT_TRANSLATE_NOOP("WindowCommand", "Write a message"), "Ctrl+L"),
    CommandDescription(WindowCommand.STOP, QT_TRANSLATE_NOOP("WindowCommand", "Stop the answer"), "Esc"),
    CommandDescription(WindowCommand.RENAME, QT_TRANSLATE_NOOP("WindowCommand", "Rename chat"), "F2"),
    CommandDescription(WindowCommand.DELETE_CHAT, QT_TRANSLATE_NOOP("WindowCommand", "Delete chat")),
    CommandDescription(WindowCommand.UNDO_DELETE, QT_TRANSLATE_NOOP("WindowCommand", "Undo deleting"), "Ctrl+Z"),
    CommandDescription(
        WindowCommand.INSTRUCTIONS, QT_TRANSLATE_NOOP("WindowCommand", "Instructions and sampling of this chat")
    ),
    CommandDescription(
        WindowCommand.EXPORT_MARKDOWN, QT_TRANSLATE_NOOP("WindowCommand", "Export chat as Markdown…"), "Ctrl+E"
    ),
    CommandDescription(WindowCommand.EXPORT_HTML, QT_TRANSLATE_NOOP("WindowCommand", "Export chat as HTML…")),
    CommandDescription(WindowCommand.EXPORT_DOCX, QT_TRANSLATE_NOOP("WindowCommand", "Export chat as Word file…")),
    CommandDescription(WindowCommand.EXPORT_PDF, QT_TRANSLATE_NOOP("WindowCommand", "Export chat as PDF…")),
    CommandDescription(WindowCommand.EXPORT_JSON, QT_TRANSLATE_NOOP("WindowCommand", "Export chat as JSON…")),
    CommandDescription(WindowCommand.COPY_CHAT, QT_TRANSLATE_NOOP("WindowCommand", "Copy chat")),
    CommandDescription(WindowCommand.SUMMARIZE, QT_TRANSLATE_NOOP("WindowCommand", "Begin the summary")),
    CommandDescription(WindowCommand.SUMMARIZE_FILES, QT_TRANSLATE_NOOP("WindowCommand", "Summarize documents…")),
    CommandDescription(WindowCommand.SUMMARIZE_FOLDER, QT_TRANSLATE_NOOP("WindowCommand", "Summarize a folder…")),
    CommandDescription(
        WindowCommand.SUMMARIZE_CLIPBOARD, QT_TRANSLATE_NOOP("WindowCommand", "Summarize what is in the clipboard")
    ),
    CommandDescription(WindowCommand.COPY_SUMMARY, QT_TRANSLATE_NOOP("WindowCommand", "Copy the summary")),
    CommandDescription(
        WindowCommand.EXPORT_SUMMARY_MARKDOWN, QT_TRANSLATE_NOOP("WindowCommand", "Export the summary as Markdown…")
    ),
    CommandDescription(
        WindowCommand.EXPORT_SUMMARY_DOCX, QT_TRANSLATE_NOOP("WindowCommand", "Export the summary as a Word file…")
    ),
    CommandDescription(
        WindowCommand.EXPORT_SUMMARY_HTML, QT_TRANSLATE_NOOP("WindowCommand", "Export the summary as a web page…")
    ),
    CommandDescription(
        WindowCommand.EXPORT_SUMMARY_PDF, QT_TRANSLATE_NOOP("WindowCommand", "Export the summary as a PDF…")
    ),
    CommandDescription(
        WindowCommand.ASK_ABOUT_DOCUMENTS, QT_TRANSLATE_NOOP("WindowCommand", "Ask about the summarized documents")
    ),
    CommandDescription(WindowCommand.TRANSLATE_FILES, QT_TRANSLATE_NOOP("WindowCommand", "Translate documents…")),
    CommandDescription(
        WindowCommand.TRANSLATE_CLIPBOARD, QT_TRANSLATE_NOOP("WindowCommand", "Translate what is in the clipboard")
    ),
    CommandDescription(WindowCommand.TRANSLATE_DOCUMENT, QT_TRANSLATE_NOOP("WindowCommand", "Translate the document")),
    CommandDescription(
        WindowCommand.SAVE_TRANSLATION, QT_TRANSLATE_NOOP("WindowCommand", "Save the translated document…")
    ),
    CommandDescription(
        WindowCommand.COPY_TRANSLATION, QT_TRANSLATE_NOOP("WindowCommand", "Copy the translation of the text")
    ),
    CommandDescription(WindowCommand.NEW_TEXT, QT_TRANSLATE_NOOP("WindowCommand", "New text")),
    CommandDescription(WindowCommand.OPEN_TEXT, QT_TRANSLATE_NOOP("WindowCommand", "Open a document to write in…")),
    CommandDescription(WindowCommand.SAVE_TEXT, QT_TRANSLATE_NOOP("WindowCommand", "Save the text"), "Ctrl+S"),
    CommandDescription(
        WindowCommand.SAVE_TEXT_AS, QT_TRANSLATE_NOOP("WindowCommand", "Save the text as…"), "Ctrl+Shift+S"
    ),
    CommandDescription(
        WindowCommand.SAVE_TRACKED, QT_TRANSLATE_NOOP("WindowCommand", "Save as a Word file with changes tracked…")
    ),
    CommandDescription(WindowCommand.FIND, QT_TRANSLATE_NOOP("WindowCommand", "Find in the text"), "Ctrl+F"),
    CommandDescription(WindowCommand.REPLACE, QT_TRANSLATE_NOOP("WindowCommand", "Find and replace"), "Ctrl+H"),
    CommandDescription(WindowCommand.VERSIONS, QT_TRANSLATE_NOOP("WindowCommand", "Versions of the text")),
    CommandDescription(
        WindowCommand.KEEP_VERSION, QT_TRANSLATE_NOOP("WindowCommand", "Keep a version of the text now")
    ),
    CommandDescription(WindowCommand.FIX_ERRORS, QT_TRANSLATE_NOOP("WindowCommand", "Fix the text's errors"), "F7"),
    CommandDescription(WindowCommand.IMPROVE_TEXT, QT_TRANSLATE_NOOP("WindowCommand", "Improve the text"), "Shift+F7"),
    CommandDescription(WindowCommand.NEXT_CHANGE, QT_TRANSLATE_NOOP("WindowCommand", "To the next change"), "F8"),
    CommandDescription(
        WindowCommand.PREVIOUS_CHANGE, QT_TRANSLATE_NOOP("WindowCommand", "To the change before"), "Shift+F8"
    ),
    CommandDescription(WindowCommand.ACCEPT_CHANGE, QT_TRANSLATE_NOOP("WindowCommand", "Accept the change"), "F9"),
    CommandDescription(
        WindowCommand.REJECT_CHANGE, QT_TRANSLATE_NOOP("WindowCommand", "Reject the change"), "Shift+F9"
    ),
    CommandDescription(
        WindowCommand.ACCEPT_ALL_CHANGES, QT_TRANSLATE_NOOP("WindowCommand", "Accept all changes"), "Ctrl+F9"
    ),
    CommandDescription(WindowCommand.REWRITE_TEXT, QT_TRANSLATE_NOOP("WindowCommand", "Rewrite the text"), "Ctrl+R"),
    CommandDescription(WindowCommand.COMPOSE_TEXT, QT_TRANSLATE_NOOP("WindowCommand", "Compose a text from a brief")),
    CommandDescription(
        WindowCommand.CONTINUE_TEXT, QT_TRANSLATE_NOOP("WindowCommand", "Continue at the cursor"), "Ctrl+Return"
    ),
    CommandDescription(
        WindowCommand.SUGGEST_WORDS, QT_TRANSLATE_NOOP("WindowCommand", "Suggest the next words"), "Ctrl+Space"
    ),
    CommandDescription(WindowCommand.OPEN_MODEL, QT_TRANSLATE_NOOP("WindowCommand", "Open a model file…"), "Ctrl+O"),
    CommandDescription(WindowCommand.MANAGE_MODELS, QT_TRANSLATE_NOOP("WindowCommand", "Models")),
    CommandDescription(WindowCommand.SERVERS, QT_TRANSLATE_NOOP("WindowCommand", "Servers")),
    CommandDescription(WindowCommand.TRASH, QT_TRANSLATE_NOOP("WindowCommand", "Trash")),
    CommandDescription(WindowCommand.SETTINGS, QT_TRANSLATE_NOOP("WindowCommand", "Settings"), "Ctrl+,"),
    CommandDescription(WindowCommand.SIDEBAR, QT_TRANSLATE_NOOP("WindowCommand", "Show or hide the sidebar"), "Ctrl+B"),
    CommandDescription(WindowCommand.SHORTCUTS, QT_TRANSLATE_NOOP("WindowCommand", "Keyboard shortcuts"), "Ctrl+/"),
    CommandDescription(WindowCommand.ABOUT, QT_TRANSLATE_NOOP("WindowCommand", "About Desktop LLM")),
    CommandDescription(WindowCommand.QUIT, QT_TRANSLATE_NOOP("WindowCommand", "Quit"), "Ctrl+Q"),
)

EXPORT_FORMATS: Final = {
    WindowCommand.EXPORT_MARKDOWN: ExportFormat.MARKDOWN,
    WindowCommand.EXPORT_HTML: ExportFormat.HTML,
    WindowCommand.EXPORT_DOCX: ExportFormat.DOCX,
    WindowCommand.EXPORT_PDF: ExportFormat.PDF,
    WindowCommand.EXPORT_JSON: ExportFormat.JSON,
    WindowCommand.COPY_CHAT: ExportFormat.CLIPBOARD,
}
CONVERSATION_COMMANDS: Final = (
    *EXPORT_FORMATS,
    WindowCommand.RENAME,
    WindowCommand.DELETE_CHAT,
    WindowCommand.INSTRUCTIONS,
)
CHAT_COMMANDS: Final = frozenset({WindowCommand.NEW_CHAT, WindowCommand.FOCUS_PROMPT, WindowCommand.INSTRUCTIONS})
MORE_COMMANDS: Final = (
    WindowCommand.NEW_CHAT,
    WindowCommand.RENAME,
    WindowCommand.DELETE_CHAT,
    WindowCommand.TRASH,
    WindowCommand.SIDEBAR,
    WindowCommand.SHORTCUTS,
    WindowCommand.ABOUT,
    WindowCommand.QUIT,
)
SUMMARY_EXPORTS: Final = {
    WindowCommand.EXPORT_SUMMARY_MARKDOWN: ExportFormat.MARKDOWN,
    WindowCommand.EXPORT_SUMMARY_DOCX: ExportFormat.DOCX,
    WindowCommand.EXPORT_SUMMARY_HTML: ExportFormat.HTML,
    WindowCommand.EXPORT_SUMMARY_PDF: ExportFormat.PDF,
}
SUMMARY_COMMANDS: Final = frozenset(
    {
        *SUMMARY_EXPORTS,
        WindowCommand.SUMMARIZE,
        WindowCommand.SUMMARIZE_FILES,
        WindowCommand.SUMMARIZE_FOLDER,
        WindowCommand.SUMMARIZE_CLIPBOARD,
        WindowCommand.COPY_SUMMARY,
        WindowCommand.ASK_ABOUT_DOCUMENTS,
    }
)
"""Given to the Summarize pane, which is shown for it."""
OPEN_DOCUMENT_COMMANDS: Final = frozenset({WindowCommand.TRANSLATE_DOCUMENT, WindowCommand.SAVE_TRANSLATION})
"""Possible only where there is a document for it on the Translate pane."""
TRANSLATION_COMMANDS: Final = OPEN_DOCUMENT_COMMANDS | {
    WindowCommand.TRANSLATE_FILES,
    WindowCommand.TRANSLATE_CLIPBOARD,
    WindowCommand.COPY_TRANSLATION,
}
"""Given to the Translate pane, which is shown for it."""
MODEL_COMMANDS: Final = frozenset(
    {
        WindowCommand.FIX_ERRORS,
        WindowCommand.IMPROVE_TEXT,
        WindowCommand.NEXT_CHANGE,
        WindowCommand.PREVIOUS_CHANGE,
        WindowCommand.ACCEPT_CHANGE,
        WindowCommand.REJECT_CHANGE,
        WindowCommand.ACCEPT_ALL_CHANGES,
        WindowCommand.REWRITE_TEXT,
        WindowCommand.CONTINUE_TEXT,
        WindowCommand.SUGGEST_WORDS,
    }
)
"""What a model does for the open text, and what the person says to it."""
OPEN_TEXT_COMMANDS: Final = MODEL_COMMANDS | frozenset(
    {
        WindowCommand.SAVE_TEXT,
        WindowCommand.SAVE_TEXT_AS,
        WindowCommand.SAVE_TRACKED,
        WindowCommand.FIND,
        WindowCommand.REPLACE,
        WindowCommand.VERSIONS,
        WindowCommand.KEEP_VERSION,
    }
)
"""Possible only while the Write pane shows a text."""
WRITE_COMMANDS: Final = OPEN_TEXT_COMMANDS | {
    WindowCommand.NEW_TEXT,
    WindowCommand.OPEN_TEXT,
    WindowCommand.COMPOSE_TEXT,
}
"""Given to the Write pane, which is shown for it."""


def pane_of(command: WindowCommand) -> str:
    """The key of the pane that a command is given to; empty if it is none's."""
    commands_of = {SUMMARIZE_KEY: SUMMARY_COMMANDS, TRANSLATE_KEY: TRANSLATION_COMMANDS, WRITE_KEY: WRITE_COMMANDS}
    return next((key for key, commands in commands_of.items() if command in commands), "")


def described(command: WindowCommand) -> CommandDescription:
    return next(each for each in COMMANDS if each.command is command)
