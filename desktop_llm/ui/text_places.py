"""Places in a text as we count and as Qt does, to which a character beyond the first 65,536 is two. Pure."""

from bisect import bisect_left


class TextPlaces:
    """Of one text."""

    def __init__(self, text: str) -> None:
        is_plain = text.isascii()
        self._wide = [] if is_plain else [index for index, character in enumerate(text) if character > "\uffff"]

    def units(self, characters: int) -> int:
        return characters + bisect_left(self._wide, characters)

    def characters(self, units: int) -> int:
        """Within a wide character: its own place."""
        n_before = sum(index + number < units for number, index in enumerate(self._wide))
        return units - n_before


def units(text: str) -> int:
    """How long Qt says that it is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def in_units(text: str) -> str:
    """As long as Qt says that it is: wide characters are two signs."""
    return text if text.isascii() else "".join("□□" if character > "\uffff" else character for character in text)
