"""Glossaries in TBX: one table, a column for each language, a row for each concept. Reading process."""

from desktop_llm.documents.document import Place
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.xml_tree import Element, all_text, attribute, descendants, name_of, parse_xml
from desktop_llm.documents.source_file import SourceFile

# TBX 2 and TBX 3 call the same by other names.
_CONCEPTS = ("termEntry", "conceptEntry")
_LANGUAGES = ("langSet", "langSec")


def read_tbx(source: SourceFile, builder: DocumentBuilder) -> None:
    root = parse_xml(source.path.read_bytes(), source)
    concepts = [_terms(concept) for name in _CONCEPTS for concept in descendants(root, name)]
    languages = list(dict.fromkeys(language for terms in concepts for language in terms))
    rows = [[terms.get(language, "") for language in languages] for terms in concepts if terms]
    builder.add_table([languages, *rows], Place(label=f"{len(rows)} terms"))


def _terms(concept: Element) -> dict[str, str]:
    """The preferred term of each language is its first."""
    terms: dict[str, str] = {}
    for section in concept.iter():
        if name_of(section) in _LANGUAGES and (term := next(descendants(section, "term"), None)) is not None:
            terms.setdefault(attribute(section, "lang").lower(), " ".join(all_text(term).split()))
    return {language: term for language, term in terms.items() if language and term}
