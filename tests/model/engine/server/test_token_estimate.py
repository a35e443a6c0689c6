"""The guess against a real vocabulary: a small, old one, which takes more tokens than those that servers have."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.engine.messages import TextPrompt
from desktop_llm.engine.server.token_estimate import estimated_tokens
from tests.fakes.bare_llama import BareLlama

TEXTS = {
    "English": "The committee met on Tuesday to discuss the proposal, which had been circulated a week earlier. ",
    "German": "Die Kommission traf sich am Dienstag, um den Vorschlag zu besprechen, der verschickt worden war. ",
    "French": "La commission s'est réunie mardi pour discuter de la proposition, envoyée une semaine plus tôt. ",
    "Chinese": "委员会于星期二开会讨论一周前分发的提案。大多数成员认为成本过高。",
    "Russian": "Комиссия собралась во вторник, чтобы обсудить предложение, разосланное неделей ранее. ",
    "code": Path(__file__).read_text(encoding="utf-8")[:3000],
    "JSON": '{"id": 17, "name": "Ana", "tags": ["a", "b"], "ok": true}, ',
    "figures": "2026-11-23 1,234.56 789012 3.14159 42 ",
}


@pytest.fixture(scope="module")
def llama(starter_path: Path) -> Iterator[BareLlama]:
    with BareLlama(starter_path) as llama:
        yield llama


@pytest.mark.parametrize("kind", TEXTS)
def test_the_guess_is_near_the_count_and_seldom_below(llama: BareLlama, kind: str) -> None:
    text = TEXTS[kind] * 5
    ratio = estimated_tokens(TextPrompt(text)) / llama.count_tokens(text)
    assert 0.85 <= ratio <= 2.0
    assert ratio >= 1.0 or kind in ("German", "Chinese", "figures")
