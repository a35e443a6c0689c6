from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.engine.prompt_lookup import PromptLookup

_TEXT = "the mill was built by the river and sold in the spring of the year"


def _read(text: str) -> PromptLookup:
    lookup = PromptLookup(text.encode())
    lookup.catch_up()
    return lookup


def _guess(text: str, n_tokens: int = 6) -> str:
    lookup = _read(text)
    return bytes(lookup.guess(n_tokens)).decode() if lookup.catch_up() else ""


def test_what_followed_the_last_tokens_before_is_guessed() -> None:
    assert _guess(_TEXT + "|the mill was built", 13) == " by the river"


def test_the_place_with_the_longest_stretch_that_is_the_same_wins() -> None:
    assert _guess("a red mill stood. a blue mill burnt. a red mill") == " stood"


def test_of_two_equal_places_the_later_wins() -> None:
    assert _guess("ab1 ab2 ab")[0] == "2"


def test_nothing_is_guessed_where_the_last_two_tokens_are_new() -> None:
    assert _guess("abc") == ""
    assert _guess("") == ""
    assert _guess("a") == ""


def test_a_circle_is_guessed_round_and_round() -> None:
    assert _guess("-abcabc", 8) == "abcabcab"


def test_the_guess_goes_on_where_the_answer_does() -> None:
    tokens = list(b"one two three four|one")
    lookup = PromptLookup(tokens)
    assert lookup.catch_up()
    tokens += b" two"
    assert lookup.catch_up()
    assert bytes(lookup.guess(6)) == b" three"


def test_after_another_word_the_place_is_found_again() -> None:
    tokens = list(b"one two three four|one two 3")
    lookup = PromptLookup(tokens)
    lookup.catch_up()
    tokens += b" fo"
    assert lookup.catch_up()
    assert bytes(lookup.guess(2)) == b"ur"


def test_a_longer_stretch_is_trusted_more() -> None:
    short, long = _read("xyz|xy"), _read(_TEXT + "|" + _TEXT[:40])
    assert short.chance(0) < long.chance(0)
    assert short.chance(0) < short.chance(6)


def test_guesses_that_come_true_are_trusted_and_others_are_not() -> None:
    tokens = list(_TEXT.encode() + b"|the ")
    copying = PromptLookup(tokens)
    copying.catch_up()
    for letter in (_TEXT * 3).encode():
        tokens.append(letter)
        copying.catch_up()
    assert copying.chance(0) > 0.97

    tokens = list(b"ab1")
    straying = PromptLookup(tokens)
    for letter in b"23456789":
        tokens += b"ab"
        straying.catch_up()
        tokens.append(letter)
    tokens += b"ab"
    straying.catch_up()
    assert straying.chance(0) < 0.25


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(1, 9))
def test_it_says_the_same_however_much_it_reads_at_once(tokens: list[int], step: int) -> None:
    grown: list[int] = []
    lookup = PromptLookup(grown)
    for start in range(0, len(tokens), step):
        grown += tokens[start : start + step]
        if lookup.catch_up():
            place = len(grown) - 2
            assert grown[place:] in [grown[at : at + 2] for at in range(place)]
            assert len(lookup.guess(7)) == 7
            assert 0 <= lookup.chance(0) <= 1
