from desktop_llm.assist.translation.glossary import missing_terms, terms_in
from desktop_llm.assist.translation.translation_request import Term

_PUMP = Term("flow limiter", "Mengenbegrenzer")
_SEAL = Term("seal", "Dichtung")
_CAT = Term("猫", "Katze")


def test_terms_are_found_in_whatever_form_and_the_longer_first() -> None:
    assert terms_in("The seals and the Flow Limiters", [_SEAL, _PUMP]) == (_PUMP, _SEAL)
    assert terms_in("A sea of sealants", [_SEAL]) == ()
    assert terms_in("黒い猫がいる", [_CAT]) == (_CAT,)


def test_a_translation_lacks_the_terms_that_it_holds_in_no_form() -> None:
    assert missing_terms("Die Dichtungen des Mengenbegrenzers", [_SEAL, _PUMP]) == ()
    assert missing_terms("Der Durchflussbegrenzer", [_PUMP]) == (_PUMP,)


def test_an_empty_entry_is_in_no_text() -> None:
    assert terms_in("anything", [Term(" ", "x")]) == ()
