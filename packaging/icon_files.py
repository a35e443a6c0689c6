"""The program's icon in the sizes and folders of the freedesktop icon theme, drawn from the one drawing there is."""

import os
import shutil
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES_PX: Final = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)


def write_icons(theme: Path, drawing: Path) -> None:
    """`theme` is the folder `hicolor`."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(drawing))
    for size_px in SIZES_PX:
        path = theme / f"{size_px}x{size_px}" / "apps" / f"{drawing.stem}.png"
        path.parent.mkdir(parents=True)
        if not _drawn(renderer, size_px).save(str(path)):
            raise OSError(f"{path} could not be written")
    scalable = theme / "scalable" / "apps"
    scalable.mkdir(parents=True)
    shutil.copyfile(drawing, scalable / drawing.name)
    assert app is not None  # it must live as long as anything is drawn


def _drawn(renderer: QSvgRenderer, size_px: int) -> QImage:
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return image
