import io
import sys

import pytest

from desktop_llm.cli.chat import answer_of, prompt_of, standard_input
from desktop_llm.engine.messages import ChatTurn, Failed
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.errors import DocumentError, ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_question_follows_its_document() -> None:
    (turn,) = prompt_of("", "Sum up:", "The harbour opens at six.").turns

    assert turn.content.index("The harbour opens at six.") < turn.content.index("Sum up:")


def test_instructions_are_a_turn_of_their_own() -> None:
    assert prompt_of("Be brief.", "Hello", "").turns == (ChatTurn("system", "Be brief."), ChatTurn("user", "Hello"))


def test_an_empty_prompt_is_refused() -> None:
    with pytest.raises(RequestFailedError) as raised:
        prompt_of("Be brief.", " ", "")

    assert raised.value.code is ErrorCode.PROMPT_EMPTY


def test_a_terminal_is_not_read_as_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())

    assert standard_input() == ""


def test_a_document_that_is_not_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\x80")))
    with pytest.raises(DocumentError) as raised:
        standard_input()

    assert raised.value.code is ErrorCode.FILE_NOT_TEXT


def test_the_answer_is_printed_as_it_comes_and_returned() -> None:
    engine = ScriptedEngineClient(ScriptedAnswer(text=("Hel", "lo"), thinking=("Hm.",)))
    output = io.StringIO()
    answer = answer_of(engine, prompt_of("", "Hi", ""), SamplingParams(), output)

    assert output.getvalue() == "Hello\n"
    assert (answer.text, answer.thinking, answer.finish_reason, answer.model) == ("Hello", "Hm.", "stop", "Scripted")


def test_escape_sequences_of_a_model_do_not_reach_a_terminal() -> None:
    text = "\x1b[2Jgone\x07\u009b1m\tkept\n"
    terminal, file = Terminal(), io.StringIO()
    for output in (terminal, file):
        engine = ScriptedEngineClient(ScriptedAnswer(text=(text,)))
        answer_of(engine, prompt_of("", "Hi", ""), SamplingParams(), output)

    assert terminal.getvalue() == "[2Jgone1m\tkept\n\n"
    assert file.getvalue() == f"{text}\n"


def test_a_failure_in_mid_answer_keeps_what_was_printed_on_a_line_of_its_own() -> None:
    engine = ScriptedEngineClient(ScriptedAnswer(text=("Once",), failure=Failed(code=ErrorCode.ENGINE_DIED)))
    output = io.StringIO()
    with pytest.raises(RequestFailedError) as raised:
        answer_of(engine, prompt_of("", "Hi", ""), SamplingParams(), output)

    assert raised.value.code is ErrorCode.ENGINE_DIED
    assert output.getvalue() == "Once\n"


def test_an_answer_that_goes_round_in_circles_ends_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    engine = ScriptedEngineClient(ScriptedAnswer(text=("I am here to help. ",) * 200, is_endless=True))
    answer = answer_of(engine, prompt_of("", "Hi", ""), SamplingParams(), None)

    assert answer.finish_reason == "abort"
    assert "the same again and again" in capsys.readouterr().err
