from msgspec.structs import replace

from desktop_llm.assist.model_profiles import profile_by_name
from desktop_llm.assist.translation.piece_translation import piece_key
from desktop_llm.assist.translation.translation_prompts import Wish
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL

WISH = Wish(text="Hello.", source="en", target="de")


def test_a_piece_is_found_by_its_text_and_its_wish_and_by_the_model() -> None:
    chat, trained = profile_by_name("a model"), profile_by_name("Hy-MT2")
    key = piece_key(SCRIPTED_MODEL, chat, WISH)

    assert piece_key(replace(SCRIPTED_MODEL, load_ms=9.0), chat, replace(WISH)) == key
    others = (
        piece_key(replace(SCRIPTED_MODEL, path="/other.gguf"), chat, WISH),
        piece_key(SCRIPTED_MODEL, trained, WISH),
        piece_key(SCRIPTED_MODEL, chat, replace(WISH, target="fr")),
        piece_key(SCRIPTED_MODEL, chat, replace(WISH, text="Hello!")),
    )
    assert len({key, *others}) == 5
