"""A model that proofreads as a script says: it finds the sentences in what it is asked, and answers about each."""

import json
import re
from collections.abc import Callable, Mapping, Sequence

Proposal = Mapping[str, object]
About = Callable[[int, str], Sequence[Proposal]]
"""From a sentence's number and its words to what is proposed about it."""

_SENTENCE = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)
_FENCE = re.compile(r"<document>\n(.*?)\n</document>", re.DOTALL)


def sentences_asked(asked: str) -> list[str]:
    """The numbered ones, not those around them."""
    return [match[2] for inner in _FENCE.findall(asked) for match in _SENTENCE.finditer(inner)]


def proposal(number: int, orig: str, text: str, category: str = "spelling", reason: str = "error") -> Proposal:
    return {"n": number, "orig": orig, "text": text, "category": category, "reason": reason}


def answer(proposals: Sequence[Proposal]) -> str:
    return json.dumps({"changes": list(proposals)}, ensure_ascii=False)


def proofreader(about: About) -> Callable[[str], str]:
    """What an AnsweringEngine answers with."""

    def answering(asked: str) -> str:
        found = sentences_asked(asked)
        return answer([each for number, text in enumerate(found, 1) for each in about(number, text)])

    return answering


def knowing(corrections: Mapping[str, str]) -> Callable[[str], str]:
    """A model that knows these sentences and finds all others right."""

    def about(number: int, text: str) -> Sequence[Proposal]:
        return [proposal(number, text, corrections[text])] if text in corrections else []

    return proofreader(about)
