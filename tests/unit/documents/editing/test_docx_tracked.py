import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree

from desktop_llm.documents.editing.docx import DocxEditor
from desktop_llm.documents.editing.editor import OpenWish
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.segments import SegmentEdit, text_of
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.written_archive import part_of, same_but, write_docx
from tests.unit.documents.editing.test_docx import BOLD, MIXED, paragraph, part, run

W = "{w}"
AUTHOR, DATE = "Desktop", "2026-11-29T18:44:00Z"
INSERTED = f'<w:ins w:id="7" w:author="Ann" w:date="2020-01-01T00:00:00Z">{run("new and old")}</w:ins>'
DELETED = '<w:del w:id="8" w:author="Ann" w:date="2020-01-01T00:00:00Z"><w:r><w:delText>gone</w:delText></w:r></w:del>'


def editor_of(path: Path) -> DocxEditor:
    return DocxEditor(SourceFile(path, ReadLimits(), lambda _done, _total: None), OpenWish(for_changes=True))


def texts(path: Path) -> list[str]:
    return [text_of(segment.content) for segment in editor_of(path).segments]


def edit(start: int, end: int, after: str, segment: str = "s1") -> SegmentEdit:
    return SegmentEdit(id=segment, start=start, end=end, after=after)


def changed(path: Path, *edits: SegmentEdit) -> Path:
    output = path.with_name(f"changed-{path.name}")
    output.write_bytes(editor_of(path).with_changes(edits, AUTHOR, DATE))
    return output


def settled(path: Path, *, is_accepted: bool, author: str = AUTHOR) -> Path:
    """As Word does it when all changes of one author are accepted, or rejected."""
    root = etree.fromstring(part_of(path, "word/document.xml"))
    for node in list(root.iter(f"{W}ins", f"{W}del")):
        if node.get(f"{W}author") != author:
            continue
        parent = node.getparent()
        if (local(node) == "ins") is is_accepted:
            for child in list(node):
                node.addprevious(child)
        parent.remove(node)
    for node in list(root.iter(f"{W}delText")):
        if not any(local(above) == "del" for above in node.iterancestors()):
            node.tag = f"{W}t"
    output = path.with_name(f"{'accepted' if is_accepted else 'rejected'}-{path.name}")
    return same_but(path, output, {"word/document.xml": etree.tostring(root)})


def local(node: etree._Element) -> str:
    return node.tag.removeprefix(W)


def made(text: str, edits: Sequence[SegmentEdit]) -> str:
    for each in sorted(edits, key=lambda each: each.start, reverse=True):
        text = text[: each.start] + each.after + text[each.end :]
    return text


def body(path: Path) -> str:
    return part_of(path, "word/document.xml").decode()


def test_words_that_go_and_come_are_marked_with_who_and_when(tmp_path: Path) -> None:
    path = changed(write_docx(tmp_path / "a.docx", paragraph(run("I has a apple.", BOLD))), edit(2, 5, "have"))
    mark = f'w:author="{AUTHOR}" w:date="{DATE}"'
    assert (
        f'{run("I ", BOLD)}<w:del w:id="1" {mark}><w:r>{BOLD}<w:delText>has</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" {mark}><w:r>{BOLD}<w:t>have</w:t></w:r></w:ins>{run(" a apple.", BOLD)}'
    ) in body(path)


