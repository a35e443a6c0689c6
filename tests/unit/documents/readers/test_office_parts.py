from pathlib import Path

from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.readers.office_parts import OfficePackage, is_alternative, shown_alternative
from desktop_llm.documents.readers.xml_tree import Element, all_text, name_of, parse_xml
from desktop_llm.documents.readers.zip_parts import Archive
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.written_archive import write_archive

RELATIONS = """<Relationships>
<Relationship Id="r1" Type="http://x/officeDocument" Target="odd/main.xml"/>
<Relationship Id="r2" Type="http://x/hyperlink" Target="http://example.org" TargetMode="External"/>
</Relationships>"""


def test_parts_are_found_by_what_refers_to_them(tmp_path: Path) -> None:
    path = write_archive(
        tmp_path / "a",
        {
            "_rels/.rels": RELATIONS,
            "odd/main.xml": "<main/>",
            "odd/_rels/main.xml.rels": "<R><Relationship Id='n' Type='http://x/notes' Target='../n.xml'/></R>",
            "n.xml": "<notes/>",
            "docProps/core.xml": "<c><title> A lease </title></c>",
        },
    )
    source = SourceFile(path, ReadLimits(), lambda _done, _total: None)
    builder = DocumentBuilder(lambda _blocks: None, ReadLimits())
    with Archive(source) as archive:
        package = OfficePackage(archive, source)
        main = package.main_part("word/document.xml")
        assert main == "odd/main.xml"
        assert package.related("") == {"r1": "odd/main.xml"}
        assert package.related(main) == {"n": "n.xml"}
        notes = package.related_of_kind(main, "notes")
        assert notes is not None
        assert name_of(notes) == "notes"
        assert package.related_of_kind(main, "comments") is None
        package.tell_of(builder)
    assert builder.title == "A lease"
    assert builder.warnings == ()


def test_of_alternatives_the_newest_is_shown() -> None:
    source = SourceFile(Path("a"), ReadLimits(), lambda _done, _total: None)

    def shown(inner: str) -> Element | None:
        root = parse_xml(f"<AlternateContent>{inner}</AlternateContent>".encode(), source)
        assert is_alternative(root)
        return shown_alternative(root)

    both = shown("<Fallback>old</Fallback><Choice>new</Choice>")
    old = shown("<Fallback>old</Fallback>")
    assert both is not None
    assert old is not None
    assert (all_text(both), all_text(old), shown("")) == ("new", "old", None)
