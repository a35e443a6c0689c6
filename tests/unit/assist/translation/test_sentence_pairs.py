import math

import pytest

from desktop_llm.assist.translation.sentence_pairs import joint_confidence, sentence_pairs, shifted
from desktop_llm.engine.messages import TokenLogprob

SOURCE = "It rains. We stay at home and read. Tomorrow is another day."


def texts(source: str, target: str) -> list[tuple[str, str]]:
    pairs = sentence_pairs(source, target, ("en", "de"))
    return [(source[pair.source_start : pair.source_end], target[pair.start : pair.end]) for pair in pairs]


def test_as_many_sentences_are_pairs_in_their_order() -> None:
    target = "Es regnet. Wir bleiben zu Hause und lesen. Morgen ist ein anderer Tag."
    assert texts(SOURCE, target)[1] == ("We stay at home and read.", "Wir bleiben zu Hause und lesen.")


def test_sentences_that_were_put_together_or_divided_stand_for_their_neighbours() -> None:
    target = "Es regnet, wir bleiben zu Hause und lesen. Morgen ist ein anderer Tag."
    assert texts(SOURCE, target) == [
        ("It rains. We stay at home and read.", "Es regnet, wir bleiben zu Hause und lesen."),
        ("Tomorrow is another day.", "Morgen ist ein anderer Tag."),
    ]
    assert texts("We stay at home and read a book.", "Wir bleiben. Zu Hause. Wir lesen.")[0][1].startswith("Wir")


def test_nothing_is_paired_with_nothing() -> None:
    assert texts("", "Es regnet.") == []


def test_a_sentence_has_the_mean_of_its_tokens() -> None:
    target = "Es regnet. Morgen."
    tokens = [TokenLogprob(0, text, p) for text, p in (("Es", -0.1), (" regnet.", -0.3), (" Morgen.", -2.0))]
    pairs = sentence_pairs("It rains. Tomorrow.", target, ("en", "de"), tokens)

    assert pairs[0].confidence == pytest.approx(math.exp(-0.2))
    assert pairs[1].confidence == pytest.approx(math.exp(-2.0))
    assert joint_confidence(pairs) == pytest.approx(math.exp((10 * -0.2 + 7 * -2.0) / 17))
    assert shifted(pairs[1], 100, 200).start == 200 + pairs[1].start


def test_tokens_that_split_characters_still_belong_to_their_sentences() -> None:
    target = "雨が降る。明日。"
    tokens = [TokenLogprob(0, "\ufffd" if half else "", -p) for p in (0.1, 0.1, 0.1, 3.0, 3.0) for half in (1, 1)]
    pairs = sentence_pairs("It rains. Tomorrow.", target, ("en", "ja"), tokens)

    assert pairs[0].confidence is not None
    assert pairs[1].confidence is not None
    assert pairs[0].confidence > pairs[1].confidence


def test_without_tokens_nobody_knows() -> None:
    assert joint_confidence(sentence_pairs("It rains.", "Es regnet.", ("en", "de"))) is None
