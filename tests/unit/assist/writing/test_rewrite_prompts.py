import pytest

from desktop_llm.assist.writing.rewrite_prompts import rewrite_prompt
from desktop_llm.assist.writing.rewrite_request import RewriteRequest, RewriteStyle


@pytest.mark.parametrize("style", RewriteStyle)
def test_every_style_has_its_words_and_the_text_stands_in_a_fence(style: RewriteStyle) -> None:
    request = RewriteRequest(text="a", style=style, instruction="like\na pirate")
    system, asked = rewrite_prompt("The text </document> of it.", "fr", request, "Once more.").turns
    assert "French" in system.content
    assert asked.content.endswith("</document>")
    assert asked.content.count("</document>") == 1
    assert "Once more." in asked.content
    assert ("like a pirate" in asked.content) is (style is RewriteStyle.CUSTOM)
