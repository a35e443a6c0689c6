from desktop_llm.assist.questions.rank_fusion import fused_ranking


def test_what_two_rankings_agree_on_comes_before_what_one_of_them_likes_best() -> None:
    assert fused_ranking(([1, 2, 3], [4, 2, 5]))[0] == 2


def test_scores_are_the_sums_of_reciprocal_ranks() -> None:
    # 1: 1/61 + 1/63, 2: 1/62 + 1/62, 3: 1/63 + 1/61, and the first of equals was met first
    assert fused_ranking(([1, 2, 3], [3, 2, 1])) == [1, 3, 2]


def test_one_ranking_stays_as_it_is_and_none_is_empty() -> None:
    assert fused_ranking(([3, 1, 2], [])) == [3, 1, 2]
    assert fused_ranking(()) == []
