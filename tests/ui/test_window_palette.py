from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.frame.command_palette import CommandPalette, PaletteEntry
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.window_commands import WindowCommand
from desktop_llm.ui.window_palette import WindowPalette


def test_what_is_chosen_is_a_command_or_a_conversation(qtbot: QtBot) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    palette = WindowPalette(frame)
    (widget,) = frame.findChildren(CommandPalette)
    with qtbot.waitSignal(palette.command_chosen) as command:
        widget.entry_chosen.emit(PaletteEntry(key=WindowCommand.SUMMARIZE, title="", is_command=True))
    assert command.args == [WindowCommand.SUMMARIZE]
    with qtbot.waitSignal(palette.conversation_chosen) as conversation:
        widget.entry_chosen.emit(PaletteEntry(key="c1", title="", message_id="m1"))
    assert conversation.args == [ConversationTarget("c1", "m1")]
    with qtbot.waitSignal(palette.text_chosen) as text:
        widget.entry_chosen.emit(PaletteEntry(key="t1", title="", is_text=True))
    assert text.args == ["t1"]
