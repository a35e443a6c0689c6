from collections.abc import Sequence

from desktop_llm.assist.writing.sentence_groups import Sentence, SentenceGroup, sentence_groups, sentence_plan

MANY = " ".join(f"This is sentence number {number} of them." for number in range(40))


def grouped(found: Sequence[Sentence], most_tokens: int = 400) -> tuple[SentenceGroup, ...]:
    """As if each word was a token."""
    return sentence_groups(found, [len(each.shown.split()) for each in found], most_tokens)


def test_sentences_have_their_places_and_one_line() -> None:
    text = "# A title\n\nIt rains. The\nsun shines.\n\n- A point."
    found = sentence_plan(text, "en").sentences
    assert [each.shown for each in found] == ["A title", "It rains.", "The", "sun shines.", "A point."]
    assert all(text[each.start : each.end].split() == each.shown.split() for each in found)


def test_a_wrapped_paragraph_is_one_and_its_sentences_go_over_line_ends() -> None:
    text = "This is a paragraph that somebody wrapped at a width of\nabout fifty characters. It goes on here."
    assert [each.shown for each in sentence_plan(text, "en").sentences] == [
        "This is a paragraph that somebody wrapped at a width of about fifty characters.",
        "It goes on here.",
    ]


def test_code_quotations_of_others_and_numbers_are_not_read() -> None:
    text = "Read this.\n\n```\nx = 1\n```\n\n> he has wrote it\n\nx = compute(1)\n\n42\n"
    assert [each.shown for each in sentence_plan(text, "en").sentences] == ["Read this."]


def test_of_a_program_only_its_comments_are_read() -> None:
    lines = [
        "def add(a, b):",
        '    """Gives the sum of two numbers, whatever they are."""',
        "    total = a + b",
        "    log(total)",
        "    total",
    ]
    shown = [each.shown for each in sentence_plan("\n".join(lines), "en").sentences]
    assert len(shown) == 1
    assert "sum of two numbers" in shown[0]


def test_groups_hold_some_sentences_and_know_those_around_them() -> None:
    groups = grouped(sentence_plan(MANY, "en").sentences)
    assert [len(group.sentences) for group in groups] == [15, 15, 10]
    assert groups[1].before == tuple(each.shown for each in groups[0].sentences[-2:])
    assert groups[1].behind == tuple(each.shown for each in groups[2].sentences[:2])
    assert groups[0].before == () == groups[2].behind


def test_of_long_sentences_one_stands_around_a_group_on_each_side() -> None:
    long = " ".join(f"This is sentence {number:02}{' and it goes on' * 7}." for number in range(40))
    groups = grouped(sentence_plan(long, "en").sentences)
    assert groups[1].before == (groups[0].sentences[-1].shown,)
    assert groups[1].behind == (groups[2].sentences[0].shown,)


def test_what_stands_around_a_group_is_cut_where_it_is_very_long() -> None:
    long = " ".join(f"This is sentence {number:02}{' and it goes on' * 20}." for number in range(40))
    groups = grouped(sentence_plan(long, "en").sentences)
    assert groups[1].before == (groups[0].sentences[-1].shown[:200],)


def test_a_group_ends_with_its_paragraph_so_that_an_edit_makes_one_other_group() -> None:
    paragraph = " ".join(f"Sentence {number} is here." for number in range(9))
    text = "\n\n".join([paragraph] * 4)
    before = grouped(sentence_plan(text, "en").sentences)
    after = grouped(sentence_plan(f"{paragraph} One more.{text[len(paragraph) :]}", "en").sentences)
    assert [len(group.sentences) for group in before] == [9, 9, 9, 9]
    assert [len(group.sentences) for group in after] == [10, 9, 9, 9]


def test_a_group_is_no_longer_than_fits() -> None:
    groups = grouped(sentence_plan(MANY, "en").sentences, 14)
    assert {len(group.sentences) for group in groups} == {2}


def test_a_text_without_full_stops_is_read_in_pieces() -> None:
    found = sentence_plan("word " * 1000, "en").sentences
    assert len(found) == 10
    assert all(len(each.shown) <= 500 for each in found)
    unspaced = sentence_plan("あ" * 1200, "ja").sentences
    assert [each.end - each.start for each in unspaced] == [500, 500, 200]


def test_halves_know_each_other() -> None:
    group = grouped(sentence_plan(MANY, "en").sentences)[1]
    first, second = group.halves()
    assert (first.sentences + second.sentences, first.before, second.behind) == (
        group.sentences,
        group.before,
        group.behind,
    )
    assert second.before == tuple(each.shown for each in first.sentences[-2:])
    single = grouped(group.sentences[:1])[0]
    assert single.halves() == (single,)


def test_a_group_that_is_divided_at_an_end_stays_whole() -> None:
    group = grouped(sentence_plan(MANY, "en").sentences)[1]
    assert group.divided(0) == group.divided(len(group.sentences)) == (group,)
    assert [len(each.sentences) for each in group.divided(2)] == [2, len(group.sentences) - 2]


def test_each_paragraph_is_in_its_own_language() -> None:
    german = "Gestern haben wir lange über das neue Haus gesprochen, das am Fluss steht und sehr schön ist."
    english = "Yesterday we talked for a long time about the new house by the river. It is very beautiful. " * 3
    plan = sentence_plan(f"{english}\n\n{german}", "")
    assert plan.language == "en"
    assert plan.sentences[-1].language == "de"
    assert grouped(plan.sentences[-2:])[0].language == ""
