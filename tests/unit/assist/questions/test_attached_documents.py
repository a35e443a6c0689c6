from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop_llm.assist.questions.attached_documents import attachment_of, document_of, is_code, own_texts, sent_texts
from desktop_llm.documents.document import Block, BlockKind, Document, Place
from desktop_llm.storage.records import AttachedBlock, Attachment, AttachmentUse
from tests.fakes.written_documents import written_document

LEASE = written_document("# Lease", "It ends in May.", "## Rent", "1,250 euros.", "# Annex", "A map.", name="lease.md")


def test_a_document_comes_back_with_its_headings_and_places() -> None:
    placed = replace(LEASE, blocks=tuple(replace(block, place=Place(page=2, label="p")) for block in LEASE.blocks))
    assert document_of(attachment_of(placed)).blocks == placed.blocks
    assert document_of(attachment_of(placed)).language == "en"


def test_the_text_is_the_documents() -> None:
    assert attachment_of(LEASE).text == LEASE.text


def test_a_pasted_text_is_its_paragraphs() -> None:
    text = "One.\n\n  Two,\nstill two.\n \n\n\nThree."
    blocks = document_of(Attachment("pasted", text)).blocks
    assert [block.text for block in blocks] == ["One.", "Two,\nstill two.", "Three."]
    assert [block.id for block in blocks] == ["b1", "b2", "b3"]


@given(st.text(max_size=200))
def test_paragraphs_stand_where_they_say(text: str) -> None:
    blocks = document_of(Attachment("pasted", text)).blocks
    assert all(text[block.start : block.start + len(block.text)] == block.text for block in blocks)
    assert "".join("".join(block.text for block in blocks).split()) == "".join(text.split())


def test_a_kind_of_another_version_is_a_paragraph() -> None:
    attachment = Attachment("a", "text", blocks=(AttachedBlock("b1", "hologram", 0, 4),))
    assert document_of(attachment).blocks[0].kind is BlockKind.PARAGRAPH


def test_what_is_sent_and_what_was_attached() -> None:
    whole, kept, excerpt, folder = all_uses = tuple(Attachment(use, "x", use=use) for use in AttachmentUse)
    assert sent_texts(all_uses) == (whole, excerpt)
    assert own_texts(all_uses) == (whole, kept, folder)


def test_code_and_pasted_text_are_passed_on_as_they_are() -> None:
    code = Block(id="b1", kind=BlockKind.CODE, text="x = 1")
    document = Document(name="a.py", path="", sha256="", media_type="", blocks=(code,))
    assert is_code(attachment_of(document))
    assert is_code(Attachment("pasted", "text"))
    assert not is_code(attachment_of(LEASE))
