from desktop_llm.assist.word_diff import word_changes
from desktop_llm.assist.writing.rewrite_request import RewriteStyle
from desktop_llm.assist.writing.writing_kinds import writing_kinds
from desktop_llm.assist.writing.written_version import VersionFault, VersionWarning
from desktop_llm.ui.rows.version_words import KINDS, STYLES, difference_html, fault_sentences, kind_name, style_name


def test_every_style_kind_and_fault_has_words() -> None:
    assert set(STYLES) == set(RewriteStyle) - {RewriteStyle.CUSTOM}
    assert set(KINDS) == {kind.id for kind in writing_kinds()}
    assert all(style_name(style) for style in STYLES)
    assert all(fault_sentences([VersionWarning(fault, "x")]) for fault in VersionFault)
    assert kind_name("own", "My own kind") == "My own kind"


def test_a_fault_names_what_it_is_about_in_a_line() -> None:
    (sentence,) = fault_sentences([VersionWarning(VersionFault.POINT_MISSING, "the\nprice " * 40)])
    assert sentence.startswith("Missing: the price the price")
    assert sentence.endswith("…")
    assert fault_sentences([VersionWarning(VersionFault.WRONG_LANGUAGE, "de")]) == ("The text is in German.",)


def test_a_difference_shows_what_went_and_what_came_as_text() -> None:
    html = difference_html(word_changes("the old <b>", "the new <b>"))
    assert "old</s>" in html
    assert "new</b>" in html
    assert "&lt;" in html
