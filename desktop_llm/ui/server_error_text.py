"""Failures of a server elsewhere in words. GUI thread."""

from collections.abc import Mapping
from typing import Final

from desktop_llm.engine.server.request_body import Lack
from desktop_llm.errors import ErrorCode
from desktop_llm.ui.error_template import ErrorAction, ErrorTemplate
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP

LACKS: Final[Mapping[str, str]] = {
    Lack.TOP_K: QT_TRANSLATE_NOOP("ErrorText", "choose among the most likely words only (top-k)"),
    Lack.MIN_P: QT_TRANSLATE_NOOP("ErrorText", "leave out unlikely words (min-p)"),
    Lack.REPEAT_PENALTY: QT_TRANSLATE_NOOP("ErrorText", "avoid repetitions (repeat penalty)"),
    Lack.REPEAT_LAST_N: QT_TRANSLATE_NOOP("ErrorText", "avoid repetitions within a number of tokens"),
    Lack.GRAMMAR: QT_TRANSLATE_NOOP("ErrorText", "answer in the form of a grammar"),
    Lack.SCHEMA: QT_TRANSLATE_NOOP("ErrorText", "answer in the form of a schema"),
    Lack.LOGIT_BIAS: QT_TRANSLATE_NOOP("ErrorText", "favour or avoid single tokens"),
    Lack.LOGPROBS: QT_TRANSLATE_NOOP("ErrorText", "tell how likely each word was"),
    Lack.CONTINUATION: QT_TRANSLATE_NOOP("ErrorText", "go on with an answer that was begun"),
    Lack.THINKING: QT_TRANSLATE_NOOP("ErrorText", "think before it answers"),
    Lack.TEXT_WITHOUT_LIMIT: QT_TRANSLATE_NOOP("ErrorText", "continue a text without a limit"),
    Lack.SCORE: QT_TRANSLATE_NOOP("ErrorText", "tell how likely a text is"),
    Lack.EMBED: QT_TRANSLATE_NOOP("ErrorText", "tell what a text means"),
    Lack.MEASURE: QT_TRANSLATE_NOOP("ErrorText", "measure its machine"),
}

SERVER_TEMPLATES: Final[Mapping[ErrorCode, ErrorTemplate]] = {
    ErrorCode.SERVER_ADDRESS_WRONG: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "This is not the address of a server."),
        QT_TRANSLATE_NOOP("ErrorText", "It looks like https://gpu-box.example/v1, without a name or key in it."),
        None,
    ),
    ErrorCode.SERVER_UNKNOWN: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "The server of this chat is no longer in your list."),
        QT_TRANSLATE_NOOP("ErrorText", "Add it again, or choose another model for this chat. Nothing was sent."),
        ErrorAction.MANAGE_SERVERS,
    ),
    ErrorCode.SERVER_NOT_CHOSEN: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "This chat got another model while the message was on its way."),
        QT_TRANSLATE_NOOP("ErrorText", "Nothing was sent. Look where it goes, then send it again."),
        None,
    ),
    ErrorCode.SERVER_NOT_RUNNING: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "No server answers at {host}."),
        QT_TRANSLATE_NOOP("ErrorText", "Start it there, or check its address."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.SERVER_NOT_FOUND: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "There is no computer named {host} in reach."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the address and your network."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.SERVER_UNREACHABLE: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{host} cannot be reached."),
        QT_TRANSLATE_NOOP("ErrorText", "Check your network, and whether the server is on."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.SERVER_UNTRUSTED: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "The encrypted connection to {host} could not be made."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Its certificate is not trusted here, or it has none: then its address begins with http, and others can "
            "read along.",
        ),
        ErrorAction.MANAGE_SERVERS,
    ),
    ErrorCode.SERVER_SLOW: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{host} said nothing for {timeout_s} seconds."),
        QT_TRANSLATE_NOOP("ErrorText", "It may be busy. What was written so far is kept."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.SERVER_CUT: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "The connection to {host} broke off."),
        QT_TRANSLATE_NOOP("ErrorText", "What was written so far is kept."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.SERVER_KEY_WRONG: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{host} does not accept the key."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the key of this server in its settings."),
        ErrorAction.MANAGE_SERVERS,
    ),
    ErrorCode.SERVER_MODEL_UNKNOWN: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{host} has no model named {model}."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose one that it has."),
        ErrorAction.MANAGE_SERVERS,
    ),
    ErrorCode.SERVER_MODEL_UNNAMED: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{host} has several models, and none is chosen."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose one of them: {models}"),
        ErrorAction.MANAGE_SERVERS,
    ),
    ErrorCode.SERVER_CONTEXT_FULL: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "This is too long for the model on {host}."),
        QT_TRANSLATE_NOOP("ErrorText", "Shorten the message, or begin a new chat. The server says: {reason}"),
        ErrorAction.NEW_CHAT,
    ),
    ErrorCode.SERVER_BUSY: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{host} is busy or still starting."),
        QT_TRANSLATE_NOOP("ErrorText", "Wait a moment, then try again."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.SERVER_FAILED: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "Something went wrong on {host}."),
        QT_TRANSLATE_NOOP("ErrorText", "What was written so far is kept. The server says: {reason}"),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.SERVER_REFUSED: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{host} refused the request."),
        QT_TRANSLATE_NOOP("ErrorText", "The server says: {reason}"),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.SERVER_CANNOT: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{host} cannot do this: {what}."),
        QT_TRANSLATE_NOOP("ErrorText", "Nothing was sent. Leave it out, or choose another model."),
        ErrorAction.MANAGE_MODELS,
    ),
    ErrorCode.SERVER_ANSWER_WRONG: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "What {host} answers cannot be understood."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the address: it must be a server with the OpenAI protocol."),
        ErrorAction.MANAGE_SERVERS,
    ),
}
