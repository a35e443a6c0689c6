from desktop_llm.assist.checks.sourced_text import CheckKind
from desktop_llm.assist.questions.chat_sources import ShownPassage
from desktop_llm.storage.records import AnswerSources, Doubt, QuotedPassage, ReadDocument, ReadParts, SourcedSentence
from desktop_llm.ui.rows.source_words import passage_content, read_text, sources_content
from desktop_llm.ui.widgets.transcript.source_content import SourceLink


def passage(page: int = 0, label: str = "") -> QuotedPassage:
    return QuotedPassage(
        message_id="m",
        attachment_index=0,
        document="mill.pdf",
        block_id="b1",
        start=0,
        end=5,
        quote="Built",
        page=page,
        label=label,
    )


BUILT = SourcedSentence(text="Anna built it.", passages=(passage(3), passage(label="slide 2"), passage()))
SOLD = SourcedSentence(text="It was sold.", doubts=(Doubt(CheckKind.NO_SUPPORT), Doubt("unheard_of")))


def test_each_sentence_has_its_places_and_its_doubts() -> None:
    content = sources_content(AnswerSources(sentences=(BUILT, SOLD), documents=(ReadDocument("mill.pdf"),)))
    built, sold = content.lines
    assert content.heading == "Sources of 1 of 2 sentences"
    assert [link.label for link in built.links] == ["mill.pdf, page 3", "mill.pdf, slide 2", "mill.pdf"]
    assert built.links[0] == SourceLink("mill.pdf, page 3", "Built")
    assert sold.doubts == ("No passage says this.",)
    assert not sold.is_grave


def test_a_passage_that_does_not_say_it_is_no_source_but_the_nearest_there_is() -> None:
    near = SourcedSentence(text="It was sold.", passages=(passage(3),), doubts=(Doubt(CheckKind.NO_SUPPORT),))
    content = sources_content(AnswerSources(sentences=(BUILT, near)))
    assert content.heading == "Sources of 1 of 2 sentences"
    assert content.lines[1].doubts == ("No passage says this; this comes nearest.",)


def test_where_all_sentences_have_sources_that_is_said() -> None:
    assert sources_content(AnswerSources(sentences=(BUILT,))).heading == "Sources of all sentences"
    assert sources_content(AnswerSources(sentences=(SOLD,))).heading == "No sentence has a source"


def test_what_was_read_is_said_for_each_document() -> None:
    documents = (
        ReadDocument("note.txt"),
        ReadDocument("short.txt", ReadParts(2, 2, is_by_words=False)),
        ReadDocument("mill.pdf", ReadParts(14, 212)),
        ReadDocument("b.pdf", ReadParts(5, 90, is_by_words=False)),
    )
    assert read_text(documents) == (
        "Read whole: note.txt, short.txt. Read of mill.pdf: 14 of 212 passages, those that fit the question. "
        "No passage of b.pdf has words of the question. Read: 5 of 90 passages, from its beginning."
    )


def test_a_passage_is_titled_with_its_place() -> None:
    content = passage_content(ShownPassage(quoted=passage(3), before="a", after="b"))
    assert (content.title, content.before, content.quote, content.after) == ("mill.pdf, page 3", "a", "Built", "b")
