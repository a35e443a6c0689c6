"""What the bundle on macOS tells the system of the program: its version, and which files it opens. Read by the spec."""

from typing import Any, Final

from opened_files import MODEL_SUFFIX, document_suffixes

from desktop_llm.version import __version__

BUNDLE_NAME: Final = "Desktop LLM.app"
_GGUF: Final = "org.ggml.gguf"
# Qt 6.11 runs from this version on.
_OLDEST_SYSTEM: Final = "13.0"


def info_plist() -> dict[str, Any]:
    """Entries of Info.plist, by their names."""
    return {
        "CFBundleDisplayName": "Desktop LLM",
        "CFBundleShortVersionString": __version__,
        "CFBundleVersion": __version__,
        "LSMinimumSystemVersion": _OLDEST_SYSTEM,
        "LSApplicationCategoryType": "public.app-category.productivity",
        "NSHighResolutionCapable": True,
        "UTImportedTypeDeclarations": [
            {
                "UTTypeIdentifier": _GGUF,
                "UTTypeDescription": "Language model (GGUF)",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": [MODEL_SUFFIX.removeprefix(".")]},
            }
        ],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Language model",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Default",
                "LSItemContentTypes": [_GGUF],
            },
            {
                "CFBundleTypeName": "Document",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",  # it is offered, and what opens them stays what it is
                "CFBundleTypeExtensions": [suffix.removeprefix(".") for suffix in document_suffixes()],
            },
        ],
    }
