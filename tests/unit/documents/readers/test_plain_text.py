from pathlib import Path

import pytest

from desktop_llm.documents.document import UnreadReason, WarningKind
from desktop_llm.documents.reader_messages import ReadLimits
from tests.fakes.reading import read_here, shape


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.txt"


def test_paragraphs_stand_between_blank_lines_and_know_their_line(path: Path) -> None:
    path.write_text("First one\ngoes on.\n \n\t\n\nSecond.\n", "utf-8")
    document = read_here(path)
    assert shape(document) == [("paragraph", "First one\ngoes on."), ("paragraph", "Second.")]
    assert [block.place.label for block in document.blocks] == ["line 1", "line 6"]


def test_lines_that_look_like_headings_are(path: Path) -> None:
    path.write_text(
        "Lease\n=====\n\nCosts\n-----\n\nCHAPTER IV\n\n2.1 Rent\n\nKapitel 3: Dauer\n\n1999 was good.\n\nJust a line\n",
        "utf-8",
    )
    document = read_here(path)
    assert [(block.kind, block.level, block.text) for block in document.blocks] == [
        ("heading", 1, "Lease"),
        ("heading", 2, "Costs"),
        ("heading", 1, "CHAPTER IV"),
        ("heading", 2, "2.1 Rent"),
        ("heading", 1, "Kapitel 3: Dauer"),
        ("paragraph", 0, "1999 was good."),
        ("paragraph", 0, "Just a line"),
    ]


def test_spaces_without_end_behind_a_number_keep_nobody_waiting(path: Path) -> None:
    path.write_text("1" + " " * 200_000 + "x" * 100, "utf-8")
    assert shape(read_here(path)) == [("paragraph", f"1 {'x' * 100}")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_that_say_what_they_are_are_read_as_such(path: Path, encoding: str) -> None:
    path.write_bytes("Größe 你好 🙂\r\nzwei".encode(encoding))
    document = read_here(path)
    assert document.text == "Größe 你好 🙂\nzwei"
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Die Größe der Wohnung beträgt 80 m². Müller & Söhne überprüfen das „Maß“ jährlich. " * 5),
        ("cp1251", "Договор аренды заканчивается в мае. Арендатор может его продлить. " * 5),
        ("shift_jis", "賃貸契約は五月に終了します。借主は更新することができます。" * 5),
        ("gb18030", "租约于五月到期，租户可以续租。房东必须提前三个月通知。" * 5),
    ],
)
def test_other_encodings_are_guessed_and_that_is_said(path: Path, encoding: str, text: str) -> None:
    path.write_bytes(text.encode(encoding))
    document = read_here(path)
    assert document.text == text.strip()
    assert [warning.kind for warning in document.warnings] == [WarningKind.ENCODING_GUESSED]


def test_a_last_letter_that_is_no_utf8_is_not_lost(path: Path) -> None:
    path.write_bytes("They met every Sunday in the same small café".encode("cp1252"))
    document = read_here(path)
    assert document.text == "They met every Sunday in the same small café"
    assert [warning.kind for warning in document.warnings] == [WarningKind.ENCODING_GUESSED]


def test_a_letter_that_the_limit_cuts_makes_no_other_encoding_likely(path: Path) -> None:
    path.write_text(f"{'x' * 39}é and much more", "utf-8")
    document = read_here(path, limits=ReadLimits(n_characters=10))
    assert document.text == "x" * 39
    assert document.warnings == ()


def test_a_huge_text_is_read_up_to_the_limit_and_the_rest_is_named(path: Path) -> None:
    path.write_bytes(b"word word word\n\n" * 1000)
    document = read_here(path, limits=ReadLimits(n_characters=1000))
    n_read = sum(len(block.text) for block in document.blocks)
    assert 800 <= n_read <= 1000
    assert {unread.reason for unread in document.unread} == {UnreadReason.TOO_LARGE}
    n_unread = sum(unread.n_characters_estimate for unread in document.unread)
    assert n_read + n_unread == pytest.approx(16000, rel=0.15)


def test_one_endless_line_is_many_blocks(path: Path) -> None:
    path.write_text("word " * 20_000, "utf-8")
    document = read_here(path)
    assert len(document.blocks) == 10
    assert document.text.split() == ["word"] * 20_000


def test_of_very_much_text_without_a_blank_line_nothing_is_lost(path: Path) -> None:
    for text in ("word\n" * 500_000, "租约" * 1_100_000):
        path.write_text(text, "utf-8")
        assert "".join(read_here(path).text.split()) == text.replace("\n", "")


def test_scripts_without_spaces_and_from_right_to_left_stay_as_they_are(path: Path) -> None:
    chinese, hebrew = "租约于五月到期，" * 3000, "חוזה השכירות מסתיים במאי."
    path.write_text(f"{chinese}\n\n{hebrew}", "utf-8")
    document = read_here(path)
    assert document.blocks[-1].text == hebrew
    assert "".join(block.text for block in document.blocks[:-1]) == chinese
