"""The application's one style sheet, built from the colour tokens. No state.

A widget asks for a look through the dynamic property `look`, set before it is shown:
QPushButton: primary, plain, danger, nav, segment, picker, link, example, doubts. QFrame: card, line, chip, popup.
QListView, QTableView: bare.
QLabel: dim, small, heading, title, warning, small_warning, error.
"""

from dataclasses import asdict
from string import Template
from typing import Final

from desktop_llm.paths import resource
from desktop_llm.ui.palette import Palette

_TEMPLATE: Final = Template("""
QToolTip { background: $sidebar; color: $text; border: 1px solid $line; padding: 4px 8px; }

QLabel[look="dim"] { color: $dim_text; }
QLabel[look="small"] { color: $dim_text; font-size: ${small}pt; }
QLabel[look="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[look="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[look="warning"] { color: $warning; }
QLabel[look="error"] { color: $error; }

QLabel[look="small_warning"] { color: $warning; font-size: ${small}pt; font-weight: 600; }

QFrame[look="popup"] { background: $field; border: 1px solid $line; border-radius: 10px; }
QFrame[look="line"] { background: $line; border: none; }
QFrame[look="card"] { background: $field; border: 1px solid $line; border-radius: 12px; }
QFrame[look="chip"] { background: $field; border: 1px solid $line; border-radius: 6px; }

QPushButton {
    background: $field; color: $text; border: 1px solid $line; border-radius: 6px; padding: 6px 12px;
}
QPushButton:hover { background: $user_message; }
QPushButton:pressed { background: $hover; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $dim_text; background: $background; }
QPushButton[look="primary"] {
    background: $accent; color: $accent_text; border: 1px solid $accent; border-radius: 6px;
    padding: 6px 13px; font-weight: 600;
}
QPushButton[look="primary"]:focus { border-color: $text; }
QPushButton[look="primary"]:disabled { background: $user_message; color: $dim_text; border-color: $user_message; }
QPushButton[look="danger"] { color: $error; }

QPushButton[look="plain"], QToolButton {
    background: transparent; color: $dim_text; border: 1px solid transparent; border-radius: 6px; padding: 2px 4px;
}
QToolButton[look="format"] { padding: 5px; }
QToolButton[look="format"]:checked { background: $soft_accent; color: $accent; }
QToolButton[look="format"]:disabled { color: $line; }
QToolButton[look="flush"] { padding: 2px 6px 2px 0; }
QPushButton[look="plain"]:hover, QToolButton:hover { color: $text; background: $user_message; }
QPushButton[look="plain"]:focus, QToolButton:focus { color: $text; border-color: $accent; }
QPushButton[look="plain"]:disabled { color: $line; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }

QPushButton[look="picker"] {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px 6px; font-weight: 600;
}
QPushButton[look="picker"]:hover { background: $user_message; }
QPushButton[look="picker"]:focus { border-color: $accent; }
QPushButton[look="link"] {
    background: transparent; color: $accent; border: 1px solid transparent; border-radius: 6px; padding: 4px 2px;
}
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border-color: $accent; }
QPushButton[look="example"] { background: transparent; text-align: left; padding: 10px 14px; border-radius: 10px; }
QPushButton[look="example"]:hover { background: $user_message; }

QPushButton[look="nav"] {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 8px 12px; text-align: left;
}
QPushButton[look="nav"]:hover { background: $hover; }
QPushButton[look="nav"]:checked { background: $soft_accent; color: $accent; font-weight: 600; }
QPushButton[look="nav"]:focus { border-color: $accent; }

QPushButton[look="segment"] {
    background: transparent; color: $dim_text; border: 1px solid transparent; border-radius: 6px; padding: 5px 8px;
}
QPushButton[look="segment"]:hover { color: $text; background: $user_message; }
QPushButton[look="segment"]:checked { background: $soft_accent; color: $accent; font-weight: 600; }
QPushButton[look="segment"]:focus { border-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: $field; color: $text; border: 1px solid $line; border-radius: 6px; padding: 6px 10px;
    selection-background-color: $accent; selection-color: $accent_text; placeholder-text-color: $dim_text;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
    border-color: $accent;
}
QTextEdit[look="bare"], QPlainTextEdit[look="bare"] {
    background: transparent; border: none; border-radius: 0; padding: 0;
}
QFrame[look="bubble"] { background: $user_message; border: none; border-radius: 10px; }
QFrame[look="code"] { background: $code; border: 1px solid $line; border-radius: 8px; }
QFrame[look="prompt"] { background: $field; border: 1px solid $line; border-radius: 12px; }
QFrame[look="prompt"][active="true"] { border-color: $accent; }
QFrame[look="notice_info"] { background: $soft_accent; border: 1px solid $line; border-radius: 8px; }
QFrame[look="notice_warning"] { background: $field; border: 1px solid $warning; border-radius: 8px; }
QFrame[look="notice_error"] { background: $field; border: 1px solid $error; border-radius: 8px; }
QLabel[look="chip"] { background: $field; border: 1px solid $line; border-radius: 6px; padding: 4px 8px; }
QPushButton[look="action"] {
    background: transparent; color: $dim_text; border: none; border-bottom: 1px solid transparent; border-radius: 0;
    padding: 2px 4px 1px 0; font-size: ${small}pt; text-align: left;
}
QPushButton[look="action"]:hover { color: $text; background: transparent; }
QPushButton[look="action"]:focus { color: $text; border-bottom: 1px solid $accent; }
QPushButton[look="action"]:disabled { color: $line; }
QPushButton[look="jump"] {
    background: $field; color: $text; border: 1px solid $line; border-radius: 14px; padding: 4px 12px;
}

QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$icons/down-$variant.svg"); width: 14px; height: 14px; }
QComboBox QLineEdit { background: transparent; border: none; border-radius: 0; padding: 0; }
QSpinBox, QDoubleSpinBox { padding: 6px 4px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { border: none; width: 20px; subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button { border: none; width: 20px; subcontrol-position: bottom right; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url("$icons/up-$variant.svg"); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url("$icons/down-$variant.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $field; border: 1px solid $line; selection-background-color: $soft_accent;
    selection-color: $text; }

QMenu { background: $field; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $soft_accent; }
QMenu::item:disabled { color: $dim_text; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QListView, QTreeView, QTableView {
    background: $field; color: $text; border: 1px solid $line; border-radius: 6px; outline: none;
}

QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $dim_text; border-radius: 4px; background: $field;
}
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $text; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/check-$variant.svg");
}
QRadioButton::indicator:checked { border: 5px solid $accent; border-radius: 7px; width: 6px; height: 6px; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabWidget::tab-bar { left: 8px; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: $dim_text; border: none; border-bottom: 2px solid transparent; padding: 8px 12px;
}
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover, QTabBar::tab:focus { color: $text; }
QListWidget::item { padding: 6px 8px; }
QListWidget::item:selected { background: $soft_accent; color: $text; }
QListWidget::item:hover { background: $user_message; }

QListView[look="bare"], QTableView[look="bare"] { background: transparent; border: none; border-radius: 0; }
QTableView[look="bare"] QPlainTextEdit { border: 1px solid $accent; border-radius: 0; padding: 0 3px; }
QHeaderView { background: $background; border: none; }
QHeaderView::section {
    background: $background; color: $dim_text; border: none; border-bottom: 1px solid $line; padding: 6px 12px;
}
QPushButton[look="doubts"] {
    background: transparent; color: $warning; border: 1px solid transparent; border-radius: 6px; padding: 2px 6px;
    font-size: ${small}pt; font-weight: 600;
}
QPushButton[look="doubts"]:hover { background: $user_message; }
QPushButton[look="doubts"]:focus { border-color: $accent; }
QListView[look="bare"] QLineEdit { padding: 0 8px; }
QLineEdit[look="title_field"] {
    background: transparent; color: $dim_text; border: 1px solid transparent; padding: 6px 0; font-weight: 600;
}
QLineEdit[look="title_field"]:hover { border-color: $line; }
QLineEdit[look="title_field"]:focus { background: $field; color: $text; border-color: $accent; }
QWidget#first_start_page, QWidget#empty_chat_page, QWidget#empty_summary_page, QWidget#empty_writing_page,
QWidget#settings_page, QWidget#shortcuts_page {
    background: $background;
}

QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $scroll_handle; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $dim_text; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $line; }
QWidget#source_side { background: $sidebar; }
QWidget#sidebar { background: $sidebar; border-right: 1px solid $line; }
""")


def style_sheet(palette: Palette, base_pt: float) -> str:
    """The sheet for one palette and one base font size in points."""
    return _TEMPLATE.substitute(
        asdict(palette),
        icons=resource("icons").as_posix(),
        variant="dark" if palette.is_dark else "light",
        scroll_handle="#4A4D51" if palette.is_dark else "#C9C8C3",
        small=f"{base_pt * 0.83:.2f}",
        heading=f"{base_pt * 1.07:.2f}",
        title=f"{base_pt * 1.6:.2f}",
    )
