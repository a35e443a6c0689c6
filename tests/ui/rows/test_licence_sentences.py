import pytest

from desktop_llm.ui.model_rows import RowLevel
from desktop_llm.ui.rows.licence_sentences import licence_text


@pytest.mark.parametrize(
    ("licence", "name", "level", "words"),
    [
        ("apache-2.0", "Apache-2.0", RowLevel.PLAIN, "free for any use"),
        ("cc-by-4.0", "CC-BY-4.0", RowLevel.PLAIN, "if its makers are named"),
        ("cc-by-nc-4.0", "CC-BY-NC-4.0", RowLevel.WARNING, "not for work"),
        ("cc-by-nc-9.9", "cc-by-nc-9.9", RowLevel.WARNING, "not for work"),
        ("llama3.2", "Llama 3.2", RowLevel.WARNING, "conditions of its own"),
        ("lfm1.0", "LFM 1.0", RowLevel.WARNING, "earn less"),
        ("bigscience-openrail-m", "bigscience-openrail-m", RowLevel.WARNING, "harmful"),
        ("made-up", "made-up", RowLevel.WARNING, "conditions of its own"),
        ("", "no licence stated", RowLevel.WARNING, "No licence is stated"),
        ("unknown", "no licence stated", RowLevel.WARNING, "No licence is stated"),
    ],
)
def test_what_a_licence_forbids_is_said(licence: str, name: str, level: RowLevel, words: str) -> None:
    text = licence_text(licence)
    assert (text.name, text.level) == (name, level)
    assert words in text.sentence


def test_a_licence_of_its_own_has_its_name() -> None:
    assert licence_text("other", "Nice Licence").sentence.startswith("Nice Licence: has conditions")
    assert licence_text("other").sentence.startswith("A licence of its own: has conditions")
