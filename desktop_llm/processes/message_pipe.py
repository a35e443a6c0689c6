"""Messages between two processes of this program, over a pipe. Both sides import this.

A message travels as 4 bytes of little-endian length and that many bytes of MessagePack.
"""

import logging
from collections.abc import Iterator
from typing import BinaryIO, Final, TypeVar

import msgspec

_log = logging.getLogger(__name__)

MAX_MESSAGE_BYTES: Final = 256 * 1024 * 1024
_LENGTH_BYTES: Final = 4

_encoder = msgspec.msgpack.Encoder()

_T = TypeVar("_T")


class MalformedMessageError(Exception):
    """Bytes that are no message of this protocol. The stream stays in step: the next message can be read."""


class StreamEndedError(Exception):
    """The other side closed the pipe, or what it sent cannot be a message at all."""


def write_message(stream: BinaryIO, message: msgspec.Struct) -> None:
    """Write one message and flush. Raises OSError if the other side is gone."""
    body = _encoder.encode(message)
    stream.write(len(body).to_bytes(_LENGTH_BYTES, "little") + body)
    stream.flush()


def read_message(stream: BinaryIO, decoder: "msgspec.msgpack.Decoder[_T]") -> _T:
    """Block for the next message. Raises StreamEndedError, MalformedMessageError."""
    body = _read_body(stream)
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedMessageError(str(error)) from error


def commands_of(stream: BinaryIO, decoder: "msgspec.msgpack.Decoder[_T]") -> Iterator[_T]:
    """What comes until the other side closes the pipe. Bytes that are no message are skipped, and that is logged."""
    while True:
        try:
            command = read_message(stream, decoder)
        except MalformedMessageError as error:
            _log.warning("a command that cannot be understood was skipped: %.200s", error)
        except (StreamEndedError, OSError):
            return
        else:
            yield command


def _read_body(stream: BinaryIO) -> bytes:
    size = int.from_bytes(_read_exactly(stream, _LENGTH_BYTES), "little")
    if size > MAX_MESSAGE_BYTES:
        raise StreamEndedError(f"a message of {size} bytes was announced")
    return _read_exactly(stream, size)


def _read_exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise StreamEndedError("the stream ended")
    return data
