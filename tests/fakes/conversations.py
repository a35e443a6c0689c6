"""Conversations for tests, told apart by what the test cares about."""

from desktop_llm.storage.records import Conversation, SearchHit, TitleSource

NOW_S = 1_795_435_200.0  # noon of a Monday, UTC
DAY_S = 86_400.0


def conversation(
    conversation_id: str,
    title: str = "",
    *,
    age_days: float = 0.0,
    folder_id: str | None = None,
    is_pinned: bool = False,
) -> Conversation:
    return Conversation(
        id=conversation_id,
        title=title or f"Chat {conversation_id}",
        title_source=TitleSource.USER,
        created_at=NOW_S - age_days * DAY_S,
        updated_at=NOW_S - age_days * DAY_S,
        folder_id=folder_id,
        is_pinned=is_pinned,
    )


def hit(conversation_id: str, snippet: str, message_id: str | None = "m1") -> SearchHit:
    return SearchHit(conversation(conversation_id), message_id, snippet)
