from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont, QTextCharFormat
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.text_change import ChangeCategory
from desktop_llm.documents.rich_text import Paragraph, RichText, TableCell, TextFormat, TextRun
from tests.fakes.changing_editor import ChangingEditor, bold, plain

LETTER = ("Dear Ms Miller,", "we recieved you're letter of the 3. May.", "It was was very helpfull.")
MENDED = "Dear Ms Miller,\nwe received your letter of the 3. May.\nIt was very helpful."


def letter(qtbot: QtBot) -> ChangingEditor:
    editor = ChangingEditor(qtbot, *LETTER)
    editor.propose("recieved", "received")
    editor.propose("you're", "your", ChangeCategory.GRAMMAR)
    editor.propose("was was", "was", ChangeCategory.WORDING)
    editor.propose("helpfull", "helpful")
    return editor


def test_nothing_is_in_the_text_before_it_is_accepted(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    assert editor.text == "\n".join(LETTER)
    assert editor.editor.rich_text.text == "\n".join(LETTER)
    assert not editor.editor.document().isUndoAvailable()
    assert not editor.editor.document().isModified()


def test_accepting_all_is_one_undo_step_that_gives_back_every_byte(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    before = editor.editor.rich_text
    editor.accept(list(editor.changes.waiting))
    assert editor.text == MENDED
    assert editor.waiting == []
    editor.undo()
    assert editor.editor.rich_text == before
    assert editor.text.encode() == "\n".join(LETTER).encode()


def test_each_accepted_change_is_one_undo_step(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    for change in list(editor.changes.waiting)[:2]:
        editor.accept([change])
    editor.undo()
    assert editor.text.split("\n")[1] == "we received you're letter of the 3. May."
    editor.undo()
    assert editor.text == "\n".join(LETTER)


def test_undoing_gives_the_change_back_and_redoing_takes_it_again(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    editor.accept([editor.changes.waiting[0]])
    assert editor.waiting == ["you're", "was was", "helpfull"]
    editor.undo()
    assert editor.waiting == ["recieved", "you're", "was was", "helpfull"]
    editor.redo()
    assert editor.waiting == ["you're", "was was", "helpfull"]
    assert "received" in editor.text
    assert editor.withdrawn == []


def test_many_are_made_in_steps_and_are_still_one_undo_step(qtbot: QtBot) -> None:
    paragraphs = [f"Paragraph {number} is wrogn." for number in range(400)]
    editor = ChangingEditor(qtbot, *paragraphs)
    for number in range(400):
        change = editor.propose(f"{number} is wrogn", f"{number} is wrong")
        assert change.before == f"{number} is wrogn"
    before = editor.text
    editor.accept(list(editor.changes.waiting))
    assert editor.text == before.replace("wrogn", "wrong")
    assert not editor.editor.isReadOnly()
    editor.undo()
    assert editor.text == before
    assert len(editor.changes.waiting) == 400


def test_what_is_rejected_is_gone_and_the_text_is_as_it_was(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    editor.changes.reject([editor.changes.waiting[1]])
    assert editor.waiting == ["recieved", "was was", "helpfull"]
    assert editor.text == "\n".join(LETTER)


def test_places_follow_what_is_typed_before_and_behind_them(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    editor.type_at("Dear", " and esteemed")
    editor.type_at("letter", "s")
    editor.accept(list(editor.changes.waiting))
    assert editor.text == MENDED.replace("Dear", "Dear and esteemed").replace("letter", "letters")
    assert editor.withdrawn == []


def test_a_change_whose_words_are_edited_is_withdrawn(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    editor.type_at("helpfull", "y")
    assert editor.waiting == ["recieved", "you're", "was was"]
    assert editor.withdrawn == [1]


def test_a_change_to_whose_beginning_a_letter_is_added_is_withdrawn(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    editor.type_at("recieved", "un", is_behind=False)
    assert editor.withdrawn == [1]


def test_deleting_a_paragraph_withdraws_what_waits_in_it(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    editor.selection(LETTER[1]).removeSelectedText()
    assert editor.waiting == ["was was", "helpfull"]
    assert editor.withdrawn == [2]


def test_formats_that_a_person_gives_withdraw_nothing(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    editor.selection(LETTER[1]).mergeCharFormat(look)
    assert len(editor.waiting) == 4
    assert editor.withdrawn == []


def test_words_are_put_in_where_nothing_goes(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "However the dog barks.")
    editor.propose("However| the", ",")
    editor.accept([editor.changes.waiting[0]])
    assert editor.text == "However, the dog barks."
    editor.undo()
    assert editor.waiting == [""]


def test_words_are_taken_out(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "I saw the the cat.")
    editor.propose("the ", "")
    editor.accept([editor.changes.waiting[0]])
    assert editor.text == "I saw the cat."
    editor.type_at("saw", "ed")
    assert editor.waiting == []
    assert editor.text == "I sawed the cat."


def test_the_new_words_have_the_formats_of_the_old_ones(qtbot: QtBot) -> None:
    runs = (TextRun(text="This is "), bold("realy"), TextRun(text=" importent "), bold("news"), TextRun(text="."))
    editor = ChangingEditor(qtbot, Paragraph(runs=runs))
    editor.propose("realy importent", "really important")
    editor.propose("news", "new things")
    editor.accept(list(editor.changes.waiting))
    (paragraph,) = editor.editor.rich_text.paragraphs
    assert [(run.text, run.format.bold) for run in paragraph.runs] == [
        ("This is ", False),
        ("really", True),
        (" important ", False),
        ("new things", True),
        (".", False),
    ]


def test_a_link_stays_a_link(qtbot: QtBot) -> None:
    link = TextFormat(link="https://a.org")
    editor = ChangingEditor(qtbot, Paragraph(runs=(TextRun(text="see "), TextRun(text="heer", format=link))))
    editor.propose("heer", "here")
    editor.accept(list(editor.changes.waiting))
    (paragraph,) = editor.editor.rich_text.paragraphs
    assert paragraph.runs[1] == TextRun(text="here", format=link)


def test_wide_characters_do_not_move_a_change(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "𝄞𝄞 recieved 𝄞𝄞.")
    editor.propose("recieved 𝄞", "received 𝄞")
    editor.accept(list(editor.changes.waiting))
    assert editor.text == "𝄞𝄞 received 𝄞𝄞."
    editor.undo()
    assert editor.waiting == ["recieved 𝄞"]


def test_of_two_changes_of_the_same_words_the_first_stays(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "we recieved it")
    editor.propose("recieved", "received")
    editor.propose("recieved it", "got it")
    assert editor.waiting == ["recieved"]


def test_one_goes_through_them_in_the_order_of_the_text_and_round(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    changes = editor.changes
    first, last = changes.waiting[0], changes.waiting[-1]
    assert changes.next_to(0) is first
    assert changes.next_to(last.start) is first
    assert changes.previous_to(first.start) is last
    assert changes.at(first.start + 2) is first
    assert changes.at(0) is None


def test_another_text_ends_what_is_being_accepted(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, *(f"Paragraph {number} is wrogn." for number in range(300)))
    for number in range(300):
        editor.propose(f"{number} is wrogn", f"{number} is wrong")
    editor.changes.accept(list(editor.changes.waiting))
    assert editor.changes.is_making
    editor.changes.clear()
    editor.editor.show_rich_text(RichText(paragraphs=(plain("Another text."),)))
    qtbot.waitUntil(lambda: not editor.editor.is_loading)
    assert not editor.changes.is_making
    assert not editor.editor.isReadOnly()
    assert editor.text == "Another text."


def test_a_change_in_a_table_is_made_in_its_cell(qtbot: QtBot) -> None:
    cells = [
        Paragraph(runs=(TextRun(text=text),), cell=TableCell(table=0, row=0, column=column))
        for column, text in enumerate(("heatting", "14 degrees"))
    ]
    editor = ChangingEditor(qtbot, "Before.", *cells, "Behind.")
    editor.propose("heatting", "heating")
    editor.accept(list(editor.changes.waiting))
    assert [each.text for each in editor.editor.rich_text.paragraphs] == ["Before.", "heating", "14 degrees", "Behind."]
    editor.undo()
    assert editor.waiting == ["heatting"]


def test_the_menu_undoes_all_that_was_accepted_at_once(qtbot: QtBot) -> None:
    editor = letter(qtbot)
    editor.accept(list(editor.changes.waiting))
    menu = editor.editor.context_menu(QPoint(10, 10))
    next(action for action in menu.actions() if action.objectName() == "edit-undo").trigger()
    qtbot.waitUntil(lambda: editor.text == "\n".join(LETTER))
    menu.close()


def test_nothing_is_accepted_while_other_edits_belong_together(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "we recieved it")
    change = editor.propose("recieved", "received")
    assert editor.editor.undo_groups.begin()
    editor.changes.accept([change])
    assert editor.text == "we recieved it"
    editor.editor.undo_groups.end()
    editor.accept([change])
    assert editor.text == "we received it"