def test_an_insertion_stands_between_two_halves_and_a_deletion_alone(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", paragraph(run("Hello John, the the cat")))
    output = changed(path, edit(5, 5, ","), edit(12, 16, ""))
    assert texts(settled(output, is_accepted=True)) == ["Hello, John, the cat"]
    assert texts(settled(output, is_accepted=False)) == ["Hello John, the the cat"]


def test_words_over_several_looks_go_in_each_and_objects_stay(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", MIXED)
    (text,) = texts(path)
    assert text == "Please read the manual first, then our page."
    output = changed(path, edit(7, 15, "study the"), edit(28, 28, " of all"), edit(39, 43, "site"))
    assert texts(settled(output, is_accepted=True)) == ["Please study the manual first of all, then our site."]
    assert texts(settled(output, is_accepted=False)) == [text]
    assert body(output).count("footnoteReference") == 1


def test_new_words_between_two_looks_have_the_plainer_one(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", paragraph(run("Now ", BOLD), run("go home, all of you.")))
    output = changed(path, edit(4, 4, "please "))
    assert "<w:ins" in body(output)
    assert f'<w:r>{BOLD}<w:t xml:space="preserve">please' not in body(output)


def test_an_edit_about_an_object_or_beyond_the_text_is_not_made(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", paragraph(run("One"), "<w:r><w:tab/></w:r>", run("two")))
    assert texts(path) == ["One\ttwo"]
    output = changed(path, edit(2, 5, "x"), edit(90, 95, "y"), edit(3, 3, "", "s1"))
    assert body(output) == body(path)


def test_text_and_objects_of_one_run_keep_their_order(tmp_path: Path) -> None:
    inner = "<w:r><w:lastRenderedPageBreak/><w:t>One teh</w:t><w:tab/><w:t>teh two</w:t></w:r>"
    path = write_docx(tmp_path / "a.docx", paragraph(inner))
    output = changed(path, edit(4, 7, "the"), edit(8, 11, "the"))
    assert texts(settled(output, is_accepted=True)) == ["One the\tthe two"]
    assert texts(settled(output, is_accepted=False)) == ["One teh\tteh two"]
    assert body(output).index("lastRenderedPageBreak") < body(output).index("One ")


def test_changes_of_others_stay_theirs(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", paragraph(run("Some "), INSERTED, DELETED, run(" words.")))
    (text,) = texts(path)
    assert text == "Some new and old words."
    output = changed(path, edit(5, 8, "fresh"), edit(12, 12, " very"), edit(17, 22, "text"))
    accepted, rejected = settled(output, is_accepted=True), settled(output, is_accepted=False)
    assert texts(accepted) == ["Some fresh and very old text."]
    assert texts(rejected) == [text]
    for each in (accepted, rejected):
        assert "<w:delText>gone</w:delText>" in body(each)
        assert texts(settled(each, is_accepted=False, author="Ann"))[0].startswith("Some ")
    own = list(etree.fromstring(part_of(output, "word/document.xml")).iter(f"{W}ins"))
    assert not any(local(above) == "ins" for node in own for above in node.iterancestors())
    ids = [
        node.get(f"{W}id") for node in etree.fromstring(part_of(output, "word/document.xml")).iter(f"{W}ins", f"{W}del")
    ]
    assert len(set(ids)) == len(ids)


def test_what_the_same_author_put_in_before_is_changed_without_a_trace(tmp_path: Path) -> None:
    own = INSERTED.replace("Ann", AUTHOR)
    path = write_docx(tmp_path / "a.docx", paragraph(run("Some "), own, run(" words.")))
    output = changed(path, edit(5, 8, "fresh"), edit(13, 16, ""))
    assert texts(settled(output, is_accepted=True)) == ["Some fresh and  words."]
    assert texts(settled(output, is_accepted=False)) == ["Some  words."]
    assert "delText" not in body(output)
    assert "delText" not in body(changed(path, edit(5, 16, "")))
    assert "<w:ins" not in body(changed(path, edit(5, 16, "")))


def test_notes_and_margins_are_changed_and_comments_and_pictures_are_not_there(tmp_path: Path) -> None:
    picture = '<w:r><w:drawing><wp:docPr xmlns:wp="wp" id="1" name="x" descr="A cat"/></w:drawing></w:r>'
    path = write_docx(tmp_path / "a.docx", paragraph(run("Text"), picture))
    parts = {
        "word/footnotes.xml": part("footnotes", f"<w:footnote>{paragraph(run('A noet'))}</w:footnote>"),
        "word/comments.xml": part("comments", f"<w:comment>{paragraph(run('A comment'))}</w:comment>"),
    }
    path = same_but(path, tmp_path / "b.docx", parts)
    assert texts(path) == ["Text", "A noet"]
    output = changed(path, edit(2, 6, "note", "s2"))
    assert b"<w:delText>noet</w:delText>" in part_of(output, "word/footnotes.xml")
    assert part_of(output, "word/document.xml") == part_of(path, "word/document.xml")
    assert part_of(output, "word/comments.xml") == part_of(path, "word/comments.xml")


@pytest.mark.parametrize("seed", range(60))
def test_accepted_is_what_was_meant_and_rejected_what_was_there(tmp_path: Path, seed: int) -> None:
    source = random.Random(seed)
    looks = ("", BOLD, "<w:rPr><w:i/></w:rPr>")
    pieces = [run(source.choice((" one", "two ", "three four", " ", "fünf")), source.choice(looks)) for _ in range(9)]
    pieces.insert(4, INSERTED)
    pieces.insert(6, f'<w:hyperlink r:id="r1" xmlns:r="r">{run("a link here")}</w:hyperlink>')
    pieces.insert(8, "<w:r><w:tab/></w:r>")
    pieces.insert(2, DELETED)
    path = write_docx(tmp_path / "a.docx", paragraph(*pieces) + paragraph(run("Another one.")))
    text = texts(path)[0]
    cuts = sorted(source.sample(range(1, len(text)), 8))
    edits = [
        edit(start, start if source.random() < 0.3 else end, source.choice(("", "new", "new words")))
        for start, end in zip(cuts[::2], cuts[1::2], strict=True)
    ]
    edits = [
        each for each in edits if "\t" not in text[each.start : each.end] and (each.after or each.end > each.start)
    ]
    output = changed(path, *edits)
    assert texts(settled(output, is_accepted=True))[0].split() == made(text, edits).split()
    assert texts(settled(output, is_accepted=False))[0].split() == text.split()
