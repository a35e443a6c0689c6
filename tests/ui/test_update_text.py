from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.release_feed import Release
from desktop_llm.ui.update_text import asking_answer, failure_answer, nowhere_answer, release_answer
from desktop_llm.version import __version__


def test_who_is_asked_is_named() -> None:
    answer = asking_answer("https://forge.example/api/latest")
    assert (answer.sentence, answer.is_asking) == ("Asking forge.example…", True)


def test_a_newer_version_is_told_with_its_page() -> None:
    answer = release_answer(Release("99.1", "https://forge.example/99.1"))
    assert answer.sentence == "Version 99.1 is out. Nothing was downloaded."
    assert answer.page == "https://forge.example/99.1"


def test_the_newest_version_and_a_later_build_are_up_to_date() -> None:
    for version in (__version__, "0.0.1"):
        answer = release_answer(Release(version, "https://forge.example"))
        assert answer.sentence == f"You have the newest version, {__version__}."
        assert answer.page == ""


def test_a_program_without_an_address_says_where_to_look() -> None:
    assert "where you got this one" in nowhere_answer().sentence
    assert not nowhere_answer().is_failure


def test_failures_are_told_apart() -> None:
    codes = (ErrorCode.HUB_OFFLINE, ErrorCode.HUB_ANSWER_WRONG, ErrorCode.HUB_UNREACHABLE)
    sentences = {failure_answer(HubError(code)).sentence for code in codes}
    assert len(sentences) == len(codes)
    assert all(failure_answer(HubError(code)).is_failure for code in codes)
