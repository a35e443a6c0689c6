from desktop_llm.documents.editing.kept_things import KeptThings
from desktop_llm.documents.rich_text import TextRun


def test_what_is_kept_is_found_again_by_its_id_and_another_files_is_text() -> None:
    things = KeptThings()
    runs = (TextRun(text="a"), TextRun(text="[picture]", kept="<img>"))
    numbered = things.numbered(runs)
    assert [run.kept for run in numbered] == ["", "k1"]
    assert things.restored(numbered) == runs
    assert things.restored([TextRun(text="[note]", kept="k9")]) == (TextRun(text="[note]"),)
