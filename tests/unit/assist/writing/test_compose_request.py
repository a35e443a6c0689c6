from desktop_llm.assist.writing.compose_request import ComposeRequest


def test_the_items_of_a_list_must_occur() -> None:
    brief = "Invite her.\n- on 12 March\n  * bring the contract \n1. by train\n-no item\n2026 is fine"
    assert ComposeRequest(kind="email", brief=brief).points == ("on 12 March", "bring the contract", "by train")


def test_the_draft_may_know_the_brief_the_reader_and_the_message() -> None:
    assert ComposeRequest(kind="reply", brief="a", to="b", answered="c").material == ("a", "b", "c")
    assert ComposeRequest(kind="email", brief="a").material == ("a",)
