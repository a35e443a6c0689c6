from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.storage.written_records import VersionReason
from desktop_llm.ui.item_models.change_list_model import CHANGE_ROW_ROLE, ChangeRow
from desktop_llm.ui.widgets.writing.change_list import ChangeList
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.proofreading import answer, knowing, proofreader, proposal
from tests.fakes.writing_window import WritingWindow

Open = Callable[[EngineClient], WritingWindow]
WRONG = "We recieved you letter last week."
RIGHT = "We received your letter last week."
OTHER = "It were very helpful for all of us."
OTHER_RIGHT = "It was very helpful for all of us."


def model() -> AnsweringEngine:
    return AnsweringEngine(knowing({WRONG: RIGHT, OTHER: OTHER_RIGHT}))


def rows(window: WritingWindow) -> list[tuple[str, str]]:
    content = window.part(ChangeList, "change_list").model()
    found = [content.index(row, 0).data(CHANGE_ROW_ROLE) for row in range(content.rowCount())]
    return [(row.before, row.after) for row in found if isinstance(row, ChangeRow)]


def found(window: WritingWindow) -> str:
    return window.part(QLabel, "found_changes").text() if window.is_shown("found_changes") else ""


def proofread(window: WritingWindow, command: WindowCommand = WindowCommand.FIX_ERRORS) -> None:
    window.give(command)
    window.wait_for(lambda: not window.is_shown("proofread_job") and bool(found(window)))


def test_what_the_model_proposes_waits_in_the_text_until_it_is_accepted(writing: Open) -> None:
    window = writing(model())
    window.put_in(WRONG, OTHER)
    proofread(window)
    assert rows(window) == [("recieved you", "received your"), ("were", "was")]
    assert window.text == f"{WRONG}\n{OTHER}"
    window.click("accept_all_changes_button")
    window.wait_for(lambda: window.text == f"{RIGHT}\n{OTHER_RIGHT}" and not window.editor.isReadOnly())
    window.editor.undo()
    window.wait_for(lambda: window.text == f"{WRONG}\n{OTHER}")


def test_the_keyboard_alone_goes_through_all(writing: Open) -> None:
    window = writing(model())
    window.put_in(WRONG, OTHER)
    proofread(window)
    for command in (WindowCommand.NEXT_CHANGE, WindowCommand.REJECT_CHANGE, WindowCommand.ACCEPT_CHANGE):
        window.give(command)
    window.wait_for(lambda: window.text == f"{WRONG}\n{OTHER_RIGHT}")
    window.wait_for(lambda: rows(window) == [])


def test_errors_only_and_improving_are_two_wishes(writing: Open) -> None:
    engine = model()
    window = writing(engine)
    window.put_in(WRONG)
    proofread(window)
    proofread(window, WindowCommand.IMPROVE_TEXT)
    prompts = [str(command.prompt) for command in engine.commands]
    assert prompts[0] != prompts[-1]


def test_only_selected_paragraphs_are_read(writing: Open) -> None:
    engine = model()
    window = writing(engine)
    window.put_in(WRONG, OTHER)
    window.select("helpful")
    proofread(window)
    assert rows(window) == [("were", "was")]
    assert not any("recieved" in asked.split("<document>")[-1] for asked in engine.asked)


def test_a_version_is_kept_before(writing: Open) -> None:
    window = writing(model())
    window.put_in(WRONG)
    proofread(window)
    window.settle()
    (document,) = window.documents.documents()
    assert VersionReason.BEFORE_ACTION in {each.reason for each in window.documents.versions(document.id)}


def test_words_that_the_person_says_are_right_stay(writing: Open) -> None:
    window = writing(model())
    window.folder.personal_dictionary.write_text("recieved\n")
    window.put_in(WRONG)
    proofread(window)
    assert all("recieved" not in before for before, _ in rows(window))


def test_a_change_whose_words_are_edited_is_withdrawn_with_a_sentence(writing: Open) -> None:
    window = writing(model())
    window.put_in(WRONG, OTHER)
    proofread(window)
    window.select("were")
    window.write("is")
    assert "it was withdrawn" in window.toast
    window.wait_for(lambda: rows(window) == [("recieved you", "received your")])


def test_a_text_that_was_edited_while_it_was_read_is_not_changed_in_a_wrong_place(writing: Open) -> None:
    window = writing(model())
    window.put_in(WRONG, OTHER)
    window.give(WindowCommand.FIX_ERRORS)
    window.select("recieved")
    window.editor.textCursor().insertText("got")
    window.wait_for(lambda: not window.is_shown("proofread_job") and bool(found(window)))
    assert rows(window) == [("were", "was")]
    assert "withdrawn" in window.toast


def test_a_model_that_finds_nothing_says_so(writing: Open) -> None:
    window = writing(AnsweringEngine(knowing({})))
    window.put_in(WRONG)
    proofread(window)
    assert found(window) == "Nothing to change was found."


def test_before_all_is_read_nobody_says_that_there_is_nothing_to_change(writing: Open) -> None:
    engine = ScriptedEngineClient()
    engine.script(ScriptedAnswer(text=("{",), is_endless=True))
    window = writing(engine)
    window.put_in(WRONG)
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: window.is_shown("proofread_job"))
    job = window.part(QWidget, "proofread_job")
    window.wait_for(lambda: any("0 of 1" in label.text() for label in job.findChildren(QLabel)))
    assert found(window) == ""
    assert window.part(QProgressBar, "proofread_progress").maximum() == 0  # it moves without an end
    window.click("stop_proofread_button")
    window.wait_for(lambda: not window.is_shown("proofread_job"))
    assert found(window) == ""


