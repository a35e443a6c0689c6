"""PyInstaller: llama.cpp's libraries are found beside the bindings, and its backends by the names of their files."""

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("llama_cpp", search_patterns=["*.dll", "*.dylib", "*.so", "*.so.*"])
