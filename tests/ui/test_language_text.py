from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from desktop_llm.assist.language_names import language_name as english_name
from desktop_llm.assist.language_names import language_names
from desktop_llm.ui.language_text import LANGUAGES, language_name, languages_by_name


class IntoGerman(QTranslator):
    """Knows some of the words."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        known = {"German": "Deutsch", "Chinese": "Chinesisch", "Welsh": "Walisisch"}
        return known.get(text, text) if context == "Languages" else text

    def isEmpty(self) -> bool:  # noqa: N802  Qt's name
        return False


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator = IntoGerman()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_languages_are_named_by_their_codes(qapp: QApplication) -> None:
    assert language_name("de") == "German"
    assert language_name("ceb") == "Cebuano"
    assert language_name("multilingual") == "multilingual"


def test_languages_are_named_and_sorted_in_the_language_of_the_window(german: None) -> None:
    assert [language_name(code) for code in ("de", "zh", "fr")] == ["Deutsch", "Chinesisch", "French"]
    assert languages_by_name(["cy", "de", "zh"]) == [("zh", "Chinesisch"), ("de", "Deutsch"), ("cy", "Walisisch")]


def test_prompts_and_the_window_know_the_same_languages(qapp: QApplication) -> None:
    assert set(LANGUAGES) == set(language_names())
    assert dict(languages_by_name()) == {code: english_name(code) for code in LANGUAGES}
