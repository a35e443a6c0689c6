from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.text_change import ChangeCategory
from desktop_llm.ui.item_models.change_list_model import ChangeRow
from desktop_llm.ui.widgets.writing.proofread_page import FoundChanges, ProofreadPage

FOUND = FoundChanges(
    text="3 changes · 2.0 per 100 words",
    doubtful="1 of them is to be looked at by yourself",
    n_checked={ChangeCategory.SPELLING: 2, ChangeCategory.GRAMMAR: 1},
)


def page(qtbot: QtBot) -> ProofreadPage:
    made = ProofreadPage()
    qtbot.addWidget(made)
    made.resize(348, 600)
    made.show()
    return made


def button(made: ProofreadPage, name: str) -> QAbstractButton:
    found = made.findChild(QAbstractButton, name)
    assert found is not None
    return found


def label(made: ProofreadPage, name: str) -> str:
    found = made.findChild(QLabel, name)
    assert found is not None
    return found.text() if found.isVisible() else ""


def test_before_anything_is_found_it_says_what_will_happen(qtbot: QtBot) -> None:
    made = page(qtbot)
    assert "none is made before you accept it" in label(made, "proofread_hint")
    assert not button(made, "accept_all_changes_button").isVisible()


def test_what_was_found_is_counted_and_offered_by_kind(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_found(FOUND)
    assert label(made, "found_changes") == FOUND.text
    assert label(made, "doubtful_changes") == FOUND.doubtful
    assert button(made, "accept_all_changes_button").text() == "Accept all 3"
    assert button(made, "accept_spelling_button").text() == "Spelling 2"
    assert not button(made, "accept_wording_button").isVisible()
    with qtbot.waitSignal(made.accept_kind_requested) as told:
        qtbot.mouseClick(button(made, "accept_grammar_button"), Qt.MouseButton.LeftButton)
    assert told.args == [ChangeCategory.GRAMMAR]


def test_one_kind_alone_is_all(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_found(FoundChanges(text="2 changes", n_checked={ChangeCategory.SPELLING: 2}))
    assert not button(made, "accept_spelling_button").isVisible()
    assert button(made, "accept_all_changes_button").isVisible()


def test_wishes_are_told(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_found(FOUND)
    made.show_rows([ChangeRow(key="a", before="x", after="y", kind="Spelling")])
    for name, signal in (
        ("fix_errors_button", made.fix_requested),
        ("improve_button", made.improve_requested),
        ("accept_all_changes_button", made.accept_all_requested),
        ("reject_all_button", made.reject_all_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button(made, name), Qt.MouseButton.LeftButton)


def test_the_buttons_name_their_keys(qtbot: QtBot) -> None:
    made = page(qtbot)
    assert "F7" in button(made, "fix_errors_button").toolTip()
    assert "Shift+F7" in button(made, "improve_button").toolTip()
