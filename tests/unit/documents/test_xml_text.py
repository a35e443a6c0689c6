from desktop_llm.documents.xml_text import xml_text


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert xml_text("a\0b\x0b\x1f\ud800\uffff c\t\n\U0001f600") == "ab c\t\n\U0001f600"
