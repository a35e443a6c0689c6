from pathlib import Path

import pytest

from desktop_llm.documents.readers.subtitles import clock
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.reading import read_here


def cue(number: int, start_s: int, text: str) -> str:
    return f"{number}\n{clock(start_s * 1000)},000 --> {clock(start_s * 1000)},900\n{text}\n\n"


def test_cues_are_gathered_until_there_is_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(cue(1, 1, "<i>The lease</i>\nends") + cue(2, 2, "in May.") + cue(3, 75, "Next."), "utf-8")
    blocks = read_here(path).blocks
    assert [(block.text, block.place.label) for block in blocks] == [
        ("The lease ends in May.", "00:00:01"),
        ("Next.", "00:01:15"),
    ]


def test_a_long_speech_has_paragraphs_that_end_with_sentences(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    speech = ["so many words in one line that", "it ends."] * 60
    path.write_text("".join(cue(index, index, text) for index, text in enumerate(speech)), "utf-8")
    blocks = read_here(path).blocks
    assert len(blocks) > 4
    assert all(block.text.endswith("it ends.") for block in blocks)
    assert sum(block.text.count("it ends.") for block in blocks) == 60


def test_the_other_format_loses_its_marks_too(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(
        "WEBVTT\n\nNOTE not said\n\n00:00:01.000 --> 00:00:02.000 align:start\n"
        "<v Bob>Hello <b>you</b> &amp; <c.loud>me</c>\n",
        "utf-8",
    )
    assert [(block.text, block.place.label) for block in read_here(path).blocks] == [("Hello you & me", "00:00:01")]


@pytest.mark.parametrize(("text", "is_damaged"), [("no subtitles at all", True), ("", False), ("WEBVTT\n", False)])
def test_what_is_empty_is_told_from_what_is_damaged(tmp_path: Path, text: str, is_damaged: bool) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(text, "utf-8")
    if not is_damaged:
        assert read_here(path).blocks == ()
        return
    with pytest.raises(DocumentError) as raised:
        read_here(path)
    assert raised.value.code is ErrorCode.DOCUMENT_DAMAGED
