from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.theme import Theme, apply_theme
from desktop_llm.ui.widgets.transcript.code_block import CodeBlock
from desktop_llm.ui.widgets.transcript.message_content import BranchStep, ContentState, EditedMessage, MessageContent
from desktop_llm.ui.widgets.transcript.prose_view import ProseView
from desktop_llm.ui.widgets.transcript.transcript import Transcript

MakeTranscript = Callable[..., Transcript]
LONG = "Some words that fill a line of the transcript.\n\n" * 12


@pytest.fixture
def make_transcript(qtbot: QtBot, qapp: QApplication) -> MakeTranscript:
    def make(*messages: MessageContent) -> Transcript:
        apply_theme(qapp, Theme.LIGHT)
        transcript = Transcript()
        qtbot.addWidget(transcript)
        transcript.resize(800, 600)
        transcript.show()
        transcript.show_messages(messages)
        return transcript

    return make


def question(id: str = "q", text: str = "Why?", **more: object) -> MessageContent:
    return replace(MessageContent(id=id, role="user", text=text), **more)


def answer(id: str = "a", text: str = "Because.", **more: object) -> MessageContent:
    return replace(MessageContent(id=id, role="assistant", text=text), **more)


def conversation(n_messages: int, text: str = LONG) -> list[MessageContent]:
    return [question(str(n), f"{n} {text}") if n % 2 == 0 else answer(str(n), f"{n} {text}") for n in range(n_messages)]


def shown(transcript: Transcript) -> list[str]:
    """The texts in the visible part, from top to bottom."""
    views = [view for view in transcript.findChildren(ProseView) if view.isVisible()]
    views = [view for view in views if -view.height() < view.mapTo(transcript, QPoint()).y() < transcript.height()]
    return [view.toPlainText() for view in sorted(views, key=lambda view: view.mapTo(transcript, QPoint()).y())]


def button(transcript: Transcript, name: str) -> QPushButton:
    (found,) = [each for each in transcript.findChildren(QPushButton, name) if each.isVisibleTo(transcript)]
    return found


def edited(transcript: Transcript) -> list[str]:
    """What stands in editors."""
    fields = transcript.findChildren(QPlainTextEdit, "edit_message_field")
    return [field.toPlainText() for field in fields if field.isVisible()]


def notice(transcript: Transcript) -> str:
    return " ".join(label.text() for label in transcript.findChildren(QLabel, "message_notice") if label.isVisible())


