from desktop_llm.assist.writing.paragraph_edits import ParagraphEdit, edited_paragraph
from desktop_llm.documents.rich_text import Paragraph, TextFormat, TextRun

BOLD = TextFormat(bold=True)
PARAGRAPH = Paragraph(
    runs=(
        TextRun(text="We "),
        TextRun(text="recieved", format=BOLD),
        TextRun(text="[picture]", kept="p"),
        TextRun(text=" it"),
    )
)


def edited(*edits: ParagraphEdit) -> list[tuple[str, bool]]:
    return [(run.text, run.format.bold) for run in edited_paragraph(PARAGRAPH, edits).runs]


def test_new_words_stand_in_the_format_of_the_old_ones() -> None:
    assert edited(ParagraphEdit(3, 11, "received")) == [
        ("We ", False),
        ("received", True),
        ("[picture]", False),
        (" it", False),
    ]


def test_words_over_several_formats_stand_in_that_of_the_first() -> None:
    assert edited(ParagraphEdit(0, 11, "They got")) == [("They got", False), ("[picture]", False), (" it", False)]


def test_what_is_not_shown_counts_as_one_letter_and_stays() -> None:
    assert edited(ParagraphEdit(13, 15, "them")) == [
        ("We ", False),
        ("recieved", True),
        ("[picture]", False),
        (" them", False),
    ]


def test_words_are_put_in_and_taken_out() -> None:
    assert edited(ParagraphEdit(15, 15, ".")) == [
        ("We ", False),
        ("recieved", True),
        ("[picture]", False),
        (" it.", False),
    ]
    assert edited(ParagraphEdit(3, 11, "")) == [("We ", False), ("[picture]", False), (" it", False)]


def test_several_edits_do_not_disturb_each_other() -> None:
    edits = (ParagraphEdit(0, 2, "They all"), ParagraphEdit(13, 15, "them"))
    assert edited(*edits)[0] == ("They all ", False)
    assert edited(*edits)[-1] == (" them", False)


def test_an_empty_paragraph_takes_words() -> None:
    assert edited_paragraph(Paragraph(), [ParagraphEdit(0, 0, "new")]).text == "new"


def test_words_before_what_is_not_shown_stay_before_it() -> None:
    pictures = (TextRun(text="[picture]", kept="p"), TextRun(text="[picture]", kept="q"), TextRun(text=" it"))
    paragraph = Paragraph(runs=pictures)
    assert edited_paragraph(paragraph, [ParagraphEdit(0, 0, "See ")]).text == "See [picture][picture] it"
    assert edited_paragraph(paragraph, [ParagraphEdit(1, 1, " and ")]).text == "[picture] and [picture] it"
