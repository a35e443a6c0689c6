"""PyInstaller: the window's icons are characters of a font that lies in this package."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("qtawesome")
