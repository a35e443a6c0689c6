"""PyInstaller: the font of formulas lies in this package."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("ziamath")
