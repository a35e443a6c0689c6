"""The documents that are to be summarized as rows of a list, in words. GUI thread."""

from msgspec import Struct

from desktop_llm.documents.document import Document
from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.rows.document_words import remark_sentences, remark_text


class DocumentRow(Struct, frozen=True, kw_only=True):
    """A document in the list. `note` says how it is; `tip` all that is to be known."""

    key: str
    name: str
    note: str = ""
    tip: str = ""
    is_problem: bool = False
    fraction: float = -1.0
    """How much of it has been read; negative while that is no matter."""


def waiting_row(key: str, name: str) -> DocumentRow:
    return DocumentRow(key=key, name=name, note=translate("DocumentRows", "waits to be read"))


def reading_row(key: str, name: str, n_done: int, n_total: int) -> DocumentRow:
    text = translate("DocumentRows", "reading {done} of {total}") if n_total else translate("DocumentRows", "reading")
    note = text.format(done=number_text(n_done), total=number_text(n_total))
    return DocumentRow(key=key, name=name, note=note, fraction=n_done / n_total if n_total else 0.0)


def locked_row(key: str, name: str) -> DocumentRow:
    return DocumentRow(key=key, name=name, note=translate("DocumentRows", "needs its password"), is_problem=True)


def failed_row(key: str, name: str, sentence: str) -> DocumentRow:
    return DocumentRow(key=key, name=name, note=sentence, tip=sentence, is_problem=True)


def read_row(key: str, document: Document, n_words: int) -> DocumentRow:
    """How long it is, and in a word what was not read. The words are counted by whoever asks: there may be millions."""
    if document.n_pages:
        one = translate("DocumentRows", "1 page")
        many = translate("DocumentRows", "{count} pages")
        size = one if document.n_pages == 1 else many.format(count=number_text(document.n_pages))
    else:
        size = translate("DocumentRows", "{count} words").format(count=number_text(n_words))
    remark = remark_text(document)
    return DocumentRow(
        key=key,
        name=document.name,
        note=" · ".join(filter(None, (size, remark))),
        tip="\n".join((document.path or document.name, *remark_sentences(document))),
        is_problem=bool(document.unread),
    )
