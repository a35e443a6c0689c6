from collections.abc import Callable

import pytest

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.writing.compose import ComposeJob
from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.assist.writing.written_version import (
    VersionDone,
    VersionEvent,
    VersionFault,
    VersionGrew,
    VersionWarning,
    WrittenVersion,
)
from desktop_llm.errors import ErrorCode
from tests.fakes.answering_engine import AnsweringEngine

BRIEF = "Invite Mrs Tanaka to our office in Hamburg.\n- on 12 March at 10:30\n- bring the signed contract"
GOOD = (
    "Subject: Your visit\n\nDear Mrs Tanaka,\n\nplease come to our office in Hamburg on 12 March at 10:30, and bring "
    "the signed contract.\n\nKind regards\n[your name]"
)


class Heard:
    def __init__(
        self,
        answering: Callable[[str], str],
        brief: str = BRIEF,
        *,
        engine: AnsweringEngine | None = None,
        **wishes: object,
    ) -> None:
        self.events: list[VersionEvent] = []
        self.engine = engine or AnsweringEngine(answering)
        ComposeJob(self.engine, ComposeRequest(**{"kind": "email", "brief": brief, **wishes}), self.events.append).run()

    @property
    def versions(self) -> list[WrittenVersion]:
        done = {event.index: event.version for event in self.events if isinstance(event, VersionDone)}
        return [done[index] for index in sorted(done)]

    @property
    def warnings(self) -> tuple[VersionWarning, ...]:
        return self.versions[0].warnings

    @property
    def faults(self) -> set[VersionFault]:
        return {warning.fault for warning in self.warnings}

    @property
    def ended(self) -> JobEnded:
        assert isinstance(self.events[-1], JobEnded)
        return self.events[-1]


def test_a_draft_that_says_everything_and_nothing_else_is_taken() -> None:
    heard = Heard(lambda _asked: f"Sure, here is the e-mail:\n\n{GOOD}")
    assert heard.versions == [WrittenVersion(GOOD)]
    assert len(heard.engine.asked) == 1
    assert [event.text for event in heard.events if isinstance(event, VersionGrew)][-1] == GOOD
    assert heard.ended.state is JobState.DONE


def test_a_missing_point_is_asked_for_once_more_by_name() -> None:
    short = GOOD.replace(", and bring the signed contract", "")
    heard = Heard(lambda asked: GOOD if "It must say each of these:\n- bring the signed contract" in asked else short)
    assert heard.versions == [WrittenVersion(GOOD)]
    assert len(heard.engine.asked) == 2


def test_what_stays_missing_or_was_invented_is_told() -> None:
    text = "Dear Mrs Tanaka,\n\nplease come to Hamburg and meet John Miller. It costs 300 euros.\n\nKind regards"
    heard = Heard(lambda _asked: text)
    assert set(heard.warnings) == {
        VersionWarning(VersionFault.POINT_MISSING, "on 12 March at 10:30"),
        VersionWarning(VersionFault.POINT_MISSING, "bring the signed contract"),
        VersionWarning(VersionFault.NUMBER_ADDED, "300"),
        VersionWarning(VersionFault.NAME_ADDED, "John Miller"),
    }


def test_the_better_of_two_attempts_is_taken() -> None:
    answers = iter([GOOD.replace("12 March", "spring"), ""])
    assert "spring" in Heard(lambda _asked: next(answers)).versions[0].text


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("", VersionFault.EMPTY),
        ("and so on " * 80, VersionFault.REPEATS),
        (
            "Bitte kommen Sie in unser Büro, wir freuen uns sehr auf Ihren Besuch im Frühling.",
            VersionFault.WRONG_LANGUAGE,
        ),
    ],
)
def test_a_draft_that_is_none_is_told(answer: str, fault: VersionFault) -> None:
    assert fault in Heard(lambda _asked: answer).faults


def test_a_length_that_was_named_is_compared() -> None:
    assert VersionFault.TOO_SHORT in Heard(lambda _asked: GOOD, n_words=200).faults
    assert VersionFault.TOO_LONG in Heard(lambda _asked: GOOD, n_words=10).faults
    assert Heard(lambda _asked: GOOD, n_words=40).warnings == ()


def test_several_versions_are_drawn() -> None:
    heard = Heard(lambda _asked: GOOD, n_versions=3)
    assert len(heard.versions) == 3
    assert len({command.sampling for command in heard.engine.commands}) == 3


def test_a_reply_may_use_what_the_message_says() -> None:
    answered = "Dear team, does John Miller still work for you? We met in 1987."
    text = f"{GOOD}\n\nJohn Miller has worked here since 1987."
    assert Heard(lambda _asked: text, kind="reply", answered=answered).warnings == ()


def test_a_brief_that_does_not_fit_and_an_empty_one_are_errors() -> None:
    small = AnsweringEngine(lambda _asked: GOOD, n_ctx_tokens=256)
    too_long = Heard(lambda _asked: GOOD, "Say this and that. " * 100, engine=small).ended.failure
    assert too_long is not None
    assert too_long.code is ErrorCode.PROMPT_TOO_LONG
    empty = Heard(lambda _asked: GOOD, "  ").ended.failure
    assert empty is not None
    assert empty.code is ErrorCode.PROMPT_EMPTY


def test_an_engine_that_dies_in_the_middle_costs_nothing() -> None:
    engine = AnsweringEngine(lambda _asked: GOOD, dies_at=1)
    assert Heard(lambda _asked: GOOD, engine=engine).versions == [WrittenVersion(GOOD)]
