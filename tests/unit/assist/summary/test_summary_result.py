from desktop_llm.assist.summary.summary_result import Coverage


def test_coverage_is_the_share_of_blocks_that_were_read() -> None:
    assert Coverage(n_blocks=8, n_read_blocks=6).share == 0.75


def test_nothing_to_read_is_read_whole() -> None:
    assert Coverage(n_blocks=0, n_read_blocks=0).share == 1.0
