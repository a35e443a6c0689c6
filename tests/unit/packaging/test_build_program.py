import shutil
import sys
from pathlib import Path

from build_program import ROOT, compile_translations


def test_the_texts_of_every_language_come_along_from_a_fresh_checkout(tmp_path: Path) -> None:
    for texts in (ROOT / "resources" / "translations").glob("*.ts"):
        shutil.copy(texts, tmp_path)
    compile_translations(Path(sys.executable), tmp_path)
    languages = {path.stem for path in tmp_path.glob("*.ts")}
    assert "desktop_llm_zh_CN" in languages
    assert {path.stem for path in tmp_path.glob("*.qm") if path.stat().st_size > 10_000} == languages
