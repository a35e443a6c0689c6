import argparse
from pathlib import Path

import pytest

from desktop_llm.assist.writing.compose import ComposeJob
from desktop_llm.assist.writing.rewrite_request import RewriteStyle
from desktop_llm.assist.writing.writing_actions import WritingAction, keep_actions
from desktop_llm.cli.write import add_write_command
from desktop_llm.cli.write_version import compose_request, rewrite_request, written_status
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.paths import DataFolder
from tests.fakes.answering_engine import AnsweringEngine


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_write_command(parser.add_subparsers().add_parser)
    return parser.parse_args(["write", *arguments])


def test_a_tone_is_one_of_those_that_are_known_or_ones_own_words(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hello.", "utf-8")
    known = rewrite_request(parsed("rewrite", "--tone", "friendly", str(path)))
    assert (known.text, known.style, known.instruction) == ("Hello.", RewriteStyle.FRIENDLY, "")
    own = rewrite_request(parsed("rewrite", "--tone", "like a pirate", str(path)))
    assert (own.style, own.instruction) == (RewriteStyle.CUSTOM, "like a pirate")


def test_an_action_of_ones_own_is_used_by_its_name(tmp_path: Path, data_folder_of_test: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hello.", "utf-8")
    action = WritingAction(name="Pirate", instruction="Like a pirate of 1720.")
    keep_actions(DataFolder(data_folder_of_test).writing_actions, [action])
    assert rewrite_request(parsed("rewrite", "--tone", "pirate", str(path))).instruction == "Like a pirate of 1720."


def test_a_brief_is_a_file_or_words(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_text("Say hello.\n- on Monday", "utf-8")
    of_file = compose_request(parsed("compose", "--kind", "email", "--words", "80", str(path)))
    assert (of_file.points, of_file.n_words) == (("on Monday",), 80)
    of_words = compose_request(parsed("compose", "--kind", "post", "--lang", "German", "Say hello."))
    assert (of_words.brief, of_words.language) == ("Say hello.", "de")


def test_what_is_answered_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mail.txt"
    path.write_text("Who are you?", "utf-8")
    options = parsed("compose", "--kind", "reply", "--reply-to", str(path), "Say who we are.")
    assert compose_request(options).answered == "Who are you?"


@pytest.mark.parametrize(
    "arguments",
    [
        ("compose", "--kind", "novel", "x"),
        ("compose", "--kind", "email", "--words", "0", "x"),
        ("compose", "--kind", "email", "--words", "many", "x"),
        ("rewrite", "a.txt"),
    ],
)
def test_wrong_usage_is_told(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        parsed(*arguments)


def test_an_empty_brief_is_told() -> None:
    with pytest.raises(DesktopLlmError) as caught:
        compose_request(parsed("compose", "--kind", "email", "  "))
    assert caught.value.code is ErrorCode.PROMPT_EMPTY


def test_the_text_is_printed_and_what_is_missing_said(capsys: pytest.CaptureFixture[str]) -> None:
    request = compose_request(parsed("compose", "--kind", "email", "Invite her.\n- on 12 March"))
    engine = AnsweringEngine(lambda _asked: "Please come and see us.")
    assert written_status(engine, lambda client, sink: ComposeJob(client, request, sink)) == 0
    shown = capsys.readouterr()
    assert shown.out == "Please come and see us.\n"
    assert "Missing: on 12 March" in shown.err
    assert "is a small model" in shown.err