def test_questions_and_answers_are_shown_in_order(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(question(text="One?"), answer(text="Two."))
    assert shown(transcript) == ["One?", "Two."]


def test_a_long_conversation_opens_at_its_end_and_builds_only_what_is_near(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(*conversation(400))
    assert shown(transcript)[-1].startswith("399 ")
    assert len(transcript.findChildren(ProseView)) < 30


def test_scrolling_up_shows_what_is_above(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(*conversation(40))
    bar = transcript.verticalScrollBar()
    for _ in range(2000):
        if bar.value() == 0:
            break
        bar.setValue(bar.value() - 200)
    assert shown(transcript)[0].startswith("0 ")


def test_what_is_read_stays_in_place_while_unknown_heights_are_learnt(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(*conversation(60))
    transcript.scroll_to_message("30")
    before = [(view.toPlainText()[:3], view.mapTo(transcript, QPoint()).y()) for view in near(transcript)]
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.value() - 40)
    after = [(view.toPlainText()[:3], view.mapTo(transcript, QPoint()).y() - 40) for view in near(transcript)]
    assert set(before) <= set(after)


def near(transcript: Transcript) -> list[ProseView]:
    views = [view for view in transcript.findChildren(ProseView) if view.isVisible()]
    return [view for view in views if 0 < view.mapTo(transcript, QPoint()).y() < 300]


def test_a_message_can_be_jumped_to(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(*conversation(300))
    transcript.scroll_to_message("150")
    assert shown(transcript)[0].startswith("150 ")
    assert transcript.findChild(QPushButton, "jump_to_latest_button").isVisible()


def test_the_jump_button_leads_back_to_the_end(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(*conversation(100))
    transcript.scroll_to_message("10")
    qtbot.mouseClick(button(transcript, "jump_to_latest_button"), Qt.MouseButton.LeftButton)
    assert shown(transcript)[-1].startswith("99 ")
    assert not transcript.findChild(QPushButton, "jump_to_latest_button").isVisible()


def test_there_is_no_jump_to_an_end_that_is_seen(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(question(), answer(text="Yes.", state=ContentState.STREAMING))
    jump = transcript.findChild(QPushButton, "jump_to_latest_button")
    transcript.scroll_to_message("q")
    assert not jump.isVisible()
    transcript.grow_answer("a", "".join(f"Paragraph {n}.\n\n" for n in range(60)))
    qtbot.waitUntil(jump.isVisible)
    assert transcript.verticalScrollBar().value() == 0


def test_an_answer_grows_and_the_end_stays_in_view(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(*conversation(10), question(), answer(text="", state=ContentState.STREAMING))
    for n in range(60):
        transcript.grow_answer("a", f"Paragraph {n}.\n\n")
    qtbot.waitUntil(lambda: "Paragraph 59." in shown(transcript)[-1])
    assert transcript.verticalScrollBar().value() == transcript.verticalScrollBar().maximum()


def test_growing_does_not_move_a_reader_who_scrolled_up(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(*conversation(30), answer(text="", state=ContentState.STREAMING))
    transcript.scroll_to_message("5")
    before = shown(transcript)
    transcript.grow_answer("a", LONG)
    qtbot.waitUntil(lambda: not transcript._growth)
    assert shown(transcript) == before


@pytest.mark.parametrize("n_chars", [1, 7, 50, 10_000])
def test_a_streamed_answer_ends_as_the_answer_shown_at_once(
    make_transcript: MakeTranscript, qtbot: QtBot, n_chars: int
) -> None:
    text = "# A\n\n1. x\n   ```py\n   y = 1\n   ```\n   z\n2. w\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    text += "> q\n\n```\nend\n```\n"
    streamed = make_transcript(question(), answer(text="", state=ContentState.STREAMING))
    for start in range(0, len(text), n_chars):
        streamed.grow_answer("a", text[start : start + n_chars])
    streamed.update_message(answer(text=text))
    whole = make_transcript(question(), answer(text=text))
    assert len(pictures(whole)) == 6
    assert pictures(streamed) == pictures(whole)


def pictures(transcript: Transcript) -> list[str]:
    parts = [
        each for each in transcript.findChildren(ProseView) + transcript.findChildren(CodeBlock) if each.isVisible()
    ]
    parts.sort(key=lambda part: part.mapTo(transcript, QPoint()).y())
    return [part.code() if isinstance(part, CodeBlock) else part.document().toHtml() for part in parts]


def test_code_is_a_block_of_its_own_whose_copy_button_copies_it(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(answer(text="```python\nx = 1\n```\n"))
    qtbot.mouseClick(button(transcript, "copy_code_button"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "x = 1"


def test_copy_gives_the_answers_markdown(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(answer(text="**bold** and\n\n- list"))
    qtbot.mouseClick(button(transcript, "copy_button"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "**bold** and\n\n- list"


def test_thinking_is_one_line_that_unfolds(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(question(), answer(thinking="First, the lease.", thinking_s=4.2))
    line = button(transcript, "thinking_button")
    assert line.text() == "▸ Thought for 4 s"
    assert shown(transcript) == ["Why?", "Because."]
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert shown(transcript) == ["Why?", "First, the lease.", "Because."]
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert shown(transcript) == ["Why?", "Because."]


def test_while_it_thinks_the_line_says_so(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(question(), answer(text="", state=ContentState.STREAMING))
    transcript.grow_answer("a", "", "Hm")
    assert button(transcript, "thinking_button").text() == "▸ Thinking …"


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ContentState.STOPPED, "Stopped."),
        (ContentState.CUT_AT_LIMIT, "Cut at the length limit."),
        (ContentState.REPEATED, "Stopped: the model was writing the same again and again."),
        (ContentState.INTERRUPTED, "Interrupted: the program ended while this was written."),
        (ContentState.COMPLETE, ""),
    ],
)
def test_how_an_answer_ended_is_said(make_transcript: MakeTranscript, state: ContentState, sentence: str) -> None:
    assert notice(make_transcript(answer(state=state))) == sentence


def test_an_error_is_a_sentence_with_one_button(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    failed = answer(text="", state=ContentState.FAILED, notice="The engine stopped.", notice_action="Send again")
    transcript = make_transcript(question(), failed)
    assert notice(transcript) == "The engine stopped."
    helper = button(transcript, "message_notice_button")
    assert helper.text() == "Send again"
    with qtbot.waitSignal(transcript.notice_action_requested) as signal:
        qtbot.mouseClick(helper, Qt.MouseButton.LeftButton)
    assert signal.args == ["a"]


def test_a_sentence_from_below_is_never_taken_for_html(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(answer(state=ContentState.FAILED, notice="<img src='file:///x'>"))
    (label,) = [each for each in transcript.findChildren(QLabel, "message_notice") if each.isVisible()]
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_messages_left_out_of_the_prompt_say_so(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(question(is_left_out=True), answer(is_left_out=True))
    texts = [label.text() for label in transcript.findChildren(QLabel) if label.isVisible()]
    assert texts.count("Not sent to the model.") == 2


@pytest.mark.parametrize(
    ("name", "signal"), [("regenerate_button", "regenerate_requested"), ("continue_button", "continue_requested")]
)
def test_the_buttons_below_an_answer_report_wishes(
    make_transcript: MakeTranscript, qtbot: QtBot, name: str, signal: str
) -> None:
    transcript = make_transcript(answer())
    with qtbot.waitSignal(getattr(transcript, signal)) as received:
        qtbot.mouseClick(button(transcript, name), Qt.MouseButton.LeftButton)
    assert received.args == ["a"]


def test_branches_are_stepped_through_with_buttons(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(answer(branch_number=3, branch_count=3))
    assert not button(transcript, "next_branch_button").isEnabled()
    with qtbot.waitSignal(transcript.branch_requested) as received:
        qtbot.mouseClick(button(transcript, "previous_branch_button"), Qt.MouseButton.LeftButton)
    assert received.args == [BranchStep("a", -1)]


def test_a_question_is_edited_in_its_bubble(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(question(), answer())
    transcript.edit_message("q")
    field = transcript.findChild(QPlainTextEdit, "edit_message_field")
    assert field.toPlainText() == "Why?"
    field.setPlainText("Why not?")
    with qtbot.waitSignal(transcript.edit_submitted) as received:
        qtbot.mouseClick(button(transcript, "send_edit_button"), Qt.MouseButton.LeftButton)
    assert received.args == [EditedMessage("q", "Why not?")]
    assert edited(transcript) == ["Why not?"]  # until what comes of it is shown
    transcript.show_messages((question("r", "Why not?"), answer()))
    assert shown(transcript) == ["Why not?", "Because."]


def test_a_question_comes_with_what_was_typed_into_its_editor(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(question(edited_text="Why not"), answer())
    assert edited(transcript) == ["Why not"]
    with qtbot.waitSignal(transcript.edit_changed) as received:
        qtbot.keyClicks(transcript.findChild(QPlainTextEdit, "edit_message_field"), "?")
    assert received.args == [EditedMessage("q", "Why not?")]
    with qtbot.waitSignal(transcript.edit_dropped) as dropped:
        qtbot.mouseClick(button(transcript, "cancel_edit_button"), Qt.MouseButton.LeftButton)
    assert dropped.args == ["q"]
    assert shown(transcript) == ["Why?", "Because."]


def test_what_is_typed_into_an_editor_is_there_again_after_scrolling_and_in_other_colours(
    make_transcript: MakeTranscript, qtbot: QtBot, qapp: QApplication
) -> None:
    transcript = make_transcript(*conversation(200))
    transcript.edit_message("0")
    field = transcript.findChild(QPlainTextEdit, "edit_message_field")
    field.setPlainText("Why not?")
    with qtbot.waitSignal(field.destroyed):
        transcript.follow()
    transcript.scroll_to_message("0")
    assert edited(transcript) == ["Why not?"]
    with qtbot.waitSignal(transcript.findChild(QPlainTextEdit, "edit_message_field").destroyed):
        apply_theme(qapp, Theme.DARK)
    assert edited(transcript) == ["Why not?"]


def test_escape_leaves_the_editor(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(question())
    transcript.edit_message("q")
    qtbot.keyClick(transcript.findChild(QPlainTextEdit, "edit_message_field"), Qt.Key.Key_Escape)
    assert shown(transcript) == ["Why?"]


def test_a_very_long_question_is_folded(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(question(text="word " * 2000))
    assert len(shown(transcript)[0]) < 1300
    qtbot.mouseClick(button(transcript, "show_all_button"), Qt.MouseButton.LeftButton)
    assert len(transcript.findChildren(ProseView)[0].toPlainText()) == 10_000


def test_a_link_is_reported_and_never_opened(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(answer(text="[bank](https://example.org/x)"))
    view = transcript.findChildren(ProseView)[0]
    cursor = QTextCursor(view.document())
    cursor.setPosition(2)
    with qtbot.waitSignal(transcript.link_activated) as received:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center())
    assert received.args == ["https://example.org/x"]
    assert not view.openLinks()
    assert not view.openExternalLinks()


def test_another_branch_keeps_the_place(make_transcript: MakeTranscript) -> None:
    messages = conversation(60)
    transcript = make_transcript(*messages)
    transcript.scroll_to_message("20")
    before = shown(transcript)
    transcript.show_messages((*messages[:59], answer("59b", "other")))
    assert shown(transcript) == before


def test_another_conversation_opens_at_its_end(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(*conversation(60))
    transcript.scroll_to_message("20")
    transcript.show_messages(tuple(replace(each, id=f"other {each.id}") for each in conversation(40)))
    assert shown(transcript)[-1].startswith("39 ")


def test_a_cleared_transcript_is_empty(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(question(), answer())
    transcript.clear()
    assert shown(transcript) == []


def test_a_new_theme_recolours_what_is_shown(make_transcript: MakeTranscript, qtbot: QtBot, qapp: QApplication) -> None:
    transcript = make_transcript(answer(text="text"))
    apply_theme(qapp, Theme.DARK)
    qtbot.waitUntil(lambda: "#ececea" in transcript.findChildren(ProseView)[-1].document().toHtml())
    apply_theme(qapp, Theme.LIGHT)
    qtbot.waitUntil(lambda: "#1f1f1d" in transcript.findChildren(ProseView)[-1].document().toHtml())


def test_every_control_has_a_name_for_a_screen_reader(make_transcript: MakeTranscript) -> None:
    transcript = make_transcript(
        question(branch_count=2, attachments=("a.txt",)),
        answer(text="text\n```py\nx\n```\n", thinking="hm", branch_count=2, state=ContentState.STOPPED),
    )
    controls = [*transcript.findChildren(QPushButton), *transcript.findChildren(QPlainTextEdit)]
    controls = [each for each in controls if each.isVisible()]
    assert len(controls) > 8
    nameless = [each for each in controls if not each.objectName() or not name_of(each)]
    assert nameless == []


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton) else "")


def test_tab_goes_from_top_to_bottom(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(*[each for n in range(2) for each in (question(f"q{n}"), answer(f"a{n}"))])
    tops = []
    widget = transcript.nextInFocusChain()
    while widget is not transcript:
        if isinstance(widget, QPushButton) and widget.objectName() in {"edit_button", "regenerate_button"}:
            tops.append(widget.mapTo(transcript, QPoint()).y())
        widget = widget.nextInFocusChain()
    assert len(tops) == 4
    assert tops == sorted(tops)


def test_narrow_windows_cut_nothing(make_transcript: MakeTranscript, qtbot: QtBot) -> None:
    transcript = make_transcript(question(text="word " * 40), answer(text="word " * 100))
    transcript.resize(420, 600)
    qtbot.waitUntil(lambda: all(view.geometry().right() < 420 for view in transcript.findChildren(ProseView)))
    for view in transcript.findChildren(ProseView):
        assert view.document().size().width() <= view.width()
