"""The program's icon in the files that Linux, Windows and macOS want, drawn from the one drawing there is."""

import os
import shutil
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES_PX: Final = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
_ICO_SIZES_PX: Final = (16, 20, 24, 32, 40, 48, 64, 128, 256)
# By what macOS calls each: the same picture for one screen and for one with twice as many points.
_ICNS_SIZES_PX: Final = {
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}


def write_icons(theme: Path, drawing: Path) -> None:
    """The freedesktop icon theme's sizes and folders. `theme` is the folder `hicolor`."""
    for size_px, picture in _pictures(drawing, SIZES_PX):
        path = theme / f"{size_px}x{size_px}" / "apps" / f"{drawing.stem}.png"
        path.parent.mkdir(parents=True)
        path.write_bytes(picture)
    scalable = theme / "scalable" / "apps"
    scalable.mkdir(parents=True)
    shutil.copyfile(drawing, scalable / drawing.name)


def write_ico(path: Path, drawing: Path) -> None:
    """Windows: a table of contents of 16 bytes for each picture, then the pictures, as PNG."""
    pictures = list(_pictures(drawing, _ICO_SIZES_PX))
    place = 6 + 16 * len(pictures)
    entries = b""
    for size_px, picture in pictures:
        side = size_px % 256  # 0 stands for 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    path.write_bytes(head + entries + b"".join(picture for _, picture in pictures))


def write_icns(path: Path, drawing: Path) -> None:
    """macOS: each picture after its name and its length, all after those of the whole."""
    pictures = dict(_pictures(drawing, sorted(set(_ICNS_SIZES_PX.values()))))
    body = b""
    for name, size_px in _ICNS_SIZES_PX.items():
        picture = pictures[size_px]
        body += name + struct.pack(">I", 8 + len(picture)) + picture
    path.write_bytes(b"icns" + struct.pack(">I", 8 + len(body)) + body)


def _pictures(drawing: Path, sizes_px: Iterable[int]) -> Iterable[tuple[int, bytes]]:
    """The drawing in each size, as PNG."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(drawing))
    for size_px in sizes_px:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        # PySide6's types ask for bytes here, and its code for text.
        if not _drawn(renderer, size_px).save(buffer, "PNG"):  # pyright: ignore[reportArgumentType, reportCallIssue]
            raise OSError(f"{drawing} could not be drawn")
        yield size_px, bytes(buffer.data().data())
    assert app is not None  # it must live as long as anything is drawn


def _drawn(renderer: QSvgRenderer, size_px: int) -> QImage:
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return image
