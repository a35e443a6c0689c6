from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.i18n import (
    about_text,
    date_text,
    decimal_text,
    duration_text,
    in_text_order,
    install_translations,
    number_text,
    size_text,
    translate,
)


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 kB"),
        (999, "1 kB"),
        (98_000_000, "98 MB"),
        (206_000_000, "0.2 GB"),
        (4_100_000_000, "4.1 GB"),
        (1_234_000_000_000, "1,234.0 GB"),
    ],
)
def test_sizes_are_short(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes) == text


def test_numbers_follow_the_language(qapp: QApplication) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    try:
        assert number_text(3120) == "3.120"
        assert decimal_text(2.4) == "2,4"
    finally:
        QLocale.setDefault(QLocale.c())
    assert number_text(3120) == "3,120"


def test_a_language_without_texts_stays_english_from_left_to_right(qapp: QApplication, tmp_path: Path) -> None:
    assert install_translations(qapp, tmp_path, QLocale("ar_EG")) == ()
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert translate("Any", "Chat") == "Chat"


def test_texts_are_sorted_as_people_sort_them(qapp: QApplication) -> None:
    texts = ["Zulu", "Österreich", "ost", "Apfel", "Äpfel"]
    QLocale.setDefault(QLocale("de_DE"))
    try:
        assert in_text_order(texts, str) == ["Apfel", "Äpfel", "ost", "Österreich", "Zulu"]
    finally:
        QLocale.setDefault(QLocale.c())
    assert in_text_order([(2, "b"), (1, "c"), (3, "A")], lambda pair: pair[1]) == [(3, "A"), (2, "b"), (1, "c")]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (940, "940"),
        (1_000, "1 thousand"),
        (12_345, "12 thousand"),
        (1_234_567, "1.2 million"),
        (3 * 10**9, "3 billion"),
    ],
)
def test_large_counts_are_said_in_few_words(number: int, text: str) -> None:
    assert about_text(number) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3, "10 seconds"), (38, "40 seconds"), (70, "1 minute"), (200, "3 minutes"), (3700, "1 hour"), (7300, "2 hours")],
)
def test_durations_are_said_as_people_say_them(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_a_day_is_written_out() -> None:
    assert date_text(datetime(2026, 11, 1, 12, tzinfo=UTC)) == "1 November 2026"
