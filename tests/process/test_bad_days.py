"""The whole program, with its real engine, on computers on which something is wrong: it says so, or does without."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import open_database
from desktop_llm.storage.old_database import OLD_ANSWER, OLD_QUESTION, OLD_VERSION, write_old_database
from desktop_llm.storage.records import Message
from desktop_llm.storage.schema import MIGRATIONS
from tests.fakes.asked_program import QUESTION, AskedProgram, Seen, seen

YEAR_S = 365 * 86_400.0
OLD_TITLE = "The lighthouse"
LONGEST_NAME = 255


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


def data_folder(home: Path) -> DataFolder:
    """Where the program keeps everything, if nobody says otherwise."""
    return DataFolder(home / ".local" / "share" / "desktop-llm")


def messages(folder: DataFolder) -> list[Message]:
    opened = open_database(folder)
    with closing(opened.database):
        store = ConversationStore(opened.database)
        return [item for each in store.conversations() for item in store.messages(each.id)]


def with_a_chat(folder: DataFolder, later_s: float = 0.0) -> DataFolder:
    """The folder as an earlier run left it, at a time that the clock said was so much later."""
    with closing(open_database(folder).database) as database:
        store = ConversationStore(database, clock=lambda: 1_700_000_000.0 + later_s)
        conversation = store.create_conversation(OLD_TITLE)
        store.add_user_message(conversation.id, None, OLD_QUESTION)
    return folder


def assert_answered(program: Seen, folder: DataFolder) -> None:
    """In the window, and in the data folder."""
    assert program.status == 0
    assert program.is_shown
    assert program.answer
    assert program.notices == []
    kept = messages(folder)
    texts = [message.text for message in kept]
    assert QUESTION in texts
    assert kept[texts.index(QUESTION) + 1].text


def assert_answered_without_keeping(program: Seen) -> None:
    assert program.status == 0
    assert program.is_shown
    assert program.answer


# --- The system ------------------------------------------------------------------------------------------------------


@pytest.mark.real_window
def test_without_a_driver_for_graphics_the_window_is_there(home: Path) -> None:
    nowhere = str(home / "nowhere")
    program = AskedProgram(
        home,
        QT_QPA_PLATFORM="xcb",
        LIBGL_DRIVERS_PATH=nowhere,
        GBM_BACKENDS_PATH=nowhere,
        __GLX_VENDOR_LIBRARY_NAME="none",
        __EGL_VENDOR_LIBRARY_DIRS=nowhere,
        VK_DRIVER_FILES=nowhere,
    )
    assert_answered(program.run(), data_folder(home))


def test_without_any_font_on_the_system_there_are_letters_all_the_same(home: Path) -> None:
    fonts = home / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{home / 'nowhere'}</dir></fontconfig>", "utf-8")
    program = AskedProgram(home, FONTCONFIG_FILE=str(fonts)).run()
    assert program.has_letters
    assert_answered(program, data_folder(home))


def test_without_a_message_bus_everything_works(home: Path) -> None:
    nowhere = f"unix:path={home / 'nowhere'}"
    program = AskedProgram(home, DBUS_SESSION_BUS_ADDRESS=nowhere, DBUS_SYSTEM_BUS_ADDRESS=nowhere, QT_NO_GLIB="1")
    assert_answered(program.run(), data_folder(home))


def test_without_a_language_or_a_folder_for_this_session_everything_works(home: Path) -> None:
    assert_answered(AskedProgram(home, LANG="", LC_ALL="").run(), data_folder(home))


# --- The home --------------------------------------------------------------------------------------------------------


def test_a_read_only_home_is_told_and_answers_are_given_all_the_same(home: Path) -> None:
    program = AskedProgram(home).run_in_read_only_home()
    assert_answered_without_keeping(program)
    assert "Nothing can be saved in the folder" in program.said
    assert list(home.iterdir()) == []


def test_chats_in_a_home_that_became_read_only_stay_as_they_are(home: Path) -> None:
    folder = with_a_chat(data_folder(home))
    before = folder.database.read_bytes()
    program = AskedProgram(home).run_in_read_only_home()
    assert_answered_without_keeping(program)
    assert "Nothing can be saved in the folder" in program.said
    assert folder.database.read_bytes() == before


def test_a_home_on_a_full_disk_is_told_and_answers_are_given_all_the_same(home: Path) -> None:
    program = AskedProgram(home).run_on_full_disk()
    assert_answered_without_keeping(program)
    assert "could not be saved" in program.said or "cannot be used" in program.said


def test_chats_on_a_disk_that_is_full_are_all_there(home: Path) -> None:
    with_a_chat(data_folder(home))
    program = AskedProgram(home).run_on_full_disk()
    assert program.is_shown
    assert "could not be saved" in program.said or "cannot be used" in program.said
    assert [message.text for message in messages(data_folder(home.with_name("home.after")))][:1] == [OLD_QUESTION]


@pytest.mark.parametrize("name", ["Зоя Müller", "李雷", "a b'c\"d"])
def test_a_name_in_any_script_is_a_home_like_any_other(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    home.mkdir()
    assert_answered(AskedProgram(home, LANG="C", LC_ALL="C").run(), data_folder(home))


def test_a_long_path_to_the_home_works(tmp_path: Path) -> None:
    home = tmp_path / ("a" * 100) / ("b" * 100) / ("c" * 100)
    home.mkdir(parents=True)
    assert_answered(AskedProgram(home).run(), data_folder(home))


def test_a_path_that_is_too_long_for_a_database_is_told_as_such(tmp_path: Path) -> None:
    home = tmp_path.joinpath(*(letter * LONGEST_NAME for letter in "abcdefgh"))
    home.mkdir(parents=True)
    program = AskedProgram(home).run()
    assert_answered_without_keeping(program)
    assert "too long" in program.said


def test_a_data_folder_of_a_name_that_is_too_long_is_told_as_such(home: Path) -> None:
    program = AskedProgram(home, DESKTOP_LLM_DATA=str(home / ("a" * (LONGEST_NAME + 1)))).run()
    assert_answered_without_keeping(program)
    assert "too long" in program.said


# --- Other people ----------------------------------------------------------------------------------------------------


def test_two_people_use_it_at_the_same_time_on_one_computer(tmp_path: Path) -> None:
    homes = [tmp_path / "ana", tmp_path / "ben"]
    for home in homes:
        home.mkdir()
    running = [AskedProgram(home).start() for home in homes]
    for home, program in zip(homes, [seen(process) for process in running], strict=True):
        assert_answered(program, data_folder(home))


def test_the_administrator_uses_it_like_anybody(home: Path) -> None:
    assert_answered(AskedProgram(home).run_as_root(), data_folder(home))


# --- Times -----------------------------------------------------------------------------------------------------------


def test_after_the_clock_was_set_back_chats_of_the_future_are_there_and_new_ones_are_kept(home: Path) -> None:
    folder = with_a_chat(data_folder(home), later_s=10 * YEAR_S)
    program = AskedProgram(home).run()
    assert OLD_TITLE in program.titles
    assert program.answer
    assert {message.text for message in messages(folder)} >= {OLD_QUESTION, QUESTION}


def test_what_an_older_version_left_is_brought_up_to_date_and_kept_as_it_was_beside_it(home: Path) -> None:
    folder = data_folder(home)
    folder.root.mkdir(parents=True)
    write_old_database(folder.database)
    folder.settings.write_text('{"theme": "dark"}', "utf-8")
    program = AskedProgram(home).run()
    assert_answered(program, folder)
    assert OLD_TITLE in program.titles
    assert {OLD_QUESTION, OLD_ANSWER} <= {message.text for message in messages(folder)}
    (backup,) = folder.backups.iterdir()
    assert f"-v{OLD_VERSION}." in backup.name
    assert json.loads(folder.settings.read_bytes())["theme"] == "dark"


def test_chats_of_a_newer_version_are_told_and_nothing_of_it_is_changed(home: Path) -> None:
    folder = with_a_chat(data_folder(home))
    save_settings(folder.settings, Settings())
    settings = json.loads(folder.settings.read_bytes()) | {"of_the_future": [1, 2]}
    folder.settings.write_text(json.dumps(settings), "utf-8")
    with closing(sqlite3.connect(folder.database)) as database:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = folder.database.read_bytes()
    program = AskedProgram(home).run()
    assert_answered_without_keeping(program)
    assert "newer version" in program.said
    assert folder.database.read_bytes() == before
    assert json.loads(folder.settings.read_bytes())["of_the_future"] == [1, 2]
