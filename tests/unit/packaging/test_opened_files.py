from opened_files import document_suffixes


def test_documents_are_offered_and_source_code_is_left_to_its_own_programs() -> None:
    assert {".docx", ".pdf", ".md", ".epub"} <= set(document_suffixes())
    assert not {".py", ".c", ".gguf"} & set(document_suffixes())
