"""Text from outside made fit for the database. Any thread."""


def storable_text(text: str) -> str:
    """The text with halves of surrogate pairs joined, lone ones and NUL replaced by U+FFFD.

    Qt's strings are UTF-16 and may hold either; SQLite's are UTF-8, and its functions stop at NUL.
    """
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
