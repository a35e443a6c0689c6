"""What a model is asked when it translates, in the form that its profile says. Pure; any thread.

The beginning is the same for all segments of a job, and earlier segments come before the one that is asked for, so
that the engine finds what it has evaluated already.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.assist.language_names import language_name
from desktop_llm.assist.model_profiles import ModelProfile, PromptForm
from desktop_llm.assist.translation.translation_request import Pair, Term, Tone
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, Prompt, TextPrompt, ThinkingMode
from desktop_llm.paths import resource

PROMPT_VERSION: Final = 2
"""Part of the memory's keys; another number makes all translations of earlier programs void."""
MARK_BREAKER: Final = "\u200b"
MARK_OPENING: Final = "⟦"
_EXAMPLE_LANGUAGES: Final = {"nb": "no", "nn": "no"}


class Wish(Struct, frozen=True, kw_only=True):
    """What is wanted of one text. source may be empty: nobody knows. terms: those that occur in it."""

    text: str
    source: str
    target: str
    tone: Tone = Tone.NEUTRAL
    terms: tuple[Term, ...] = ()
    examples: tuple[Pair, ...] = ()
    hint: str = ""


class Exchange(Struct, frozen=True):
    """An earlier wish, in the words in which it was asked, and the answer."""

    asked: str
    pair: Pair


def asked_text(profile: ModelProfile, wish: Wish) -> str:
    """The wish in words: a turn, or the raw text."""
    fields = _fields(profile, wish)
    if profile.form is PromptForm.EXAMPLES:
        return f"{fields['source']}: {wish.text}\n{fields['target']}:"
    tone = profile.tones.get(wish.tone, "")
    text = _instruction(profile, wish).format(**fields, tone=tone, text=_unmarked(wish.text, profile.marks))
    return "\n\n".join(
        part for part in (wish.hint if profile.takes_hints else "", _terms(profile, wish) + text) if part
    )


def translation_prompt(profile: ModelProfile, wish: Wish, history: Sequence[Exchange] = ()) -> Prompt:
    """Asks for the translation. The history is left out for models that were not trained with one."""
    asked = asked_text(profile, wish)
    match profile.form:
        case PromptForm.RAW:
            return TextPrompt(asked)
        case PromptForm.EXAMPLES:
            return TextPrompt(_examples_before(profile, wish, history) + asked)
        case PromptForm.CHAT:
            turns = (*_system(profile, wish), *_earlier(profile, wish, history), ChatTurn("user", asked))
            return ChatPrompt(turns, ThinkingMode.OFF)


def stop_texts(profile: ModelProfile) -> tuple[str, ...]:
    return ("\n",) if profile.stops_at_line_end else ()


def example_pairs(source: str, target: str) -> tuple[Pair, ...]:
    """Three sentences in both languages; none where one of them is not known."""
    sentences = _example_sentences()
    sources = sentences.get(_EXAMPLE_LANGUAGES.get(source, source), ())
    targets = sentences.get(_EXAMPLE_LANGUAGES.get(target, target), ())
    return tuple(Pair(*each) for each in zip(sources, targets, strict=False))


def _instruction(profile: ModelProfile, wish: Wish) -> str:
    if profile.delimited and MARK_OPENING in wish.text:
        return profile.delimited
    return profile.tone if profile.tone and wish.tone in profile.tones else profile.instruction


def _system(profile: ModelProfile, wish: Wish) -> tuple[ChatTurn, ...]:
    if not profile.system:
        return ()
    text = profile.system.format(**_fields(profile, wish))
    tone = profile.tones.get(wish.tone, "")
    return (ChatTurn("system", f"{text} {tone}".strip()),)


def _earlier(profile: ModelProfile, wish: Wish, history: Sequence[Exchange]) -> list[ChatTurn]:
    turns: list[ChatTurn] = []
    for exchange in (*history, *(_as_exchange(profile, wish, pair) for pair in wish.examples)):
        turns += (ChatTurn("user", exchange.asked), ChatTurn("assistant", exchange.pair.target))
    return turns


def _as_exchange(profile: ModelProfile, wish: Wish, pair: Pair) -> Exchange:
    alone = Wish(text=pair.source, source=wish.source, target=wish.target, tone=wish.tone)
    return Exchange(asked_text(profile, alone), pair)


def _examples_before(profile: ModelProfile, wish: Wish, history: Sequence[Exchange]) -> str:
    fields = _fields(profile, wish)
    terms = (Pair(term.source, term.target) for term in wish.terms)
    pairs = (
        *example_pairs(wish.source, wish.target),
        *(exchange.pair for exchange in history),
        *wish.examples,
        *terms,
    )
    lines = (f"{fields['source']}: {_line(each.source)}\n{fields['target']}: {_line(each.target)}" for each in pairs)
    return "".join(f"{line}\n\n" for line in lines)


def _terms(profile: ModelProfile, wish: Wish) -> str:
    if not wish.terms or not profile.terms:
        return ""
    lines = (profile.term.format(source=term.source, target=term.target) for term in wish.terms)
    return profile.terms.format(terms="\n".join(lines))


def _fields(profile: ModelProfile, wish: Wish) -> dict[str, str]:
    return {
        "source": _name(profile, wish.source) or "the original language",
        "target": _name(profile, wish.target),
        "source_code": wish.source or "und",
        "target_code": wish.target,
    }


def _name(profile: ModelProfile, code: str) -> str:
    return profile.names.get(code) or language_name(code) or code


def _unmarked(text: str, marks: Sequence[str]) -> str:
    """A text that holds the marks of a turn must not end one."""
    for mark in marks:
        text = text.replace(mark, mark[0] + MARK_BREAKER + mark[1:])
    return text


def _line(text: str) -> str:
    return " ".join(text.split())


@cache
def _example_sentences() -> dict[str, tuple[str, ...]]:
    content = resource("words/translation_examples.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, tuple[str, ...]])
