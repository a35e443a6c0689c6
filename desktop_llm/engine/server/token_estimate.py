"""How many tokens a text takes where nobody counts them: a cautious guess, said to be one. Pure."""

import re
from typing import Final

from desktop_llm.engine.messages import ChatPrompt, Prompt

# Measured on texts of nine languages, code, JSON and figures with the vocabularies of Llama 2 and 3, Qwen 2 and 3.5,
# Gemma 4, Command R and Phi 3: the guess is 1.3 to 1.9 times the count for Latin scripts, code and JSON, and 1 to 6
# times for others. Below it are only figures with spaces between them (0.9) and emoji (0.7). The starter model's small
# vocabulary takes up to a quarter more than is guessed: tests/model/engine/server/test_token_estimate.py.
_LETTERS_PER_TOKEN: Final = 3
_BYTES_PER_TOKEN: Final = 2
_TURN_TOKENS: Final = 8
_FIGURE_OR_SIGN: Final = re.compile(r"[!-@\[-`{-~\n]")


def estimated_tokens(prompt: Prompt) -> int:
    """Rather too many than too few."""
    texts = [turn.content for turn in prompt.turns] if isinstance(prompt, ChatPrompt) else [prompt.text]
    overhead = (len(texts) + 1) * _TURN_TOKENS if isinstance(prompt, ChatPrompt) else 1
    return sum(map(_text_tokens, texts)) + overhead


def _text_tokens(text: str) -> int:
    """Figures and signs count one each; letters and spaces, and bytes of other scripts, several together."""
    ascii_text = text if text.isascii() else text.encode("ascii", "ignore").decode()
    n_single = len(_FIGURE_OR_SIGN.findall(ascii_text))
    n_other_bytes = len(text.encode("utf-8", "replace")) - len(ascii_text)
    n_letters = len(ascii_text) - n_single
    return n_single + -(-n_letters // _LETTERS_PER_TOKEN) + -(-n_other_bytes // _BYTES_PER_TOKEN)
