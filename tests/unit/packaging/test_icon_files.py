import struct
from pathlib import Path

import pytest
from icon_files import SIZES_PX, write_icns, write_ico, write_icons
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

DRAWING = Path(__file__).parents[3] / "resources" / "icons" / "desktop-llm.svg"


def side_px(picture: bytes) -> int:
    """Of a picture that has something in it."""
    image = QImage.fromData(picture, "PNG")
    assert image.width() == image.height()
    assert image.pixelColor(image.width() // 2, image.height() // 2).alpha() > 0
    return image.width()


def test_linux_gets_each_size_in_its_folder(qapp: QApplication, tmp_path: Path) -> None:
    write_icons(tmp_path, DRAWING)
    for size_px in SIZES_PX:
        path = tmp_path / f"{size_px}x{size_px}" / "apps" / "desktop-llm.png"
        assert side_px(path.read_bytes()) == size_px
    assert (tmp_path / "scalable" / "apps" / "desktop-llm.svg").read_bytes() == DRAWING.read_bytes()


def test_windows_finds_each_size_where_the_table_of_contents_says(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "icon.ico"
    write_ico(path, DRAWING)
    data = path.read_bytes()
    zero, kind, count = struct.unpack_from("<HHH", data)
    assert (zero, kind) == (0, 1)
    sizes, end = [], 0
    for number in range(count):
        side, _, _, _, planes, depth, length, place = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert (planes, depth) == (1, 32)
        assert side_px(data[place : place + length]) == (side or 256)
        sizes.append(side or 256)
        end = place + length
    assert {16, 32, 48, 256} <= set(sizes)
    assert end == len(data)


@pytest.mark.parametrize(("name", "size_px"), [(b"ic07", 128), (b"ic10", 1024)])
def test_macos_finds_each_size_by_its_name(qapp: QApplication, tmp_path: Path, name: bytes, size_px: int) -> None:
    path = tmp_path / "icon.icns"
    write_icns(path, DRAWING)
    data = path.read_bytes()
    assert data[:4] == b"icns"
    assert struct.unpack(">I", data[4:8])[0] == len(data)
    pictures, place = {}, 8
    while place < len(data):
        length = struct.unpack_from(">I", data, place + 4)[0]
        pictures[data[place : place + 4]] = data[place + 8 : place + length]
        place += length
    assert side_px(pictures[name]) == size_px
