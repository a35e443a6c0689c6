import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.params import SamplingParams
from desktop_llm.ui.dialogs.conversation_dialog import ConversationDialog, ConversationSettings
from desktop_llm.ui.widgets.form_controls import OptionalNumber
from desktop_llm.ui.widgets.settings.note_field import NoteField


@pytest.fixture
def dialog(qtbot: QtBot) -> ConversationDialog:
    dialog = ConversationDialog()
    qtbot.addWidget(dialog)
    dialog.show_settings(
        ConversationSettings(conversation_id="a", instructions="Be brief.", sampling=SamplingParams(top_k=40))
    )
    dialog.show()
    return dialog


def edit(dialog: ConversationDialog) -> None:
    field = dialog.findChild(NoteField, "conversation_instructions")
    number = dialog.findChild(OptionalNumber, "conversation_sampling_temperature")
    assert field is not None
    assert number is not None
    field.setPlainText("Be kind.")
    number.setValue(0.2)


def click(dialog: ConversationDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_saving_reports_both(dialog: ConversationDialog, qtbot: QtBot) -> None:
    edit(dialog)
    with qtbot.waitSignal(dialog.conversation_settings_changed) as changed:
        click(dialog, "conversation_save")
    assert changed.args == [
        ConversationSettings(
            conversation_id="a", instructions="Be kind.", sampling=SamplingParams(top_k=40, temperature=0.2)
        )
    ]
    assert not dialog.isVisible()


def test_cancelling_reports_nothing(dialog: ConversationDialog, qtbot: QtBot) -> None:
    edit(dialog)
    with qtbot.assertNotEmitted(dialog.conversation_settings_changed):
        click(dialog, "conversation_cancel")
    assert not dialog.isVisible()
