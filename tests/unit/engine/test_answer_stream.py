from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.engine.answer_stream import AnswerPart, AnswerStream
from desktop_llm.engine.thinking import KNOWN_MARKS, PLAIN, Section, ThinkingStyle, thinking_style

THINK = thinking_style("<think>")
CHANNELS = thinking_style("<|channel|><|message|>")


def streamed(stream: AnswerStream, pieces: Iterable[bytes]) -> AnswerPart:
    parts = [stream.push(piece) for piece in pieces] + [stream.finish()]
    return AnswerPart("".join(part.text for part in parts), "".join(part.thinking for part in parts))


def answer(
    text: str, style: ThinkingStyle = PLAIN, stop: tuple[str, ...] = (), opens_in: Section = Section.START
) -> AnswerPart:
    return streamed(AnswerStream(style, stop, opens_in), [text.encode()])


def test_text_comes_out_as_it_went_in() -> None:
    assert answer("Hello 🌍\n\n") == ("Hello 🌍\n\n", "")


def test_a_character_split_across_tokens_comes_out_whole() -> None:
    stream = AnswerStream()
    data = "👩‍🚀".encode()
    parts = [stream.push(data[i : i + 1]).text for i in range(len(data))]
    assert "".join(parts) == "👩‍🚀"
    assert parts[:3] == ["", "", ""]


def test_a_broken_tail_becomes_a_replacement_character() -> None:
    assert streamed(AnswerStream(), [b"ok\xf0\x9f"]) == ("ok\ufffd", "")


def test_thinking_is_kept_apart_and_the_space_around_it_dropped() -> None:
    assert answer("\n<think>\nhm\n</think>\n\nHi", THINK) == ("Hi", "hm\n")


def test_a_model_may_think_again_before_it_answers() -> None:
    assert answer("<think>a</think>\n<think>b</think>\nHi", THINK) == ("Hi", "ab")


def test_thinking_that_the_prompt_opened_ends_at_its_mark() -> None:
    assert answer("hm</think>\n\nHi", THINK, opens_in=Section.THINKING) == ("Hi", "hm")


def test_thinking_that_never_ends_stays_thinking() -> None:
    assert answer("<think>on and on </thi", THINK) == ("", "on and on </thi")


@pytest.mark.parametrize("text", ["<thin", "< think>", "  <thinker", "a <think>b</think>", "<", "</think>x", " \n"])
def test_text_that_resembles_a_mark_is_not_lost(text: str) -> None:
    assert answer(text, THINK) == (text, "")


def test_an_answer_that_speaks_of_the_mark_keeps_it() -> None:
    assert answer("<think>x</think>The tag <think> opens.", THINK) == ("The tag <think> opens.", "x")


def test_a_continued_answer_does_not_start_to_think() -> None:
    assert answer("<think> is a tag", THINK, opens_in=Section.ANSWER) == ("<think> is a tag", "")


@pytest.mark.parametrize("marks", KNOWN_MARKS, ids=lambda marks: marks.opening)
def test_every_known_mark_is_recognised(marks: object) -> None:
    assert isinstance(marks, type(KNOWN_MARKS[0]))
    style = thinking_style(f"{{% if x %}}{marks.opening}{{% endif %}}")
    assert answer(f"{marks.opening}a{marks.closing}b", style) == ("b", "a")


def test_a_template_without_thinking_has_no_marks() -> None:
    style = thinking_style("{{ messages }}")
    assert not style.can_think
    assert answer("<think>x</think>y", style) == ("<think>x</think>y", "")


def test_channels_are_told_apart() -> None:
    text = "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>"
    assert answer(text, CHANNELS) == ("Hi", "hm")


def test_a_commentary_channel_is_thinking() -> None:
    text = "<|channel|>commentary to=x <|constrain|>json<|message|>{}<|call|>"
    assert answer(text, CHANNELS) == ("", "{}")


def test_an_answer_without_a_channel_is_the_answer() -> None:
    assert answer("Hi<|end|>", CHANNELS) == ("Hi", "")
    assert answer("<|start|>assistant<|message|>Hi", CHANNELS) == ("Hi", "")


def test_a_channel_header_that_never_ends_becomes_text() -> None:
    long = "x" * 300
    assert answer(f"<|channel|>{long}", CHANNELS) == (long, "")


def test_a_stop_string_ends_the_answer_before_it() -> None:
    stream = AnswerStream(stop=("END", "\nUser:"))
    assert streamed(stream, [b"one EN", b"DX two"]) == ("one ", "")
    assert stream.is_stopped
    assert stream.push(b"more") == ("", "")


def test_a_beginning_of_a_stop_string_is_held_back_and_then_given() -> None:
    stream = AnswerStream(stop=("END",))
    assert stream.push(b"an EN") == ("an ", "")
    assert stream.push(b"trance") == ("ENtrance", "")


def test_a_stop_string_does_not_end_thinking() -> None:
    assert answer("<think>a\n\nb</think>\n\nc\n\nd", THINK, stop=("\n\n",)) == ("c", "a\n\nb")


def test_an_empty_stop_string_stops_nothing() -> None:
    assert answer("abc", stop=("",)) == ("abc", "")


MARKS = (
    "<think>",
    "</think>",
    "<thi",
    "nk>",
    "<|channel|>",
    "<|message|>",
    "<|end|>",
    "<|start|>",
    "analysis",
    "final",
)
FRAGMENTS = st.sampled_from((*MARKS, "END", "EN", "ND", "\n", " ", "é", "🌍", "a", "<", "|", "\u200d"))
TEXTS = st.one_of(st.lists(FRAGMENTS, max_size=14).map("".join), st.text(max_size=30)).map(str.encode)
STYLES = st.sampled_from([PLAIN, THINK, CHANNELS, ThinkingStyle(KNOWN_MARKS)])
STOPS = st.lists(st.sampled_from(["END", "EN", "NDE", "\n\n", "a<", "🌍🌍", "</think>"]), max_size=3).map(tuple)


@given(TEXTS | st.binary(max_size=20), STYLES, STOPS, st.sampled_from(Section), st.data())
def test_no_split_of_the_bytes_changes_the_result(
    data: bytes, style: ThinkingStyle, stop: tuple[str, ...], opens_in: Section, draw: st.DataObject
) -> None:
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(data)), max_size=6)))
    pieces = [data[i:j] for i, j in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    at_once = streamed(AnswerStream(style, stop, opens_in), [data])
    assert streamed(AnswerStream(style, stop, opens_in), pieces) == at_once
    assert streamed(AnswerStream(style, stop, opens_in), (data[i : i + 1] for i in range(len(data)))) == at_once


@given(st.text(max_size=60), STOPS)
def test_without_marks_the_answer_is_the_text_up_to_the_first_stop(text: str, stop: tuple[str, ...]) -> None:
    text = text.encode("utf-8", errors="replace").decode()
    ends = [text.find(each) + len(each) for each in stop if each in text]
    starts = [text.find(each) for each in stop if ends and each in text and text.find(each) + len(each) == min(ends)]
    expected = text[: min(starts)] if starts else text
    assert answer(text, stop=stop) == (expected, "")


@given(st.text(alphabet="<>/think |a\n", max_size=40))
def test_no_character_is_lost_where_no_mark_is_complete(text: str) -> None:
    if "<think>" not in text and "</think>" not in text:
        assert answer(text, THINK) == (text, "")
