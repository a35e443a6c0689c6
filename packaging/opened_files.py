"""Which files the program offers to open, by the ends of their names: for systems that go by these."""

from desktop_llm.documents.file_kinds import READABLE_SUFFIXES, FileKind, kind_by_name

MODEL_SUFFIX = ".gguf"


def document_suffixes() -> list[str]:
    """Of everything that can be read but source code, which has programs of its own."""
    return sorted(suffix for suffix in READABLE_SUFFIXES if kind_by_name(f"a{suffix}") is not FileKind.CODE)
