from desktop_llm.assist.writing.rewrite_request import ABRIDGING, LAID_OUT, RewriteRequest, RewriteStyle


def test_one_version_is_wanted_unless_more_are_asked_for() -> None:
    assert RewriteRequest(text="a").n_versions == 1


def test_what_has_lines_of_its_own_may_leave_things_out() -> None:
    assert LAID_OUT < ABRIDGING
    assert RewriteStyle.LONGER not in ABRIDGING
