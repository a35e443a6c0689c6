"""Rewriting beside the text: in which style, by which action of the person's own, and what came of it. GUI thread."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_llm.assist.writing.rewrite_request import RewriteStyle
from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.rows.change_words import with_keys
from desktop_llm.ui.rows.version_words import STYLES, style_name
from desktop_llm.ui.widgets.flow_layout import FlowLayout
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.writing.job_line import JobLine
from desktop_llm.ui.widgets.writing.version_column import ShownVersion, VersionUse
from desktop_llm.ui.widgets.writing.version_view import VersionView
from desktop_llm.ui.window_commands import WindowCommand

MOST_VERSIONS: Final = 3


class RewriteWish(Struct, frozen=True):
    """instruction: for RewriteStyle.CUSTOM. action: the name of an action of the person's own; empty for none."""

    style: RewriteStyle
    instruction: str = ""
    action: str = ""
    n_versions: int = 1


class RewritePage(QWidget):
    rewrite_requested = Signal(object)  # RewriteWish
    continue_requested = Signal()
    stop_requested = Signal()
    use_requested = Signal(object)  # VersionWish
    room_changed = Signal()
    actions_edit_requested = Signal()
    actions_import_requested = Signal()
    actions_export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rewrite_page")
        self._target = QLabel(self)
        self._target.setObjectName("rewrite_target")
        self._target.setProperty("look", "small")
        self._target.setWordWrap(True)
        counts: list[tuple[object, str]] = [(count, _versions_text(count)) for count in range(1, MOST_VERSIONS + 1)]
        self._count = Choice("rewrite_count", counts)
        self._count.setAccessibleName(translate("RewritePage", "How many versions"))
        self._count.fit_to_texts()
        self._styles = QWidget(self)
        self._custom = QLineEdit(self)
        self._custom.setObjectName("rewrite_instruction")
        self._custom.setPlaceholderText(translate("RewritePage", "What else? “Say it as to a child”"))
        self._custom.setAccessibleName(translate("RewritePage", "In your own words"))
        self._custom.returnPressed.connect(self._on_custom)
        self._own = QWidget(self)
        self._own_flow = FlowLayout(self._own, 6)
        self._own_buttons: list[QPushButton] = []
        self._job = JobLine("rewrite", self)
        self._job.stop_requested.connect(self.stop_requested)
        uses = (VersionUse.REPLACE, VersionUse.INSERT_BELOW, VersionUse.COPY, VersionUse.LEAVE)
        self._versions = VersionView("rewrite", uses, self)
        self._versions.use_requested.connect(self.use_requested)
        self._add_styles()
        self._lay_out()
        self.show_target(is_selection=False)
        self._wants_room = False
        self._versions.hide()

    @property
    def wants_room(self) -> bool:
        """There are several versions, to be seen beside one another; `room_changed` tells of it."""
        return self._wants_room

    def show_target(self, *, is_selection: bool) -> None:
        """What is rewritten now."""
        selection = translate("RewritePage", "Rewrites what is selected.")
        self._target.setText(selection if is_selection else translate("RewritePage", "Rewrites the whole text."))

    def show_own_actions(self, names: Sequence[str]) -> None:
        for button in self._own_buttons:
            self._own_flow.removeWidget(button)
            button.deleteLater()
        self._own_buttons = [self._own_button(name) for name in names]
        for button in self._own_buttons:
            self._own_flow.addWidget(button)
        self._own.setVisible(bool(names))

    def show_working(self, *, is_working: bool) -> None:
        self._job.show_working(is_working=is_working)

    def show_versions(self, versions: Sequence[ShownVersion]) -> None:
        """None of them: nothing was asked for."""
        self._versions.setVisible(bool(versions))
        self._versions.show_versions(versions)
        if self._wants_room is not (len(versions) > 1):
            self._wants_room = not self._wants_room
            self.room_changed.emit()

    def focus_instruction(self) -> None:
        self._custom.setFocus()

    def _add_styles(self) -> None:
        flow = FlowLayout(self._styles, 6)
        for style in STYLES:
            button = QPushButton(style_name(style), self._styles)
            button.setObjectName(f"rewrite_{style}_button")
            button.setAccessibleName(style_name(style))
            button.setProperty("style_key", str(style))
            button.clicked.connect(self._on_style)
            flow.addWidget(button)
        more = QPushButton(translate("RewritePage", "Continue"), self._styles)
        more.setObjectName("continue_button")
        more.setAccessibleName(more.text())
        tip = translate("RewritePage", "Go on with the text at the cursor")
        more.setToolTip(with_keys(tip, WindowCommand.CONTINUE_TEXT))
        more.clicked.connect(self.continue_requested)
        flow.addWidget(more)

    def _own_button(self, name: str) -> QPushButton:
        button = QPushButton(name.replace("&", "&&"), self._own)
        button.setObjectName("own_action_button")
        button.setAccessibleName(name)
        button.setProperty("action", name)
        button.clicked.connect(self._on_own)
        button.show()
        return button

    def _menu_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("own_actions_menu_button")
        button.setIcon(icon("dots-three"))
        text = translate("RewritePage", "Actions of your own")
        button.setAccessibleName(text)
        button.setToolTip(text)
        menu = QMenu(button)
        menu.setObjectName("own_actions_menu")
        for title, signal in (
            (translate("RewritePage", "Your actions…"), self.actions_edit_requested),
            (translate("RewritePage", "Import actions…"), self.actions_import_requested),
            (translate("RewritePage", "Export actions…"), self.actions_export_requested),
        ):
            menu.addAction(title).triggered.connect(signal)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._target, 1)
        head.addWidget(self._count)
        custom = QHBoxLayout()
        custom.setSpacing(4)
        custom.addWidget(self._custom, 1)
        custom.addWidget(self._menu_button())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._styles)
        layout.addLayout(custom)
        layout.addWidget(self._own)
        layout.addWidget(self._job)
        layout.addWidget(self._versions, 1)
        layout.addStretch(0)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _wish(self, style: RewriteStyle, instruction: str = "", action: str = "") -> None:
        count = self._count.chosen
        n_versions = count if isinstance(count, int) else 1
        self.rewrite_requested.emit(RewriteWish(style, instruction, action, n_versions))

    @Slot()
    def _on_style(self) -> None:
        self._wish(RewriteStyle(self.sender().property("style_key")))

    @Slot()
    def _on_custom(self) -> None:
        instruction = self._custom.text().strip()
        if instruction:
            self._wish(RewriteStyle.CUSTOM, instruction)

    @Slot()
    def _on_own(self) -> None:
        self._wish(RewriteStyle.CUSTOM, action=str(self.sender().property("action")))


def _versions_text(count: int) -> str:
    if count == 1:
        return translate("RewritePage", "1 version")
    return translate("RewritePage", "{count} versions").format(count=number_text(count))
