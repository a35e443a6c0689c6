"""A program that is killed while it writes conversations, and a data folder that another program or nobody may use."""

import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.connection import connect
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import open_database
from desktop_llm.storage.folder_lock import FolderLock
from desktop_llm.storage.records import MessageState

_ROOT = Path(__file__).parents[2]
_N_KILLS = 50

# Every line says what was on the disk before it was printed.
_CHATTING = """
import sys
from itertools import count
from pathlib import Path
from desktop_llm.paths import DataFolder
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import open_database
from desktop_llm.storage.folder_lock import FolderLock
from desktop_llm.storage.records import MessageState

folder = DataFolder(Path(sys.argv[1]))
lock = FolderLock(folder)
lock.acquire()
store = ConversationStore(open_database(folder).database)
conversation = store.create_conversation("Killed")
for turn in count():
    leaf_id = store.conversation(conversation.id).leaf_id
    asked = store.add_user_message(conversation.id, leaf_id, f"question {turn} 你好")
    print("asked", asked.id, turn, flush=True)
    answer = store.start_answer(conversation.id, asked.id, "Smol")
    for piece in range(turn % 7):
        store.journal(answer.id, f"piece {piece} ", f"thought {piece} ")
        print("journaled", answer.id, piece + 1, flush=True)
    store.finish_answer(answer.id, MessageState.COMPLETE)
    print("finished", answer.id, turn % 7, flush=True)
"""

_HOLDING_THE_LOCK = """
import sys
from pathlib import Path
from desktop_llm.paths import DataFolder
from desktop_llm.storage.folder_lock import FolderLock

lock = FolderLock(DataFolder(Path(sys.argv[1])))
lock.acquire()
print("locked", flush=True)
sys.stdin.read()
"""

_WITHOUT_PERMISSION = """
import json, os, sys, urllib.parse
from pathlib import Path
from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.logs import configure_logging
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import database_in_memory, open_database
from desktop_llm.storage.folder_lock import FolderLock

folder = DataFolder(Path(sys.argv[1]))
if os.geteuid() == 0:
    os.setuid(65534)
codes = {}
for name, action in {
    "lock": FolderLock(folder).acquire,
    "database": lambda: open_database(folder),
    "settings": lambda: save_settings(folder.settings, Settings()),
    "models": lambda: ModelStore(folder).add(sys.argv[2]),
}.items():
    try:
        action()
    except DesktopLlmError as error:
        codes[name] = error.code
log = configure_logging(folder.logs)
store = ConversationStore(database_in_memory())
conversation = store.create_conversation("Goes on")
print(json.dumps({"codes": codes, "log": log, "title": conversation.title}))
"""


def _start(code: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _killed_after(n_lines: int, folder: DataFolder) -> list[list[str]]:
    """What a chatting program said before it was killed, `n_lines` lines after its start or a little later."""
    with _start(_CHATTING, str(folder.root)) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(n_lines)]
        child.kill()
        lines += child.stdout.readlines()
    assert child.returncode == -signal.SIGKILL
    return [line.split() for line in lines]


def _check(store: ConversationStore, said: list[list[str]]) -> None:
    n_pieces = {message_id: int(number) for word, message_id, number in said if word == "journaled"}
    for word, message_id, number in said:
        message = store.message(message_id)
        if word == "asked":
            assert message.text == f"question {number} 你好"
        if word == "finished":
            assert message.state is MessageState.COMPLETE
            n_pieces[message_id] = int(number)
    for message_id, n_said in n_pieces.items():
        message = store.message(message_id)
        n_found = message.text.count("piece")
        assert message.text == "".join(f"piece {piece} " for piece in range(n_found))
        assert message.thinking == "".join(f"thought {piece} " for piece in range(n_found))
        assert n_said <= n_found <= n_said + 1
        assert message.state in {MessageState.COMPLETE, MessageState.INTERRUPTED}


def test_a_program_killed_50_times_loses_nothing_that_was_stored(data_folder_of_test: Path) -> None:
    folder = DataFolder(data_folder_of_test)
    moments = random.Random(2)
    everything: list[list[str]] = []
    n_interrupted = 0
    for _ in range(_N_KILLS):
        said = _killed_after(moments.randint(1, 40), folder)
        everything += said
        opened = open_database(folder)
        assert opened.broken_path is None
        with closing(opened.database):
            store = ConversationStore(opened.database)
            n_interrupted += store.recover_interrupted()
            _check(store, said)
    assert n_interrupted > 0
    _check_whole(folder, everything)


def _check_whole(folder: DataFolder, everything: list[list[str]]) -> None:
    with closing(connect(folder.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)")
    with closing(open_database(folder).database) as database:
        _check(ConversationStore(database), everything)


def test_a_second_program_is_refused_until_the_first_is_dead(data_folder_of_test: Path) -> None:
    folder = DataFolder(data_folder_of_test)
    lock = FolderLock(folder)
    with _start(_HOLDING_THE_LOCK, str(folder.root)) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "locked\n"
        with pytest.raises(StorageError) as caught:
            lock.acquire()
        assert caught.value.code is ErrorCode.DATA_FOLDER_IN_USE
        first.kill()
    lock.acquire()
    lock.release()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can reach; pytest's own are closed to them."""
    path = Path(tempfile.mkdtemp(prefix="desktop-llm-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.mark.parametrize("is_new", [True, False])
def test_a_read_only_data_folder_is_reported_and_the_program_can_go_on(open_folder: Path, *, is_new: bool) -> None:
    folder = DataFolder(open_folder / "data")
    model = open_folder / "model.gguf"
    model.write_bytes(b"GGUF")
    folder.root.mkdir()
    if not is_new:
        open_database(folder).database.close()
    folder.root.chmod(0o555)
    with _start(_WITHOUT_PERMISSION, str(folder.root), str(model)) as child:
        output, _ = child.communicate(timeout=60)
    folder.root.chmod(0o755)
    read_only = ErrorCode.DATA_FOLDER_READ_ONLY
    assert json.loads(output) == {
        "codes": dict.fromkeys(("lock", "database", "settings", "models"), read_only),
        "log": None,
        "title": "Goes on",
    }
    assert [path.name for path in folder.root.iterdir()] == ([] if is_new else [folder.database.name])
