from pathlib import Path

import msgspec
import pytest

from desktop_llm.assist.exports.conversation_export import (
    ConversationFile,
    ExportLabels,
    conversation_from_json,
    document_of,
    json_of,
)
from desktop_llm.assist.exports.html_document import html_of
from desktop_llm.assist.exports.markdown_document import markdown_of
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams
from desktop_llm.storage.records import (
    AnswerSources,
    Attachment,
    Conversation,
    Message,
    MessageState,
    PathMessage,
    QuotedPassage,
    SourcedSentence,
    Timings,
    TitleSource,
)

_QUESTION = Message(
    id="q",
    conversation_id="c",
    parent_id=None,
    role="user",
    text="Where is *Bergen*? 你好",
    created_at=1.0,
    attachments=(Attachment("map_1.txt", "```\nnorth\n```"),),
)
_ANSWER = Message(
    id="a",
    conversation_id="c",
    parent_id="q",
    role="assistant",
    text="In **Norway**.",
    thinking="Hm.\nNorth.",
    created_at=2.0,
    model_name="SmolLM2",
    sampling=SamplingParams(temperature=0.5),
    timings=Timings(completion_tokens=4, first_token_ms=12.5),
)
_BRANCH = msgspec.structs.replace(_ANSWER, id="b", text="Far.", state=MessageState.STOPPED, is_left_out=True)
_CONVERSATION = Conversation(
    id="c",
    title="Trip [2027]",
    title_source=TitleSource.USER,
    created_at=1.0,
    updated_at=3.0,
    leaf_id="a",
    instructions="Be brief",
    sampling=SamplingParams(seed=3),
)
_PATH = (PathMessage(_QUESTION, 1, 1), PathMessage(_ANSWER, 1, 2))
_TREE = (_QUESTION, _ANSWER, _BRANCH)


def _unreadable(text: str | bytes) -> str:
    with pytest.raises(RequestFailedError) as caught:
        conversation_from_json(text)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    return str(caught.value.facts["reason"])


def test_markdown_shows_the_path_in_order() -> None:
    markdown = markdown_of(document_of(_CONVERSATION, _PATH))
    parts = [
        "# Trip \\[2027\\]\n",
        "## Instructions\n\nBe brief\n",
        "## You\n\nWhere is *Bergen*? 你好\n",
        "**map\\_1.txt**\n\n````\n```\nnorth\n```\n````\n",
        "## SmolLM2\n\n> *Thinking*\n>\n> Hm.\n> North.\n\nIn **Norway**.\n",
    ]
    places = [markdown.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "Far." not in markdown
    assert markdown.endswith("Norway**.\n")


def test_html_shows_the_path_in_order() -> None:
    html = html_of(document_of(_CONVERSATION, _PATH))
    parts = [
        "<h1>Trip [2027]</h1>",
        "Be brief",
        "Where is *Bergen*? 你好",
        "map_1.txt",
        "Hm.\nNorth.",
        "<p>In <strong>Norway</strong>.</p>",
    ]
    places = [html.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "Far." not in html


def test_labels_are_in_the_readers_language() -> None:
    labels = ExportLabels(user="Du", instructions="Hinweise", thinking="Gedanken", language="de")
    document = document_of(_CONVERSATION, _PATH, labels)
    for text in (markdown_of(document), html_of(document)):
        assert all(label in text for label in ("Du", "Hinweise", "Gedanken"))
    assert '<html lang="de">' in html_of(document)


def test_json_comes_back_with_every_branch() -> None:
    text = json_of(_CONVERSATION, _TREE)
    assert conversation_from_json(text) == ConversationFile(conversation=_CONVERSATION, messages=_TREE)
    assert "你好" in text


def test_an_empty_conversation_can_be_exported() -> None:
    empty = msgspec.structs.replace(_CONVERSATION, leaf_id=None, instructions="")
    assert markdown_of(document_of(empty, ())).startswith("# Trip")
    assert "<h1>Trip" in html_of(document_of(empty, ()))
    assert conversation_from_json(json_of(empty, ())).messages == ()


def test_the_sources_of_an_answer_are_exported_with_it() -> None:
    passage = QuotedPassage(
        message_id="q",
        attachment_index=0,
        document="map.pdf",
        block_id="b1",
        start=0,
        end=9,
        quote="<b>North</b>",
        page=3,
    )
    sentences = (SourcedSentence(text="It is north.", passages=(passage,)), SourcedSentence(text="It rains."))
    answer = msgspec.structs.replace(_ANSWER, sources=AnswerSources(sentences=sentences))
    path = (PathMessage(_QUESTION, 1, 1), PathMessage(answer, 1, 1))
    document = document_of(_CONVERSATION, path)
    as_markdown, as_html = markdown_of(document), html_of(document)
    assert "- It is north.\n  - map.pdf, page 3: “\\<b\\>North\\</b\\>”\n- It rains.\n  - *No passage" in as_markdown
    assert "map.pdf, page 3: “&lt;b&gt;North&lt;/b&gt;”" in as_html
    assert conversation_from_json(json_of(_CONVERSATION, (_QUESTION, answer))).messages[1].sources == answer.sources


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        '{"format": "something else"}',
        json_of(_CONVERSATION, _TREE).replace('"version": 1', '"version": 2'),
        json_of(_CONVERSATION, _TREE).replace('"assistant"', '"system"'),
        b"\xff\xfe",
    ],
)
def test_another_file_is_refused(text: str | bytes) -> None:
    assert _unreadable(text)


def test_messages_that_are_no_tree_are_refused() -> None:
    assert "parent" in _unreadable(json_of(_CONVERSATION, (_ANSWER, _QUESTION)))
    assert "twice" in _unreadable(json_of(_CONVERSATION, (_QUESTION, _ANSWER, _ANSWER)))
    assert "missing" in _unreadable(json_of(_CONVERSATION, (_QUESTION,)))


def test_the_described_file_is_the_one_that_is_written() -> None:
    described = Path(__file__).parents[4].joinpath("docs", "conversation-file.md").read_text(encoding="utf-8")
    for record in (ConversationFile, Conversation, Message):
        for name in record.__struct_fields__:
            assert f"`{name}`" in described, name
    for state in MessageState:
        assert f"`{state}`" in described
