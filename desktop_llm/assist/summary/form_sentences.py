"""Which sentences of a document a form is about, told by code: those with a date, those that say who shall do what.

Pure; any thread.
"""

from collections.abc import Sequence
from functools import cache

import msgspec

from desktop_llm.assist.checks.dates_in_text import dates_in
from desktop_llm.assist.checks.passages import Passage
from desktop_llm.assist.checks.telling_sentences import telling_sentences
from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.assist.summary.summary_request import SummaryForm
from desktop_llm.paths import resource


def form_sentences(form: SummaryForm, passages: Sequence[Passage], n_wanted: int, focus: str = "") -> list[Passage]:
    """The most telling of those that the form is about, the best first. Most forms are about all."""
    match form:
        case SummaryForm.TIMELINE:
            passages = [passage for passage in passages if not passage.is_heading and dates_in(passage.text)]
        case SummaryForm.ACTIONS:
            passages = [passage for passage in passages if _duty_keys().intersection(passage.keys)]
        case _:
            pass
    return telling_sentences(passages, n_wanted, focus)


def is_about_some(form: SummaryForm) -> bool:
    """Whether the form needs particular sentences, which notes on what matters most may lack."""
    return form in (SummaryForm.TIMELINE, SummaryForm.ACTIONS)


@cache
def _duty_keys() -> frozenset[str]:
    words = msgspec.json.decode(resource("words/duties.json").read_bytes(), type=dict[str, str])
    return frozenset(key for line in words.values() for key in word_keys(line))
