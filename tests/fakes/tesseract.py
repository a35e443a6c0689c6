"""A program that answers as tesseract does, for tests on computers without it."""

from pathlib import Path

SCRIPT = """#!/bin/sh
if [ "$1" = --list-langs ]; then
    printf 'List of available languages (3):\\ndeu\\neng\\nosd\\n'
    exit 0
fi
{work}
"""
WORDS = """read_magic=$(head -c 2)
[ "$read_magic" = P5 ] || exit 1
[ "$4" = eng+deu ] || exit 2
printf 'level\\tpage\\tblock\\tpar\\tline\\tword\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n'
printf '5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t96\\tThe\\n5\\t1\\t1\\t1\\t2\\t1\\t0\\t0\\t9\\t9\\t96\\tlease\\n'
printf '5\\t1\\t2\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t96\\tends.\\n'
cat > /dev/null
"""


def install_tesseract(folder: Path, work: str = WORDS) -> None:
    """Put `folder` on the path to have it."""
    program = folder / "tesseract"
    program.write_text(SCRIPT.format(work=work), "utf-8")
    program.chmod(0o755)
