import re
from collections.abc import Callable

import pytest

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.writing.rewrite import RewriteJob
from desktop_llm.assist.writing.rewrite_request import RewriteRequest, RewriteStyle
from desktop_llm.assist.writing.written_version import (
    VersionDone,
    VersionEvent,
    VersionFault,
    VersionGrew,
    WrittenVersion,
)
from desktop_llm.errors import ErrorCode
from tests.fakes.answering_engine import AnsweringEngine

TEXT = "We met Tanaka in Hamburg on 12 March. See https://example.org/a for more."


def text_asked(asked: str) -> str:
    return re.search(r"<document>\n(.*)\n</document>", asked, re.DOTALL)[1]


class Heard:
    def __init__(self, answering: Callable[[str], str], text: str = TEXT, dies_at: int = 0, **wishes: object) -> None:
        self.events: list[VersionEvent] = []
        self.engine = AnsweringEngine(answering, dies_at=dies_at)
        RewriteJob(self.engine, RewriteRequest(text=text, **wishes), self.events.append).run()

    @property
    def versions(self) -> list[WrittenVersion]:
        done = {event.index: event.version for event in self.events if isinstance(event, VersionDone)}
        return [done[index] for index in sorted(done)]

    @property
    def faults(self) -> set[VersionFault]:
        return {warning.fault for warning in self.versions[0].warnings}

    @property
    def ended(self) -> JobEnded:
        assert isinstance(self.events[-1], JobEnded)
        return self.events[-1]


def louder(asked: str) -> str:
    return text_asked(asked).replace("We met", "We were glad to meet")


def test_a_text_comes_back_in_other_words_with_its_links_and_grows_meanwhile() -> None:
    heard = Heard(louder)
    assert heard.versions == [WrittenVersion(TEXT.replace("We met", "We were glad to meet"))]
    grown = [event.text for event in heard.events if isinstance(event, VersionGrew)]
    assert grown[-1] == heard.versions[0].text
    assert "⟦1⟧" in heard.engine.asked[0]
    assert heard.ended.state is JobState.DONE


def test_several_versions_are_drawn_of_one_question() -> None:
    heard = Heard(louder, n_versions=3)
    assert len(heard.versions) == 3
    assert len({command.sampling for command in heard.engine.commands}) == 3
    assert len({command.prompt for command in heard.engine.commands}) == 1


def test_a_link_that_is_lost_twice_leaves_the_part_as_it_was_and_says_so() -> None:
    heard = Heard(lambda _asked: "We met Tanaka in Hamburg on 12 March.")
    assert heard.versions[0].text == TEXT
    assert heard.faults == {VersionFault.PART_KEPT}
    assert len(heard.engine.asked) == 2


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (TEXT.replace("12", "13"), VersionFault.DATE_ADDED),
        (TEXT.replace("Hamburg", "Bremen"), VersionFault.NAME_ADDED),
        (TEXT.replace(" on 12 March", ""), VersionFault.NUMBER_MISSING),
        (TEXT.replace(" in Hamburg", ""), VersionFault.NAME_MISSING),
    ],
)
def test_what_is_lost_or_added_is_told(made: str, fault: VersionFault) -> None:
    assert fault in Heard(lambda _asked: made).faults


def test_what_a_shorter_text_leaves_out_is_meant() -> None:
    short = "We met. See https://example.org/a."
    assert Heard(lambda _asked: short, style=RewriteStyle.SHORTER).versions == [WrittenVersion(short)]


def test_a_list_keeps_its_lines() -> None:
    listed = "- We met Tanaka.\n- In Hamburg.\n- See https://example.org/a"
    assert Heard(lambda _asked: listed, style=RewriteStyle.BULLETS).versions[0].text.rstrip() == listed


@pytest.mark.parametrize(
    "answer",
    ["", "and so on " * 80, "Wir haben Tanaka in Hamburg getroffen und über das neue Haus gesprochen. ⟦1⟧"],
    ids=["nothing", "for ever", "another language"],
)
def test_an_answer_that_is_no_good_leaves_the_text_as_it_was(answer: str) -> None:
    heard = Heard(lambda _asked: answer, language="en")
    assert heard.versions[0].text == TEXT
    assert heard.faults == {VersionFault.PART_KEPT}


def test_code_is_not_rewritten_and_a_text_of_nothing_else_comes_back() -> None:
    code = "```\nx = 1\n```\n"
    heard = Heard(louder, code)
    assert (heard.versions[0].text, heard.engine.asked) == (code, [])
    assert heard.faults == {VersionFault.UNCHANGED}


def test_a_long_text_is_rewritten_piece_by_piece_in_its_order() -> None:
    rain = " ".join(f"It rained again for {number} hours." for number in range(2, 30))
    text = "\n\n".join(f"We met on day {number} of the year. {rain}" for number in range(30))
    heard = Heard(louder, text, language="en")
    assert len(heard.engine.asked) > 5
    assert heard.versions[0].text.split() == text.replace("We met", "We were glad to meet").split()


def test_nothing_to_rewrite_is_an_error() -> None:
    failure = Heard(louder, " \n").ended.failure
    assert failure is not None
    assert failure.code is ErrorCode.PROMPT_EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "Word",
        "Roses are red,\nViolets are blue,\nI met Tanaka\nAnd so did you.",
        "| what | when |\n|---|---|\n| heating | soon |",
        "הילד הלך הביתה עם אמו אתמול בערב.",
        "It rained again today.\n\nJe suis allé à la plage avec mes amis hier soir.",
    ],
    ids=["one word", "a poem", "a table", "right to left", "mixed languages"],
)
def test_what_a_model_says_again_is_the_text_as_it_was_whatever_it_is(text: str) -> None:
    heard = Heard(text_asked, text)
    assert heard.versions[0].text == text
    assert heard.faults <= {VersionFault.UNCHANGED}


def test_an_engine_that_dies_in_the_middle_costs_nothing() -> None:
    heard = Heard(louder, dies_at=1)
    assert heard.versions[0].text == TEXT.replace("We met", "We were glad to meet")
    assert heard.ended.state is JobState.DONE
