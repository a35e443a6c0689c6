import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.answer_footer import AnswerFooter
from desktop_llm.ui.widgets.transcript.message_content import ContentState, MessageContent

ANSWER = MessageContent(id="a", role="assistant", text="Because.")


@pytest.fixture
def footer(qtbot: QtBot) -> AnswerFooter:
    footer = AnswerFooter(None)
    qtbot.addWidget(footer)
    footer.show()
    return footer


def buttons(footer: AnswerFooter) -> set[str]:
    return {button.text() for button in footer.findChildren(QPushButton) if button.isVisible()}


def notice(footer: AnswerFooter) -> QLabel:
    found = footer.findChild(QLabel, "message_notice")
    assert found is not None
    return found


def test_a_good_answer_has_its_three_buttons_and_no_sentence(footer: AnswerFooter) -> None:
    footer.show_content(ANSWER)
    assert buttons(footer) == {"Copy", "Regenerate", "Continue"}
    assert not notice(footer).isVisible()


def test_a_failed_answer_without_text_can_only_be_tried_again(footer: AnswerFooter) -> None:
    failed = replace(ANSWER, text="", state=ContentState.FAILED, notice="It failed.", notice_action="Try again")
    footer.show_content(failed)
    assert buttons(footer) == {"Regenerate", "Try again"}
    assert notice(footer).property("look") == "error"


def test_both_sentences_are_said(footer: AnswerFooter) -> None:
    footer.show_content(replace(ANSWER, state=ContentState.STOPPED, is_left_out=True))
    assert notice(footer).text() == "Stopped. Not sent to the model."


def test_details_are_told_on_hover(footer: AnswerFooter) -> None:
    footer.show_content(replace(ANSWER, details="38 tokens/s"))
    assert footer.toolTip() == "38 tokens/s"


def test_a_long_sentence_makes_it_higher(footer: AnswerFooter) -> None:
    footer.show_content(replace(ANSWER, state=ContentState.FAILED, notice="short"))
    one = footer.heightForWidth(300)
    footer.show_content(replace(ANSWER, state=ContentState.FAILED, notice="a long sentence " * 12))
    assert footer.heightForWidth(300) > one + 40
