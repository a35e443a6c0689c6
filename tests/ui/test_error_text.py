import inspect
import re
import string

import pytest

from desktop_llm import errors
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.ui.error_text import BUTTONS, TEMPLATES, ErrorAction, error_text, error_text_of

every_code = pytest.mark.parametrize("code", ErrorCode)


def facts_of(code: ErrorCode) -> set[str]:
    """The facts that come with a code, as its comment in errors.py names them."""
    source = inspect.getsource(errors.ErrorCode)
    (line,) = re.findall(rf'^\s+{code.name} = "{code.value}"(.*)$', source, re.MULTILINE)
    return {name.strip() for name in line.partition("#")[2].split(",") if name.strip()}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@every_code
def test_every_failure_has_its_words(code: ErrorCode) -> None:
    text = error_text(code)
    assert re.fullmatch(r"[^.].*\.", text.sentence)
    assert (text.button is None) == (text.action is None)


@every_code
def test_words_use_only_the_facts_that_come_with_the_code(code: ErrorCode) -> None:
    known = facts_of(code) | ({"file"} if "path" in facts_of(code) else set())
    template = TEMPLATES[code]
    assert placeholders(template.sentence) | placeholders(template.advice) <= known


def test_the_hubs_failures_lead_to_the_settings_of_downloads() -> None:
    to_settings = [code for code in ErrorCode if "settings" in (TEMPLATES[code].action or "")]
    hub_codes = {code for code in to_settings if code.name.startswith("HUB_")}
    assert len(hub_codes) >= 6
    assert {TEMPLATES[code].action for code in hub_codes} == {ErrorAction.OPEN_DOWNLOAD_SETTINGS}
    assert TEMPLATES[ErrorCode.PROMPT_TOO_LONG].action is ErrorAction.OPEN_LOADING_SETTINGS


def test_every_action_has_a_button() -> None:
    assert set(BUTTONS) == set(ErrorAction)


def test_sizes_are_told_in_units_that_people_know() -> None:
    text = error_text(ErrorCode.MODEL_DOES_NOT_FIT, {"needed_bytes": 5_100_000_000, "free_bytes": 98_000_000})
    assert text.sentence == "This model needs 5.1 GB of memory, and 98 MB are free."


def test_sizes_that_differ_a_little_do_not_read_the_same() -> None:
    text = error_text(ErrorCode.MODEL_FILE_TRUNCATED, {"actual_bytes": 1_000_000, "expected_bytes": 1_200_000})
    assert text.sentence.endswith("is incomplete: 1,000,000 bytes are there, 1,200,000 bytes are needed.")


def test_numbers_are_grouped() -> None:
    text = error_text(ErrorCode.PROMPT_TOO_LONG, {"prompt_tokens": 12345, "context_tokens": 8192})
    assert "12,345 tokens" in text.sentence


def test_a_path_is_named_by_its_file() -> None:
    text = error_text_of(StorageError(ErrorCode.MODEL_FILE_MISSING, path="/home/ana/models/granite.gguf"))
    assert text.sentence == "The model file granite.gguf is no longer there."
    assert "/home/ana/models/granite.gguf" in text.advice


def test_braces_in_a_fact_are_left_alone() -> None:
    text = error_text(ErrorCode.FILE_UNREADABLE, {"path": "/a/{x}.txt", "reason": "{0}"})
    assert "{x}.txt" in text.sentence
    assert "{0}" in text.advice


def test_details_repeat_code_and_facts() -> None:
    text = error_text(ErrorCode.ENGINE_DIED, {"cause": "signal 9"})
    assert text.details == "engine_died\ncause: signal 9"
