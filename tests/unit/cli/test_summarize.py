import argparse

import pytest

from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryLength, SummaryParts, SummaryRequest
from desktop_llm.cli.summarize import add_summarize_command, request_of
from tests.fakes.written_documents import written_document


def request(*arguments: str) -> SummaryRequest:
    parser = argparse.ArgumentParser()
    add_summarize_command(parser.add_subparsers().add_parser)
    return request_of(parser.parse_args(["summarize", *arguments, "a.txt"]), (written_document("It burnt."),))


def test_without_options_it_is_the_key_points() -> None:
    asked = request()
    assert (asked.form, asked.length, asked.language) == (SummaryForm.KEY_POINTS, SummaryLength(), "")
    assert asked.parts is SummaryParts.EACH_AND_TOGETHER


@pytest.mark.parametrize(
    ("typed", "length"),
    [("200", SummaryLength(n_words=200)), ("10%", SummaryLength(share=0.1)), ("0.5%", SummaryLength(share=0.005))],
)
def test_a_length_is_words_or_a_share(typed: str, length: SummaryLength) -> None:
    assert request("--length", typed).length == length


@pytest.mark.parametrize("typed", ["0", "-3", "1.5", "x", "%", "0%", "101%", "nan", "nan%", "inf"])
def test_another_length_is_wrong_usage(typed: str) -> None:
    with pytest.raises(SystemExit) as raised:
        request("--length=" + typed)
    assert raised.value.code == 2


@pytest.mark.parametrize("form", SummaryForm)
def test_every_form_can_be_asked_for(form: SummaryForm) -> None:
    assert request("--form", form).form is form


def test_an_instruction_is_a_form_of_its_own() -> None:
    asked = request("--instruction", "Name the parties.")
    assert (asked.form, asked.instruction) == (SummaryForm.FREE, "Name the parties.")


def test_a_language_is_a_code_or_a_name() -> None:
    assert request("--to", "German").language == request("--to", "de").language == "de"
    with pytest.raises(SystemExit):
        request("--to", "Klingon")


def test_focus_and_parts_are_passed_on() -> None:
    asked = request("--focus", "costs?", "--parts", "together")
    assert (asked.focus, asked.parts) == ("costs?", SummaryParts.TOGETHER)
