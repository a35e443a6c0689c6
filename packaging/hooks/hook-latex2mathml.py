"""PyInstaller: the table of symbols lies in this package."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("latex2mathml")
