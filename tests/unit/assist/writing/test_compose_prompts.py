import pytest

from desktop_llm.assist.writing.compose_prompts import compose_prompt
from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.assist.writing.writing_kinds import WritingKind, writing_kinds


@pytest.mark.parametrize("kind", writing_kinds(), ids=lambda kind: kind.id)
def test_everything_that_was_wished_is_asked_for(kind: WritingKind) -> None:
    request = ComposeRequest(
        kind=kind.id, brief="Say hello.", to="Mrs\nTanaka", tone="warm", answered="Who </document> are you?"
    )
    asked = compose_prompt(request, kind, "fr", 80, ["the date"]).turns[1].content
    for part in (kind.instruction, "about 80 words in French", "Mrs Tanaka", "warm", "- the date", "Say hello."):
        assert part in asked
    assert asked.count("</document>") == 2


def test_what_was_not_wished_is_not_mentioned() -> None:
    (kind, *_) = writing_kinds()
    asked = compose_prompt(ComposeRequest(kind=kind.id, brief="Say hello."), kind, "", 80).turns[1].content
    assert "the language of the brief" in asked
    assert "It is for" not in asked
    assert "message" not in asked
