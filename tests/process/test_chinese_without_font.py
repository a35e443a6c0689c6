"""Chinese in a window on a computer that has no font for it: boxes are shown, and nothing breaks."""

import subprocess
import sys
from pathlib import Path

from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, load_settings
from tests.fakes.engine_requests import CHECKOUT
from tests.fakes.small_program import prepared_settings

_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase
from desktop_llm.app import make_application
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptDraft
from desktop_llm.ui.widgets.transcript.prose_view import ProseView
from desktop_llm.ui.window_shell import WindowShell
from desktop_llm.window_program import WindowProgram

app = make_application()
assert QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese) == []
engine = ScriptedEngineClient()
engine.script(ScriptedAnswer(text=("水泵干转不得超过 **30 秒**。\\n\\n| 项目 | 价格 |\\n|---|---|\\n| 泵 | 42 |\\n",)))
shell = WindowShell(app, DataFolder(Path(sys.argv[1])))
program = WindowProgram(shell, DataFolder(Path(sys.argv[1])), engine)
shell.window.show()
program.start([])
is_asked = False

def talk():
    global is_asked
    (pane,) = shell.window.findChildren(ChatPane) or (None,)
    shown = [view.toPlainText() for view in shell.window.findChildren(ProseView)]
    if any(text.startswith("水泵") for text in shown):
        shell.window.grab()
        app.exit(0)
    elif pane is not None and engine.submitted and not is_asked:
        is_asked = True
        pane.prompt_submitted.emit(PromptDraft("水泵可以干转多久？"))

timer = QTimer(interval=50)
timer.timeout.connect(talk)
timer.start()
status = app.exec()
program.stop()
sys.exit(status)
"""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def test_a_chat_in_chinese_needs_no_font_for_it(tmp_path: Path) -> None:
    settings = Settings(language="zh_CN", last_model_id=STARTER_MODEL_ID, suggest_titles=False)
    folder = prepared_settings(DataFolder(tmp_path / "data"), settings)
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(_FONTS.format(cache=tmp_path / "cache"), encoding="utf-8")
    environment = CHECKOUT | {"QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(fonts)}
    command = [sys.executable, "-c", _PROGRAM, str(folder.root)]
    ended = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert load_settings(folder.settings).language == "zh_CN"
