"""Writes small PDF files as tests need them: text where they want it, outlines, pictures, passwords."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "mono": "Courier"}
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@dataclass
class Text:
    x: float
    y: float
    text: str
    size: float = 10
    font: str = "plain"
    angle: int = 0


@dataclass
class Page:
    """A page of 600 x 800 points. A picture is (width, height, bytes of grey) and covers all of it."""

    texts: Sequence[Text] = ()
    picture: tuple[int, int, bytes] | None = None
    rotate: int = 0
    color: tuple[float, float, float] = (0, 0, 0)


def lines(texts: Sequence[str], x: float = 72, y: float = 700, size: float = 10, font: str = "plain") -> list[Text]:
    """One under another."""
    return [Text(x, y - 1.2 * size * index, text, size, font) for index, text in enumerate(texts)]


@dataclass
class PdfWriter:
    pages: Sequence[Page]
    outline: Sequence[tuple[str, int]] = ()  # title, page number
    title: str = ""
    password: str = ""
    _objects: list[bytes] = field(default_factory=list)

    def write(self, path: Path) -> Path:
        path.write_bytes(self.data())
        return path

    def data(self) -> bytes:
        # 1 catalogue, 2 page tree, 3 fonts, 4 info, 5 outlines; then three objects a page, then bookmarks.
        first_page, n_pages = 6, len(self.pages)
        first_bookmark = first_page + 3 * n_pages
        page_ids = [first_page + 3 * index for index in range(n_pages)]
        outlines = " /Outlines 5 0 R" if self.outline else ""
        objects = [
            f"<< /Type /Catalog /Pages 2 0 R{outlines} >>".encode(),
            f"<< /Type /Pages /Count {n_pages} /Kids [{' '.join(f'{i} 0 R' for i in page_ids)}] >>".encode(),
            self._fonts(),
            b"<< /Title " + self._string(self.title, 4) + b" >>",
            f"<< /First {first_bookmark} 0 R /Last {first_bookmark + len(self.outline) - 1} 0 R >>".encode(),
        ]
        for index, page in enumerate(self.pages):
            number = page_ids[index]
            picture = f"/XObject << /Im {number + 2} 0 R >>" if page.picture else ""
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Rotate {page.rotate} /Contents {number + 1} 0 R"
                f" /Resources << /Font 3 0 R {picture} >> >>".encode()
            )
            objects.append(self._stream(_content(page), number + 1))
            objects.append(self._picture(page, number + 2))
        for index, (title, number) in enumerate(self.outline):
            after = f" /Next {first_bookmark + index + 1} 0 R" if index + 1 < len(self.outline) else ""
            target = f" /Parent 5 0 R /Dest [{page_ids[number - 1]} 0 R /Fit]{after} >>".encode()
            objects.append(b"<< /Title " + self._string(title, first_bookmark + index) + target)
        return self._file(objects)

    def _file(self, objects: list[bytes]) -> bytes:
        data = bytearray(b"%PDF-1.4\n")
        offsets = []
        for number, body in enumerate(objects, 1):
            offsets.append(len(data))
            data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(data)
        data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        data += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
        trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R".encode() + self._encryption()
        return bytes(data + b"trailer << " + trailer + f" >>\nstartxref\n{start}\n%%EOF".encode())

    def _fonts(self) -> bytes:
        fonts = " ".join(
            f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>"
            for name, base in FONTS.items()
        )
        return f"<< {fonts} >>".encode()

    def _picture(self, page: Page, number: int) -> bytes:
        if page.picture is None:
            return b"null"
        width, height, data = page.picture
        head = f"/Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8"
        return self._stream(data, number, head)

    def _stream(self, data: bytes, number: int, head: str = "") -> bytes:
        data = self._locked(data, number)
        return f"<< {head} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"

    def _string(self, text: str, number: int) -> bytes:
        return b"<" + self._locked(b"\xfe\xff" + text.encode("utf-16-be"), number).hex().encode() + b">"

    # The oldest encryption, of PDF 1.4, section 3.5: RC4 with 40 bits.

    def _key(self) -> bytes:
        password = (self.password.encode("latin-1") + _PADDING)[:32]
        return hashlib.md5(password + self._owner_entry() + (-4).to_bytes(4, "little", signed=True) + b"id").digest()[
            :5
        ]

    def _owner_entry(self) -> bytes:
        key = hashlib.md5((b"owner" + _PADDING)[:32]).digest()[:5]
        return _rc4(key, (self.password.encode("latin-1") + _PADDING)[:32])

    def _encryption(self) -> bytes:
        if not self.password:
            return b""
        user = _rc4(self._key(), _PADDING).hex()
        owner = self._owner_entry().hex()
        entries = f"/Filter /Standard /V 1 /R 2 /P -4 /O <{owner}> /U <{user}>"
        return f" /ID [<{b'id'.hex()}> <{b'id'.hex()}>] /Encrypt << {entries} >>".encode()

    def _locked(self, data: bytes, number: int) -> bytes:
        if not self.password:
            return data
        key = hashlib.md5(self._key() + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
        return _rc4(key, data)


def _content(page: Page) -> bytes:
    parts = [b"q 600 0 0 800 0 0 cm /Im Do Q"] if page.picture else []
    parts.append("{} {} {} rg".format(*page.color).encode())
    for item in page.texts:
        matrix = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[item.angle]
        text = item.text.encode("cp1252").hex()
        parts.append(f"BT /{item.font} {item.size} Tf {matrix} {item.x} {item.y} Tm <{text}> Tj ET".encode())
    return b"\n".join(parts)


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
