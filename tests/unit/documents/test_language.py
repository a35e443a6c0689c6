import pytest

from desktop_llm.documents.language import is_written_in, language_of, script_of


@pytest.mark.parametrize(
    ("text", "code", "script"),
    [
        ("The lease ends in May, and the tenant may renew it.", "en", "Latin"),
        ("Der Mietvertrag endet im Mai und kann verlängert werden.", "de", "Latin"),
        ("Le bail prend fin en mai et peut être renouvelé.", "fr", "Latin"),
        ("Договор аренды заканчивается в мае.", "ru", "Cyrillic"),
        ("Договір оренди закінчується у травні.", "uk", "Cyrillic"),
        ("ينتهي عقد الإيجار في شهر مايو.", "ar", "Arabic"),
        ("قرارداد اجاره در ماه مه به پایان می‌رسد.", "fa", "Arabic"),
        ("חוזה השכירות מסתיים במאי.", "he", "Hebrew"),
        ("Η μίσθωση λήγει τον Μάιο.", "el", "Greek"),
        ("租约于五月到期，租户可以续租。", "zh", "Han"),
        ("賃貸契約は五月に終了します。", "ja", "Kana"),
        ("임대 계약은 5월에 끝납니다.", "ko", "Hangul"),
        ("สัญญาเช่าสิ้นสุดในเดือนพฤษภาคม", "th", "Thai"),
    ],
)
def test_languages_are_told_apart(text: str, code: str, script: str) -> None:
    guess = language_of(text)
    assert (guess.code, guess.script) == (code, script)
    assert guess.margin > 0.5


def test_a_text_without_letters_has_no_language() -> None:
    assert language_of("12, 34 … 56").code == ""
    assert script_of("") == ""


def test_a_short_text_is_a_narrow_guess() -> None:
    assert language_of("ok no").margin < 0.9


def test_a_script_rules_languages_out_that_are_not_written_in_it() -> None:
    assert script_of("Kafka wrote: все") == "Latin"
    assert language_of("ъ э ы ё щ").code in {"ru", "be", "bg", "uk"}


def test_of_languages_that_are_alike_the_likelier_one_is_meant() -> None:
    assert language_of("Setiap orang berhak atas kebebasan dan keselamatan.").code == "id"
    assert language_of("Всеки човек има право на свобода и на мир.").code == "bg"


def test_which_scripts_a_language_is_written_in() -> None:
    assert is_written_in("ja", "Kana")
    assert is_written_in("ja", "Han")
    assert is_written_in("my", "Myanmar")
    assert not is_written_in("en", "Myanmar")
    assert not is_written_in("de", "Cyrillic")
    assert not is_written_in("ru", "Latin")
