import pytest

from desktop_llm.documents.editing.code_looks import is_code, is_prose, names_code

POEM = "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:\nRough winds do shake"
LICENCE = """  Permission is granted to copy this document in any medium, provided that
  the notice is kept. It comes WITHOUT ANY WARRANTY (see section 4)."""


@pytest.mark.parametrize(
    "text",
    [
        POEM,
        LICENCE,
        "Dear Anna,\n\nthe well-known baker's shop is closed. Come on Monday, please!",
        "今天天气很好，我们一起去公园散步。\n回来以后，大家都很高兴，晚上又一起吃了饭。明天还要去看电影，后天去爬山。",
    ],
)
def test_sentences_are_prose(text: str) -> None:
    assert is_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        "def area(width, height):\n    return width * height  # in metres",
        "$ make install\n$ the rest of it goes on by itself and says what it does.",
        ">>> print('the quick brown fox jumps over the lazy dog')\nthe quick brown fox jumps over the lazy dog.",
        "[section]\nname = the value of it\npath = /usr/share/doc\nis set = yes and no.",
        "Name      Age     Town\nAnna      31      Bern\nBerta     27      Rome\nThe end   of it   all.",
        "make all",
        "GET the page of the host and the port with the usual headers",
        "+-----+   +-----+\n| one |-->| two |   This is where the words of it go on and on.\n+-----+   +-----+",
        "> so you said that the bread was good, and that the baker's was open.\nIt is not, as I said.",
    ],
)
def test_what_programs_tables_and_drawings_are_made_of_is_none(text: str) -> None:
    assert not is_prose(text)


def test_a_class_may_say_that_it_is_code() -> None:
    assert names_code("highlight-python notranslate")
    assert names_code("language-sh")
    assert names_code("x programlisting")
    assert not names_code("poem")
    assert not names_code("decode")


@pytest.mark.parametrize(
    "text",
    [
        ">>> print('words')\nwords",
        "if x < 0:\n    x = 0\n    print(items[x])",
        "    $ sudo make install",
        "parrot(1000)                 # 1 positional argument\nparrot(voltage=1000)         # 1 keyword argument",
        "[Unit]\nDescription=Words\nAfter=network.target",
    ],
)
def test_code_is_told_from_words(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize(
    "text",
    [
        POEM,
        LICENCE,
        "Title\n=====",
        "- one\n- two (see [1])",
        "Press ``Ctrl`` and *C*, then :menu:`File`; the rest goes on by itself.",
        "| Name | Town |",
        "> so you said",
    ],
)
def test_words_with_some_signs_are_no_code(text: str) -> None:
    assert not is_code(text)