def test_a_change_waits_in_the_text_while_the_model_goes_on(writing: Open) -> None:
    written = answer([proposal(1, WRONG, RIGHT), proposal(2, OTHER, OTHER_RIGHT)]).removesuffix("]}")
    engine = ScriptedEngineClient()
    engine.script(ScriptedAnswer(text=(written,), is_endless=True))
    window = writing(engine)
    window.put_in(WRONG, OTHER)
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: rows(window) == [("recieved you", "received your")])
    assert window.is_shown("proofread_job")
    bar = window.part(QProgressBar, "proofread_progress")
    assert (bar.value(), bar.maximum()) == (1, 2)
    window.click("stop_proofread_button")
    window.wait_for(lambda: not window.is_shown("proofread_job"))
    assert rows(window) == [("recieved you", "received your")]


def test_a_model_that_answers_the_text_changes_nothing(writing: Open) -> None:
    window = writing(AnsweringEngine(lambda _asked: "Thank you for your letter! How can I help?"))
    window.put_in(WRONG)
    proofread(window)
    assert rows(window) == []
    assert "no usable answer" in window.part(QLabel, "left_out_changes").text()


def test_what_is_more_than_a_correction_is_not_accepted_with_the_others(writing: Open) -> None:
    def about(number: int, text: str) -> list[dict[str, object]]:
        new = {WRONG: RIGHT, OTHER: "All of us found that it had been of the greatest help."}[text]
        return [{"n": number, "orig": text, "text": new, "category": "wording", "reason": "better"}]

    window = writing(AnsweringEngine(proofreader(about)))
    window.put_in(WRONG, OTHER)
    proofread(window)
    assert window.is_shown("doubtful_changes")
    window.click("accept_all_changes_button")
    window.wait_for(lambda: window.text == f"{RIGHT}\n{OTHER}")
    assert rows(window) != []


def test_without_a_model_one_sentence_says_so(writing: Open) -> None:
    window = writing(ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY)))
    window.put_in(WRONG)
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: window.notice.startswith("No model is loaded"))
    window.wait_for(lambda: not window.is_shown("proofread_job"))


def test_an_engine_that_dies_in_the_middle_loses_nothing(writing: Open) -> None:
    engine = AnsweringEngine(knowing({WRONG: RIGHT}), dies_at=1)
    window = writing(engine)
    window.put_in(WRONG)
    proofread(window)
    assert rows(window) == [("recieved you", "received your")]


@pytest.mark.parametrize("text", ["", "word", "x = [1, 2]\nfor y in x: print(y)"])
def test_texts_without_sentences_are_left_alone(writing: Open, text: str) -> None:
    window = writing(model())
    window.put_in(*text.split("\n"))
    proofread(window)
    assert rows(window) == []


def test_another_text_has_none_of_the_changes(writing: Open) -> None:
    window = writing(model())
    window.put_in(WRONG)
    proofread(window)
    window.put_in("Another text.")
    window.wait_for(lambda: rows(window) == [])
    assert window.toast == ""
    assert found(window) == ""


def test_nothing_is_accepted_while_the_text_is_only_read(writing: Open) -> None:
    window = writing(model())
    window.put_in(WRONG)
    proofread(window)
    window.editor.hold_typing(True)  # as while it is rewritten in steps
    window.give(WindowCommand.ACCEPT_ALL_CHANGES)
    assert "still being worked on" in window.toast
    assert window.text == WRONG
    window.editor.hold_typing(False)
    window.give(WindowCommand.ACCEPT_ALL_CHANGES)
    window.wait_for(lambda: window.text == RIGHT)


@pytest.mark.parametrize(
    ("paragraphs", "wrong", "right"),
    [
        (("Roses is red.\u2028Violets are blue.",), "Roses is red.", "Roses are red."),
        (("הילד הלכה הביתה.",), "הילד הלכה הביתה.", "הילד הלך הביתה."),
        (("𝄞 It were loud. Je suis allé a la plage.",), "Je suis allé a la plage.", "Je suis allé à la plage."),
    ],
    ids=["a poem", "right to left", "mixed languages"],
)
def test_texts_of_all_kinds_are_changed_where_they_are_wrong_and_nowhere_else(
    writing: Open, paragraphs: tuple[str, ...], wrong: str, right: str
) -> None:
    window = writing(AnsweringEngine(knowing({wrong: right})))
    window.put_in(*paragraphs)
    before = window.text
    proofread(window)
    window.click("accept_all_changes_button")
    window.wait_for(lambda: window.text == before.replace(wrong, right))


def test_a_table_is_read_cell_by_cell(writing: Open) -> None:
    window = writing(model())
    window.begin_new()
    window.editor.insert_table()
    window.editor.textCursor().insertText(WRONG)
    proofread(window)
    window.click("accept_all_changes_button")
    window.wait_for(lambda: in_cells(window) == [RIGHT, *[""] * 8])


def in_cells(window: WritingWindow) -> list[str]:
    return [each.text for each in window.editor.rich_text.paragraphs if each.cell is not None]
