"""PyInstaller: its font is opened when it is imported."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("ziafont")
