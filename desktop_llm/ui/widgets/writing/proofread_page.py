"""Proofreading beside the text: errors only or wording too, how far it is, and what was found. GUI thread."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_llm.assist.writing.text_change import ChangeCategory
from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.item_models.change_list_model import ChangeRow
from desktop_llm.ui.rows.change_words import category_name, with_keys
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.flow_layout import FlowLayout
from desktop_llm.ui.widgets.form_controls import hint, set_look
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.writing.change_list import ChangeList
from desktop_llm.ui.widgets.writing.job_line import JobLine
from desktop_llm.ui.window_commands import WindowCommand


class FoundChanges(Struct, frozen=True, kw_only=True):
    """What is said of the changes that wait. n_checked: those of each kind that can be taken at once."""

    text: str = ""
    doubtful: str = ""
    left_out: str = ""
    n_checked: Mapping[ChangeCategory, int] = {}


class ProofreadPage(QWidget):
    fix_requested = Signal()
    improve_requested = Signal()
    stop_requested = Signal()
    change_chosen = Signal(str)
    accept_all_requested = Signal()
    accept_kind_requested = Signal(object)  # ChangeCategory
    reject_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("proofread_page")
        self._fix = self._button(
            "fix_errors_button", translate("ProofreadPage", "Fix errors only"), WindowCommand.FIX_ERRORS
        )
        set_look(self._fix, "primary")
        self._improve = self._button(
            "improve_button", translate("ProofreadPage", "Improve"), WindowCommand.IMPROVE_TEXT
        )
        self._job = JobLine("proofread", self)
        self._hint = hint(
            translate("ProofreadPage", "Every change is shown in the text, and none is made before you accept it.")
        )
        self._hint.setObjectName("proofread_hint")
        self._found = plain_label(self, "found_changes", is_wrapped=True)
        self._doubtful = plain_label(self, "doubtful_changes", "small_warning", is_wrapped=True)
        self._left_out = plain_label(self, "left_out_changes", "small", is_wrapped=True)
        self._kinds = QWidget(self)
        self._kinds.setObjectName("change_kinds")
        self._flow = FlowLayout(self._kinds, 6)
        self._kind_buttons = {category: self._kind_button(category) for category in ChangeCategory}
        self._accept_all = self._button(
            "accept_all_changes_button", "", WindowCommand.ACCEPT_ALL_CHANGES, parent=self._kinds
        )
        self._reject_all = action_button(self, "reject_all_button", translate("ProofreadPage", "Reject all"))
        self._list = ChangeList(self)
        self._connect()
        self._lay_out()
        self.show_found(None)

    def show_working(self, *, is_working: bool) -> None:
        self._job.show_working(is_working=is_working)

    def show_progress(self, text: str, n_done: int, n_total: int) -> None:
        self._job.show_progress(text, n_done, n_total)

    def show_found(self, found: FoundChanges | None) -> None:
        """None: nothing was looked for yet."""
        self._hint.setVisible(found is None)
        shown = found or FoundChanges()
        for label, text in (
            (self._found, shown.text),
            (self._doubtful, shown.doubtful),
            (self._left_out, shown.left_out),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._show_kinds(shown.n_checked)

    def show_rows(self, rows: Sequence[ChangeRow]) -> None:
        self._list.show_rows(rows)
        self._reject_all.setVisible(bool(rows))

    def show_current(self, key: str) -> None:
        self._list.show_current(key)

    def _show_kinds(self, n_checked: Mapping[ChangeCategory, int]) -> None:
        n_all = sum(n_checked.values())
        text = translate("ProofreadPage", "Accept all {count}").format(count=number_text(n_all))
        self._accept_all.setText(text)
        self._accept_all.setAccessibleName(text)
        self._kinds.setVisible(n_all > 0)
        for category, button in self._kind_buttons.items():
            count = n_checked.get(category, 0)
            button.setText(f"{category_name(category)} {number_text(count)}")
            tip = translate("ProofreadPage", "Accept all of this kind: {kind}").format(kind=category_name(category))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setVisible(0 < count < n_all)

    def _connect(self) -> None:
        self._fix.clicked.connect(self.fix_requested)
        self._improve.clicked.connect(self.improve_requested)
        self._job.stop_requested.connect(self.stop_requested)
        self._accept_all.clicked.connect(self.accept_all_requested)
        self._reject_all.clicked.connect(self.reject_all_requested)
        self._list.change_chosen.connect(self.change_chosen)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._fix, 1)
        buttons.addWidget(self._improve, 1)
        self._flow.addWidget(self._accept_all)
        for button in self._kind_buttons.values():
            self._flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(buttons)
        for widget in (self._job, self._hint, self._found, self._doubtful, self._left_out, self._kinds):
            layout.addWidget(widget)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._reject_all, alignment=Qt.AlignmentFlag.AlignTrailing)

    def _button(self, name: str, text: str, command: WindowCommand, *, parent: QWidget | None = None) -> QPushButton:
        button = QPushButton(text, parent or self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(with_keys(text or translate("ProofreadPage", "Accept all that are checked"), command))
        return button

    def _kind_button(self, category: ChangeCategory) -> QPushButton:
        button = QPushButton(self._kinds)
        button.setObjectName(f"accept_{category}_button")
        button.setProperty("category", category)
        button.clicked.connect(self._on_kind_clicked)
        return button

    @Slot()
    def _on_kind_clicked(self) -> None:
        self.accept_kind_requested.emit(ChangeCategory(self.sender().property("category")))
