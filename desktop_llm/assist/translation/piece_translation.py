"""What a model made of a piece of text, to be found by the piece and by what was asked, not by what stood around it.

So a changed paragraph costs itself alone. Pure; any thread.
"""

import hashlib

import msgspec
from msgspec import Struct

from desktop_llm.assist.model_profiles import ModelProfile
from desktop_llm.assist.remembered_values import model_identity
from desktop_llm.assist.translation.translation_prompts import PROMPT_VERSION, Wish
from desktop_llm.assist.translation.translation_result import SentencePair
from desktop_llm.engine.messages import ModelDescription


class PieceTranslation(Struct, frozen=True, kw_only=True):
    """The places in `sentences` are those within the piece. is_cut: the model had not ended.

    is_looping: it was cut because it said the same again and again; what was repeated is left out.
    """

    target: str
    sentences: tuple[SentencePair, ...] = ()
    is_cut: bool = False
    is_looping: bool = False


def piece_key(model: ModelDescription, profile: ModelProfile, wish: Wish) -> str:
    identity = (PROMPT_VERSION, *model_identity(model))
    return hashlib.sha256(msgspec.msgpack.encode((identity, profile, wish))).hexdigest()
