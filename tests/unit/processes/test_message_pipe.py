import io
import struct

import msgspec
import pytest

from desktop_llm.processes.message_pipe import (
    MAX_MESSAGE_BYTES,
    MalformedMessageError,
    StreamEndedError,
    commands_of,
    read_message,
    write_message,
)


class Greeting(msgspec.Struct, frozen=True):
    text: str


DECODER = msgspec.msgpack.Decoder(Greeting)


def framed(body: bytes) -> bytes:
    return struct.pack("<I", len(body)) + body


def test_a_message_comes_out_as_it_went_in_and_garbage_before_it_is_skipped() -> None:
    stream = io.BytesIO(framed(b"garbage"))
    stream.seek(0, io.SEEK_END)
    write_message(stream, Greeting("Grüße 🌍"))
    stream.seek(0)
    with pytest.raises(MalformedMessageError):
        read_message(stream, DECODER)
    assert read_message(stream, DECODER) == Greeting("Grüße 🌍")


def test_commands_are_read_to_the_end_past_those_that_are_none(caplog: pytest.LogCaptureFixture) -> None:
    stream = io.BytesIO()
    for body in (b"garbage", msgspec.msgpack.encode(Greeting("one")), b"\xc1", msgspec.msgpack.encode(Greeting("two"))):
        stream.write(framed(body))
    stream.write(b"\x05\x00\x00\x00cut")
    stream.seek(0)
    assert list(commands_of(stream, DECODER)) == [Greeting("one"), Greeting("two")]
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x05\x00\x00\x00abc", struct.pack("<I", MAX_MESSAGE_BYTES + 1)])
def test_a_stream_that_ends_or_lies_about_its_length_is_over(data: bytes) -> None:
    with pytest.raises(StreamEndedError):
        read_message(io.BytesIO(data), DECODER)


def test_a_message_is_flushed_at_once() -> None:
    raw = io.BytesIO()
    stream = io.BufferedWriter(raw)
    write_message(stream, Greeting("x"))
    assert raw.getvalue()
    stream.detach()
