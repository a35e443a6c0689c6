from pathlib import Path

import pytest

from desktop_llm.documents.segments import Layout
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.editing import louder, marked_texts, open_here, unchanged, write_here

SRT = """1
00:00:01,000 --> 00:00:03,000
<i>Hello there,</i>
how are you?

2
00:00:02,500 --> 00:00:02,000
- Fine.
- And {\\an8}you?

3
00:00:05,000 --> 00:00:06,000
♪♪

"""
VTT = """WEBVTT

NOTE a comment

STYLE
::cue { color: red }

intro
00:01.000 --> 00:03.000 align:start
<v Anna>Good <00:01.500>morning
"""


def subtitles(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_cues_are_segments_whatever_their_times_and_speakers_keep_their_lines(tmp_path: Path) -> None:
    assert marked_texts(open_here(subtitles(tmp_path, "a.srt", SRT))) == [
        "<i>Hello there,</i> how are you?",
        "- Fine.{1}- And {\\an8}you?",
    ]
    assert marked_texts(open_here(subtitles(tmp_path, "a.vtt", VTT))) == ["<v Anna>Good <00:01.500>morning"]


@pytest.mark.parametrize("end_of_line", ["\n", "\r\n"])
def test_numbers_times_styles_and_comments_stay(tmp_path: Path, end_of_line: str) -> None:
    for name, text in (("a.srt", SRT), ("a.vtt", VTT)):
        path = subtitles(tmp_path, name, text.replace("\n", end_of_line))
        assert write_here(path, unchanged).read_bytes() == path.read_bytes()
    written = write_here(subtitles(tmp_path, "a.srt", SRT.replace("\n", end_of_line)), louder).read_bytes().decode()
    lines = written.split(end_of_line)
    assert lines[:4] == ["1", "00:00:01,000 --> 00:00:03,000", "<I>HELLO THERE,</I>", "HOW ARE YOU?"]
    assert lines[5:9] == ["2", "00:00:02,500 --> 00:00:02,000", "- FINE.", "- AND {\\AN8}YOU?"]


def test_below_each_line_stands_its_translation(tmp_path: Path) -> None:
    path = write_here(subtitles(tmp_path, "a.vtt", VTT), [("Guten Morgen",)], layout=Layout.BELOW)
    assert path.read_text(encoding="utf-8").endswith("<v Anna>Good <00:01.500>morning\nGuten Morgen\n")


def test_times_without_zeros_before_them_are_times(tmp_path: Path) -> None:
    path = subtitles(tmp_path, "a.vtt", "WEBVTT\n\n0:0:3.5 --> 0:0:7.23\nGood morning\n")
    assert marked_texts(open_here(path)) == ["Good morning"]


def test_what_holds_no_cue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        open_here(subtitles(tmp_path, "a.srt", "Only words\n"))
    assert caught.value.code is ErrorCode.DOCUMENT_DAMAGED


def test_cues_that_overlap_go_backwards_or_are_the_same_keep_their_times_and_their_order(tmp_path: Path) -> None:
    times = ["00:00:05,000 --> 00:00:09,000", "00:00:01,000 --> 00:00:07,000", "00:00:01,000 --> 00:00:07,000"]
    text = "".join(f"{number}\n{time}\nWord {number}\n\n" for number, time in enumerate(times, 1))
    written = write_here(subtitles(tmp_path, "a.srt", text), louder).read_text(encoding="utf-8")
    assert written == text.replace("Word", "WORD")


def test_a_line_is_broken_neither_within_a_tag_nor_before_its_end(tmp_path: Path) -> None:
    path = subtitles(tmp_path, "a.srt", "1\n00:00:01,000 --> 00:00:02,000\nOne\ntwo\n")
    written = write_here(path, [("wir <i>sind die Besitzer </i> davon jetzt",)]).read_text(encoding="utf-8")
    assert written.endswith("\nwir <i>sind die\nBesitzer </i> davon jetzt\n")
    written = write_here(path, [('jetzt <font color="rot">hier</font>',)]).read_text(encoding="utf-8")
    assert written.endswith('\njetzt\n<font color="rot">hier</font>\n')
