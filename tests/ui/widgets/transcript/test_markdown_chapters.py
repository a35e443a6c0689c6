from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.ui.widgets.transcript.markdown_chapters import (
    HARD_LIMIT_CHARS,
    TABLE_LIMIT_CHARS,
    Chapter,
    ChapterKind,
    ChapterSplitter,
    chapters_of,
    clean,
)

LINES = st.sampled_from(
    [
        "", "plain words", "# Heading", "- item", "  - nested", "1. first", "   inside the item", "```python", "```",
        "~~~", "   ```bash", "- ```js", "> quote", "| a | b |", "|---|---|", "| 1 | 2 |", "$$", "x = 1", "---", "===",
        "    indented", "`" * 4, "word " * 300, "x" * 2500, "| cell |" * 40, "\ttabbed", "* * *", "10) ten",
        "***bold***",
    ]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=40).map("\n".join)


def fed(pieces: list[str]) -> list[Chapter]:
    splitter = ChapterSplitter()
    for piece in pieces:
        splitter.feed(piece)
    return splitter.chapters


@st.composite
def split_texts(draw: st.DrawFn) -> tuple[str, list[str]]:
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    bounds = [0, *cuts, len(text)]
    return text, [text[start:end] for start, end in pairwise(bounds)]


@given(split_texts())
def test_any_split_of_a_text_gives_the_chapters_of_the_text_at_once(case: tuple[str, list[str]]) -> None:
    text, pieces = case
    assert fed(pieces) == fed([text])


@given(TEXTS)
def test_the_short_way_for_finished_texts_gives_the_same_chapters(text: str) -> None:
    def essence(chapters: list[Chapter]) -> list[tuple[ChapterKind, int, str, str]]:
        return [(c.kind, c.indent, c.language, c.text) for c in chapters]

    assert essence(chapters_of(text)) == essence(fed([text]))


@given(TEXTS)
def test_no_prose_chapter_is_larger_than_a_frame_allows(text: str) -> None:
    prose = [chapter.size for chapter in fed([text]) if chapter.kind is ChapterKind.PROSE]
    assert max(prose, default=0) <= HARD_LIMIT_CHARS + TABLE_LIMIT_CHARS


@given(st.lists(st.sampled_from(["one two", "", "- a", "1. b", "> c", "# d"]), max_size=60).map("\n".join))
def test_nothing_is_lost_between_chapters(text: str) -> None:
    assert "".join(chapter.text for chapter in fed([text])) == text.lstrip("\n")


def test_code_in_a_list_item_is_a_chapter_set_in_and_the_item_goes_on_behind_it() -> None:
    chapters = chapters_of("1. Run:\n   ```bash\n   ls -la\n   ```\n   then look\n2. Done\n")
    assert [(c.kind, c.indent, c.language, c.text) for c in chapters] == [
        (ChapterKind.PROSE, 0, "", "1. Run:\n"),
        (ChapterKind.CODE, 3, "bash", "ls -la\n"),
        (ChapterKind.PROSE, 3, "", "then look\n"),
        (ChapterKind.PROSE, 0, "", "2. Done\n"),
    ]


def test_code_right_behind_a_list_marker_is_a_chapter_too() -> None:
    chapters = chapters_of("- ```js\n  x\n  ```\n- b\n")
    assert [(c.kind, c.indent, c.text) for c in chapters] == [
        (ChapterKind.PROSE, 0, "-\n"),
        (ChapterKind.CODE, 2, "x\n"),
        (ChapterKind.PROSE, 0, "- b\n"),
    ]


def test_a_fence_that_is_never_closed_runs_to_the_end() -> None:
    (chapter,) = chapters_of("```\nx\n\n# no heading\n")
    assert chapter.kind is ChapterKind.CODE
    assert chapter.text == "x\n\n# no heading\n"
    assert chapter.is_open


def test_a_shorter_fence_does_not_close_a_longer_one() -> None:
    (chapter, after) = chapters_of("````\n```\n````\nafter")
    assert chapter.text == "```\n"
    assert after.text == "after"


def test_every_part_of_a_long_table_begins_with_its_head() -> None:
    head = "| name | value |\n|---|---|\n"
    chapters = chapters_of(head + "| some name | some value |\n" * 200)
    assert len(chapters) > 3
    assert all(chapter.text.startswith(head) for chapter in chapters)


def test_characters_that_reorder_or_control_the_screen_are_removed() -> None:
    assert clean("a\u202eb\u2066c\x00d\x1b[31me\x85f\ud800g\r\n") == "abcd[31mefg\n"


def test_marks_that_scripts_need_stay() -> None:
    assert clean("می\u200cخواهم\u200d\u200f") == "می\u200cخواهم\u200d\u200f"
