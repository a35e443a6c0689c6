import pytest
from msgspec.structs import replace

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.writing.continue_text import ContinueJob, ContinueRequest, continuation_prompt, fitted
from desktop_llm.assist.writing.written_version import (
    VersionDone,
    VersionEvent,
    VersionFault,
    VersionGrew,
    WrittenVersion,
)
from desktop_llm.engine.messages import ChatPrompt, FinishReason, Generate, TextPrompt
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL, ScriptedAnswer, ScriptedEngineClient
from desktop_llm.errors import ErrorCode

BEFORE = "Dear Mrs Tanaka, thank you for your letter. We would"


def continued(answer: ScriptedAnswer, request: ContinueRequest) -> tuple[WrittenVersion, list[VersionEvent], Generate]:
    engine = ScriptedEngineClient(answer)
    events: list[VersionEvent] = []
    ContinueJob(engine, request, events.append).run()
    done = next(event for event in events if isinstance(event, VersionDone))
    command = next(each for each in engine.submitted if isinstance(each, Generate))
    assert isinstance(events[-1], JobEnded)
    assert events[-1].state is JobState.DONE
    return done.version, events, command


def test_the_text_up_to_the_cursor_is_continued_in_its_language_and_grows() -> None:
    answer = ScriptedAnswer(text=(" like to", " meet you."))
    version, events, command = continued(answer, ContinueRequest(before=BEFORE))
    assert version == WrittenVersion(" like to meet you.")
    assert [event.text for event in events if isinstance(event, VersionGrew)] == [" like to", " like to meet you."]
    assert isinstance(command.prompt, ChatPrompt)
    assert command.prompt.is_continuation
    assert command.prompt.turns[-1].content == BEFORE
    assert "English" in command.prompt.turns[0].content
    assert command.stop == ("\n",)


def test_a_base_model_just_goes_on() -> None:
    base = replace(SCRIPTED_MODEL, has_chat_template=False)
    assert continuation_prompt(ContinueRequest(before="Once "), base, "") == TextPrompt("Once")


def test_the_beginning_of_a_long_text_stays_the_same_while_it_is_written() -> None:
    text = "word " * 2000
    prompts = [
        continuation_prompt(ContinueRequest(before=text[:end]), SCRIPTED_MODEL, "") for end in (9000, 9040, 9400)
    ]
    beginnings = {prompt.turns[-1].content[:1500] for prompt in prompts if isinstance(prompt, ChatPrompt)}
    assert len(beginnings) == 1
    assert all(len(prompt.turns[-1].content) <= 3000 for prompt in prompts if isinstance(prompt, ChatPrompt))


def test_what_was_cut_ends_with_a_whole_sentence_or_a_whole_word() -> None:
    cut = ScriptedAnswer(text=(" like to meet you. Please bri",), reason=FinishReason.LENGTH)
    assert continued(cut, ContinueRequest(before=BEFORE))[0].text == " like to meet you."
    cut = ScriptedAnswer(text=(" like to meet yo",), reason=FinishReason.LENGTH)
    assert continued(cut, ContinueRequest(before=BEFORE))[0].text == " like to meet"


def test_spaces_at_the_cursor_are_not_doubled() -> None:
    assert fitted(" like to ", ContinueRequest(before="We would ", behind=" meet")) == "like to"
    assert fitted(" like to", ContinueRequest(before="We would")) == " like to"


@pytest.mark.parametrize(
    ("before", "behind", "answer"),
    [
        (BEFORE, "", " thank you for your letter."),
        (BEFORE, "\n\nPlease bring the signed contract.", "Please bring the signed contract."),
        (BEFORE, "", ""),
    ],
)
def test_what_stands_there_already_is_not_offered(before: str, behind: str, answer: str) -> None:
    version, *_ = continued(ScriptedAnswer(text=(answer,)), ContinueRequest(before=before, behind=behind))
    assert version.text == ""
    assert [warning.fault for warning in version.warnings] == [VersionFault.EMPTY]


def test_another_language_is_told() -> None:
    german = " uns sehr freuen, wenn Sie am nächsten Montag in unser Büro in Hamburg kommen könnten."
    version, *_ = continued(ScriptedAnswer(text=(german,)), ContinueRequest(before=BEFORE, language="en"))
    assert [(each.fault, each.text) for each in version.warnings] == [(VersionFault.WRONG_LANGUAGE, "de")]


def test_nothing_can_be_made_of_nothing() -> None:
    events: list[VersionEvent] = []
    ContinueJob(ScriptedEngineClient(), ContinueRequest(before=" \n"), events.append).run()
    assert isinstance(events[-1], JobEnded)
    assert events[-1].failure is not None
    assert events[-1].failure.code is ErrorCode.PROMPT_EMPTY
