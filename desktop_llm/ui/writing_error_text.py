"""Failures of texts that a person writes, in words. GUI thread."""

from collections.abc import Mapping
from typing import Final

from desktop_llm.errors import ErrorCode
from desktop_llm.ui.error_template import ErrorTemplate
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP

WRITING_TEMPLATES: Final[Mapping[ErrorCode, ErrorTemplate]] = {
    ErrorCode.WRITTEN_TEXT_UNKNOWN: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "This text no longer exists."), "", None
    ),
    ErrorCode.ACTIONS_BROKEN: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "Your writing actions could not be read, so there are none for now."),
        QT_TRANSLATE_NOOP("ErrorText", "The old file is kept at {backup_path}."),
        None,
    ),
    ErrorCode.FILE_NAME_NOT_TEXT: ErrorTemplate(
        QT_TRANSLATE_NOOP(
            "ErrorText", "The name of {file}, or of a folder that it is in, has letters that cannot be read."
        ),
        QT_TRANSLATE_NOOP("ErrorText", "Give it another name first."),
        None,
    ),
}
