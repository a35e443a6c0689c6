import pytest

from desktop_llm.ui.rows.translated_rows import Phase, pdf_sentence, progress_text, saved_text, translated_row


def test_a_row_names_the_language_and_how_far_it_is() -> None:
    row = translated_row("k", "manual.docx", "de", Phase.RUNNING, 30, 120)
    assert (row.name, row.note, row.fraction) == ("manual.docx → German", "30 of 120", 0.25)
    done = translated_row("k", "manual.docx", "fr", Phase.DONE, 120, 120)
    assert (done.name, done.note, done.fraction, done.is_problem) == ("manual.docx → French", "translated", -1.0, False)


def test_what_went_wrong_is_in_the_tip() -> None:
    row = translated_row("k", "manual.docx", "", Phase.FAILED, 0, 0, "The disk is full.")
    assert (row.name, row.tip, row.is_problem) == ("manual.docx", "The disk is full.", True)


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_has_a_word(phase: Phase) -> None:
    assert translated_row("k", "a", "de", phase, 0, 0).note


def test_progress_tells_the_time_that_is_left_as_soon_as_it_is_known() -> None:
    assert progress_text(Phase.RUNNING, 0, 40, None) == "The model is getting ready"
    assert progress_text(Phase.RUNNING, 3, 40, None) == "3 of 40"
    assert progress_text(Phase.RUNNING, 3, 40, 130) == "3 of 40 · about 2 minutes left"
    assert progress_text(Phase.STOPPED, 3, 40, None).startswith("3 of 40 segments are translated")
    assert progress_text(Phase.DONE, 40, 40, None) == ""


def test_a_pdf_and_a_saved_file_are_said_plainly() -> None:
    assert "Word file" in pdf_sentence()
    assert saved_text("a.de.docx") == "Saved as a.de.docx"
