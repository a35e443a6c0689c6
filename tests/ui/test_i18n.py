import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.i18n import (
    about_text,
    and_text,
    date_text,
    decimal_text,
    duration_text,
    in_text_order,
    install_translations,
    labelled_text,
    list_text,
    moment_text,
    number_text,
    sentences_text,
    size_text,
    spoken_text,
    translate,
)


@pytest.fixture
def owner(qapp: QApplication) -> Iterator[QObject]:
    yield QObject()
    QLocale.setDefault(QLocale.c())


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


def test_a_language_without_texts_stays_english_from_left_to_right(
    qapp: QApplication, tmp_path: Path, owner: QObject
) -> None:
    assert install_translations(qapp, tmp_path, "zh_CN", owner) == ()
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert translate("MainWindow", "Chat") == "Chat"


def test_the_chosen_language_is_spoken_until_its_owner_goes(
    qapp: QApplication, compiled_translations: Path, owner: QObject
) -> None:
    assert len(install_translations(qapp, compiled_translations, "zh_CN", owner)) == 2
    assert translate("MainWindow", "Chat") == "对话"
    assert translate("QPlatformTheme", "Cancel") == "取消"
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    assert translate("MainWindow", "Chat") == "Chat"


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        ("zh_CN", "对话"),
        ("zh_SG", "对话"),
        ("zh_TW", "Chat"),
        ("zh_TW:zh_CN", "对话"),
        ("de:zh_CN:en", "对话"),
        ("en_GB:zh_CN", "Chat"),
        ("de:fr", "Chat"),
    ],
)
def test_the_first_of_the_systems_languages_that_is_known_is_spoken(
    compiled_translations: Path, languages: str, text: str
) -> None:
    asks = (
        "import sys\nfrom pathlib import Path\nfrom PySide6.QtWidgets import QApplication\n"
        "from desktop_llm.ui.i18n import install_translations, translate\n"
        "app = QApplication([])\ninstall_translations(app, Path(sys.argv[1]), None, app)\n"
        "sys.stdout.buffer.write(translate('MainWindow', 'Chat').encode())"
    )
    first = languages.partition(":")[0]
    environment = os.environ | {"LANG": f"{first}.UTF-8", "LC_ALL": f"{first}.UTF-8", "LANGUAGE": languages}
    command = [sys.executable, "-c", asks, str(compiled_translations)]
    said = subprocess.run(command, env=environment, check=True, capture_output=True)
    assert said.stdout.decode() == text


def test_texts_are_joined_as_the_language_joins_them(
    qapp: QApplication, compiled_translations: Path, owner: QObject
) -> None:
    assert sentences_text(("One.", "", "Two.")) == "One. Two."
    assert list_text(["a", "b", "c"]) == "a, b, c"
    assert and_text(["a", "b", "c"]) == "a, b and c"
    assert spoken_text(("Title", "A sentence.", "", "Another one.")) == "Title. A sentence. Another one."
    assert labelled_text("Model", "small") == "Model: small"
    install_translations(qapp, compiled_translations, "zh_CN", owner)
    assert sentences_text(("一。", "", "二。")) == "一。二。"
    assert list_text(["a", "b", "c"]) == "a、b、c"
    assert and_text(["a", "b", "c"]) == "a、b和c"
    assert labelled_text("模型", "小") == "模型：小"


def test_chinese_counts_by_ten_thousands(qapp: QApplication, compiled_translations: Path, owner: QObject) -> None:
    install_translations(qapp, compiled_translations, "zh_CN", owner)
    numbers = (9_400, 12_345, 1_234_567, 3 * 10**9)
    assert [about_text(number) for number in numbers] == ["9,400", "1.2 万", "123 万", "30 亿"]


def test_days_and_times_are_written_as_the_language_of_the_window_does(
    qapp: QApplication, compiled_translations: Path, owner: QObject
) -> None:
    install_translations(qapp, compiled_translations, "zh_CN", owner)
    assert moment_text(datetime(2026, 11, 1, 14, 5, tzinfo=UTC)) == "2026年11月1日 14:05"


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


def test_a_moment_is_a_day_and_a_time(qapp: QApplication) -> None:
    QLocale.setDefault(QLocale("en_GB"))
    try:
        assert moment_text(datetime(2026, 11, 1, 14, 5, tzinfo=UTC)) == "1 November 2026, 14:05"
    finally:
        QLocale.setDefault(QLocale.c())
