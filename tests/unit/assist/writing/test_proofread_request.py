from desktop_llm.assist.writing.proofread_request import ProofreadMode, ProofreadRequest


def test_only_errors_are_mended_unless_more_is_asked_for() -> None:
    assert ProofreadRequest(text="a").mode is ProofreadMode.FIX
    assert ProofreadMode("improve") is ProofreadMode.IMPROVE
