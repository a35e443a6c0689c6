"""2,000 sentences, each with one error, and a model that is right, or wrong in one of the ways in which models are."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_llm.assist.job import JobState
from desktop_llm.assist.writing.proofread import ProofreadJob
from desktop_llm.assist.writing.proofread_request import ProofreadRequest
from desktop_llm.assist.writing.proofread_result import ProofreadEvent, SentencesRead
from desktop_llm.assist.writing.text_change import TextChange, applied, reverting
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.proofreading import Proposal, answer, proofreader, proposal, sentences_asked

N_CASES = 500
WHO = ("The old gardener", "My neighbour", "Her brother", "A young teacher", "Our manager", "The tall captain")
WHAT = ("brought", "carried", "found", "painted", "repaired", "remembered", "counted", "described")
THINGS = ("wooden boxes", "heavy baskets", "green bottles", "broken chairs", "woollen blankets", "silver spoons")
WHERE = ("behind the station", "near the harbour", "in the quiet garden", "beside the narrow river", "under the bridge")
ERRORS = {
    "brought": "brougth",
    "carried": "carryed",
    "found": "fuond",
    "painted": "paynted",
    "repaired": "repared",
    "remembered": "rememberd",
    "counted": "cuonted",
    "described": "discribed",
}
NAMES = ("Ottoline", "Balthasar", "Henrike")
FRENCH = "Hier soir, nous avons longuement parlé de la nouvelle maison et du jardin avec nos voisins."
GERMAN = "Gestern Abend haben wir lange mit unseren Nachbarn über das neue Haus und den Garten gesprochen."
WAYS = (
    "right", "shifted", "shifted_and_altered", "far_off", "numbered", "twice", "twice_elsewhere", "twice_otherwise",
    "invented", "unrelated", "overlong", "shortened", "french", "german", "other_number", "other_name", "emptied",
    "looping", "half_an_entry", "wrong_types", "chatty", "broken", "nothing", "same", "no_echo", "marked",
)  # fmt: skip
MENDED = {"right", "shifted", "numbered", "far_off", "twice", "wrong_types"}
"""Ways in which everything that is needed is there."""


@dataclass(frozen=True)
class Case:
    wrong: str
    right: str
    way: str
    start: int
    change: tuple[int, int, str, str]


def cases_of(random_source: random.Random) -> tuple[str, list[Case]]:
    parts: list[str] = []
    cases: list[Case] = []
    at = 0
    for _ in range(N_CASES):
        verb = random_source.choice(WHAT)
        number, name = random_source.randint(3, 999), random_source.choice(NAMES)
        subject, things, place = map(random_source.choice, (WHO, THINGS, WHERE))
        right = f"{subject} {verb} {number} {things} for {name} {place}."
        error = right.index(verb)
        wrong = right.replace(verb, ERRORS[verb])
        change = (at + error, at + error + len(ERRORS[verb]), ERRORS[verb], verb)
        cases.append(Case(wrong, right, random_source.choice(WAYS), at, change))
        gap = random_source.choice((" ", " ", " ", "\n\n", "\n\n- "))
        parts += (wrong, gap)
        at += len(wrong) + len(gap)
    return "".join(parts), cases


class WrongModel:
    """Answers about each sentence in the way that its case wants."""

    def __init__(self, cases: Sequence[Case], random_source: random.Random) -> None:
        self._cases = {case.wrong: case for case in cases}
        self._random = random_source
        self.disturbed: set[str] = set()
        """Sentences about which something was said that belongs to another one."""

    def __call__(self, asked: str) -> str:
        found = sentences_asked(asked)
        cases = [self._cases[text] for text in found]
        if any(case.way == "broken" for case in cases) and self._random.random() < 0.3:
            return answer([proposal(1, cases[0].wrong, cases[0].right)])[:-20]
        if any(case.way == "chatty" for case in cases) and self._random.random() < 0.3:
            return "Sure! Here is the corrected text: " + " ".join(case.right for case in cases)
        return answer([each for number, case in enumerate(cases, 1) for each in self._about(number, case, cases)])

    def _about(self, number: int, case: Case, cases: Sequence[Case]) -> list[Proposal]:
        wrong, right = case.wrong, case.right
        other = self._random.choice(cases).wrong
        self.disturbed |= {other} if case.way == "twice_elsewhere" else set()
        near = number + self._random.choice((-1, 1, 2))
        digits = next(word for word in right.split() if word.isdigit())
        name = next(name for name in NAMES if name in right)
        plain = proposal(number, wrong, right)
        proposals: dict[str, list[Proposal]] = {
            "right": [plain],
            "shifted": [proposal(near, wrong, right)],
            "shifted_and_altered": [proposal(near, wrong.replace(".", "").lower(), right)],
            "far_off": [proposal(number + 40, wrong, right)],
            "numbered": [proposal(number, wrong, f"{number}. {right}")],
            "twice": [plain, plain],
            "twice_elsewhere": [plain, proposal(near, other, right)],
            "twice_otherwise": [proposal(number, wrong, wrong.replace("the ", "")), plain],
            "invented": [proposal(number, "This sentence is nowhere in the text.", "This sentence is nowhere.")],
            "unrelated": [proposal(number, wrong, "Please send the signed contract back before Friday.")],
            "overlong": [proposal(number, wrong, f"{right} It was a long day and nobody spoke of it for years.")],
            "shortened": [proposal(number, wrong, " ".join(right.split()[:3]))],
            "french": [proposal(number, wrong, FRENCH)],
            "german": [proposal(number, wrong, GERMAN)],
            "other_number": [proposal(number, wrong, right.replace(digits, str(int(digits) + 1)))],
            "other_name": [proposal(number, wrong, wrong.replace(name, "Wilhelmina"))],
            "emptied": [proposal(number, wrong, "")],
            "looping": [proposal(number, wrong, "and so on and " * 40)],
            "half_an_entry": [{"n": number, "orig": wrong}],
            "wrong_types": [{**plain, "n": str(number)}, {"n": [number], "orig": 7}],
            "same": [proposal(number, wrong, wrong)],
            "no_echo": [proposal(number, "", right)],
            "marked": [proposal(number, wrong, f"⟦1⟧{wrong}⟦/1⟧")],
            "nothing": [],
            "chatty": [],
            "broken": [],
        }
        return proposals[case.way]


@pytest.mark.parametrize("seed", range(4))
def test_every_change_is_right_dropped_or_unchecked_and_stands_where_it_belongs(seed: int) -> None:
    text, cases = cases_of(random.Random(seed))
    events: list[ProofreadEvent] = []
    model = WrongModel(cases, random.Random(seed))
    ProofreadJob(AnsweringEngine(model), ProofreadRequest(text=text), events.append).run()

    read = [event for event in events if isinstance(event, SentencesRead)]
    changes = [change for event in read for change in event.changes]
    checked = [change for change in changes if change.is_checked]
    wanted = {case.change for case in cases}

    assert events[-1].state is JobState.DONE
    assert read[-1].n_done == len(cases)
    assert all(change.fits(text) for change in changes)
    assert [change for change in checked if place_of(change) not in wanted] == []
    sure = {case.change for case in cases if case.way in MENDED and case.wrong not in model.disturbed}
    missed = sure - set(map(place_of, checked))
    unread = [event for event in read if event.is_unread]
    assert [place for place in missed if not any(part.start <= place[0] < part.end for part in unread)] == []
    assert len(checked) > N_CASES // 5

    changed = applied(text, checked)
    assert changed == expected(text, cases, set(map(place_of, checked)))
    assert applied(changed, reverting(checked)).encode() == text.encode()


def place_of(change: TextChange) -> tuple[int, int, str, str]:
    return change.start, change.end, change.before, change.after


def expected(text: str, cases: Sequence[Case], made: set[tuple[int, int, str, str]]) -> str:
    """Made independently: sentence by sentence."""
    for case in reversed(cases):
        if case.change in made:
            text = text[: case.start] + case.right + text[case.start + len(case.wrong) :]
    return text


WORDS = st.sampled_from(
    [
        "teh",
        "cat",
        "`code`",
        "https://a.example/b",
        "“quoted words”",
        "12",
        "3.5",
        "Tanaka",
        "\u200f",
        "ש",
        "猫が",
        "é",
        "e\u0301",
    ]
)
SEPARATORS = st.sampled_from([" ", "\n", "\n\n", ". ", "? ", "\t", "。", "\u00a0", "- ", "  "])
TEXTS = st.lists(st.tuples(st.one_of(WORDS, st.text(max_size=4)), SEPARATORS), max_size=30).map(
    lambda parts: "".join(word + gap for word, gap in parts).replace("\r", "")
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.randoms(use_true_random=False))
def test_whatever_the_text_and_whatever_the_answer_changes_fit_and_can_be_undone(
    text: str, chance: random.Random
) -> None:
    def about(number: int, shown: str) -> list[Proposal]:
        words = shown.split()
        chance.shuffle(words)
        made = chance.choice(
            [shown.upper(), " ".join(words), shown.replace("teh", "the"), shown[:-1], f"{shown} 7", ""]
        )
        return [proposal(number + chance.choice((0, 0, 1)), chance.choice((shown, shown, made)), made)]

    events: list[ProofreadEvent] = []
    ProofreadJob(AnsweringEngine(proofreader(about)), ProofreadRequest(text=text), events.append).run()
    changes = [change for event in events if isinstance(event, SentencesRead) for change in event.changes]

    assert events[-1].state is JobState.DONE
    assert all(change.fits(text) for change in changes)
    changed = applied(text, changes)
    assert applied(changed, reverting(changes)) == text
    for kept in ("`code`", "https://a.example/b", "“quoted words”"):
        assert changed.count(kept) >= text.count(kept)
    assert [digit for digit in changed if digit.isdecimal()] == [digit for digit in text if digit.isdecimal()]
