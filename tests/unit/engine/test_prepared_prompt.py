from dataclasses import dataclass

from desktop_llm.engine.backends.echo_backend import EchoVocabulary
from desktop_llm.engine.messages import Prompt, TextPrompt
from desktop_llm.engine.prepared_prompt import PreparedPrompt, prepare_prompt
from desktop_llm.engine.sequences import Seam
from tests.fakes.scheduler_bench import chat

_QUESTION = "<|user|>Hi<|end|><|assistant|>"
_NO_CHAT = TextPrompt("")
_OTHER_TOKENS = [1000, 1001]  # how the model wrote "Hello", unlike the tokenizer


@dataclass
class _Earlier:
    text: str
    tokens: list[int]
    seams: tuple[Seam, ...]


def _tokens(text: str) -> list[int]:
    return EchoVocabulary().tokenize(text, is_beginning=True)


def _prepared(text: str, *earlier: _Earlier, prompt: Prompt = _NO_CHAT) -> PreparedPrompt:
    return prepare_prompt(prompt, text, EchoVocabulary(), earlier)


def _first_turn() -> _Earlier:
    tokens = _tokens(_QUESTION) + _OTHER_TOKENS
    return _Earlier(f"{_QUESTION}Hello", tokens, (Seam(len(_QUESTION) + 5, len(tokens)),))


def test_without_earlier_turns_the_text_is_tokenized() -> None:
    assert _prepared(_QUESTION).tokens == _tokens(_QUESTION)


def test_an_earlier_answer_keeps_the_tokens_it_was_written_in() -> None:
    rest = "<|end|><|user|>More<|end|><|assistant|>"
    prepared = _prepared(f"{_QUESTION}Hello{rest}", _first_turn())
    assert prepared.tokens == _first_turn().tokens + _tokens(rest)
    assert prepared.seams == _first_turn().seams


def test_an_answer_that_goes_on_in_the_middle_of_a_word_is_tokenized_anew() -> None:
    text = f"{_QUESTION}Hello there"
    assert _prepared(text, _first_turn()).tokens == _tokens(text)


def test_a_text_that_differs_before_the_seam_is_tokenized_anew() -> None:
    text = f"{_QUESTION}Help!<|end|>"
    assert _prepared(text, _first_turn()).tokens == _tokens(text)


def test_the_longest_fitting_seam_is_taken() -> None:
    first = _first_turn()
    start = f"{first.text}<|end|><|user|>More<|end|><|assistant|>"
    tokens = first.tokens + _tokens("<|end|><|user|>More<|end|><|assistant|>") + [1002]
    second = _Earlier(f"{start}Sure", tokens, (*first.seams, Seam(len(start) + 4, len(tokens))))
    rest = "<|end|><|user|>And?<|end|><|assistant|>"
    assert _prepared(f"{start}Sure{rest}", first, second).tokens == tokens + _tokens(rest)
    branch = f"{first.text}<|end|><|user|>Else<|end|><|assistant|>"
    assert _prepared(branch, second).tokens[: len(first.tokens)] == first.tokens


def test_a_seam_beyond_what_was_evaluated_is_not_used() -> None:
    cut = _Earlier(_first_turn().text, _first_turn().tokens[:3], _first_turn().seams)
    text = f"{_QUESTION}Hello<|end|>"
    assert _prepared(text, cut).tokens == _tokens(text)


def test_prompts_branch_before_and_after_the_last_message() -> None:
    text = "<|user|>Hi<|end|><|assistant|>"
    prepared = _prepared(text, prompt=chat("Hi"))
    assert [prepared.tokens[:point] for point in prepared.branch_points] == [_tokens("<|user|>H")]
    text = f"<|user|>Hi<|end|><|assistant|>Yes<|end|>{_QUESTION}"
    prepared = _prepared(text, prompt=chat("Hi", "Yes", "Hi"))
    before = "<|user|>Hi<|end|><|assistant|>Yes<|end|>"
    assert [prepared.tokens[:point] for point in prepared.branch_points] == [
        _tokens(before),
        _tokens(f"{before}<|user|>H"),
    ]


def test_a_text_branches_only_at_its_end() -> None:
    assert _prepared("abcd", prompt=TextPrompt("abcd")).branch_points == (3,)
