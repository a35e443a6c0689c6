from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from desktop_llm.storage.records import Conversation, TitleSource


def conversation(**fields: object) -> Conversation:
    times = {"created_at": 0.0, "updated_at": 0.0}
    return Conversation(id="a", title="Trip", title_source=TitleSource.USER, **times, **fields)


def test_a_conversation_without_a_server_is_answered_here_whatever_model_it_names() -> None:
    assert conversation().engine == LOCAL_ENGINE
    assert conversation(model_id="smol").engine == LOCAL_ENGINE


def test_a_conversation_with_a_server_is_answered_by_its_model_there() -> None:
    assert conversation(server_id="gpu-box", model_id="granite").engine == EngineChoice("gpu-box", "granite")
