"""PyInstaller: the English dictionary lies in this package, and so does the library."""

from PyInstaller.utils.hooks import collect_data_files, collect_dynamic_libs

datas = collect_data_files("hunspell", subdir="dictionaries")
binaries = collect_dynamic_libs("hunspell", search_patterns=["*.dll", "*.dylib", "*.so", "*.so.*"])
