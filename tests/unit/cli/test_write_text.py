from desktop_llm.assist.writing.proofread_result import ProofreadPlanned, SentencesRead
from desktop_llm.assist.writing.text_change import ChangeDoubt, TextChange
from desktop_llm.assist.writing.writing_notes import WritingNote
from desktop_llm.cli.write_text import closing_line, doubtful_lines, json_changes, note_lines, unread_lines

TEXT = "I has a apple.\nWe met Tanaka."
CHANGES = (
    TextChange(start=2, end=5, before="has", after="have", reason="verb form"),
    TextChange(start=22, end=28, before="Tanaka", after="Tanager", doubt=ChangeDoubt.NAME),
)
PLANNED = ProofreadPlanned(
    job_id="j", model_name="Tiny", language="en", n_sentences=2, n_words=7, notes=(WritingNote.SMALL_MODEL,)
)


def test_json_has_every_change_and_says_which_are_checked() -> None:
    content = json_changes(CHANGES, PLANNED)
    assert [(each.before, each.checked, each.doubt) for each in content.changes] == [
        ("has", True, ""),
        ("Tanaka", False, "name"),
    ]
    assert content.edits_per_100_words == 14.29
    assert json_changes((), None).changes == ()


def test_what_is_not_applied_or_not_read_is_told_with_its_line() -> None:
    assert list(doubtful_lines(TEXT, CHANGES)) == [
        "Line 2, not applied: “Tanaka” → “Tanager” (it changes a name).",
    ]
    unread = SentencesRead(job_id="j", start=15, end=29, changes=(), n_done=2, is_unread=True)
    assert list(unread_lines(TEXT, [unread])) == [
        "Line 2, not read (“We met Tanaka.”): the model gave no usable answer, twice."
    ]


def test_a_small_model_is_called_one() -> None:
    (line,) = note_lines(PLANNED)
    assert line.startswith("Tiny is a small model")


def test_the_closing_line_counts() -> None:
    assert closing_line(CHANGES, 7, 2) == (
        "1 change (14.3 per 100 words), 1 more to look at, 2 not acceptable and left out."
    )
    assert closing_line((), 0, 0) == "0 changes (0.0 per 100 words)."
