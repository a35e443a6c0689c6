"""What holds for one conversation: its instructions to the model and how it samples. GUI thread."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop_llm.params import SamplingParams
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.form_controls import Fold, heading, hint, set_look
from desktop_llm.ui.widgets.settings.note_field import NoteField
from desktop_llm.ui.widgets.settings.sampling_fields import SamplingFields

_SIZE_PX: Final = (520, 460)


class ConversationSettings(Struct, frozen=True, kw_only=True):
    """Instructions and sampling of one conversation. What is None in sampling comes from the settings."""

    conversation_id: str
    instructions: str = ""
    sampling: SamplingParams = SamplingParams()


class ConversationDialog(QDialog):
    """Nothing changes until Save."""

    conversation_settings_changed = Signal(object)  # ConversationSettings

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conversation_dialog")
        self.setWindowTitle(translate("ConversationDialog", "This chat"))
        self.resize(*_SIZE_PX)
        self._conversation_id = ""
        self._instructions = NoteField(
            "conversation_instructions", translate("ConversationDialog", "Instructions"), height_px=120
        )
        self._instructions.setPlaceholderText(
            translate("ConversationDialog", "For example: Answer in British English, in at most five sentences.")
        )
        self._sampling = SamplingFields("conversation_sampling", translate("ConversationDialog", "As in settings"))
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setObjectName("conversation_cancel")
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setObjectName("conversation_save")
        set_look(save, "primary")
        self._buttons.accepted.connect(self._on_saved)
        self._buttons.rejected.connect(self.close)
        self._lay_out()

    def show_settings(self, settings: ConversationSettings) -> None:
        self._conversation_id = settings.conversation_id
        self._instructions.show_note(settings.instructions)
        self._sampling.show_params(settings.sampling)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(heading(translate("ConversationDialog", "Instructions")))
        layout.addWidget(hint(translate("ConversationDialog", "The model reads them before every message.")))
        layout.addWidget(self._instructions, 1)
        layout.addWidget(Fold("conversation_fold", translate("ConversationDialog", "Sampling"), self._sampling))
        layout.addWidget(self._buttons)

    @Slot()
    def _on_saved(self) -> None:
        self.close()
        self.conversation_settings_changed.emit(
            ConversationSettings(
                conversation_id=self._conversation_id,
                instructions=self._instructions.note,
                sampling=self._sampling.params,
            )
        )
