from desktop_llm.storage.written_records import WrittenText


def test_a_text_without_anything_has_no_paragraphs() -> None:
    assert WrittenText().content == b"[]"
