"""`desktop-llm memory`: translations of other programs in, this program's out."""

import argparse
from pathlib import Path

from desktop_llm.assist.translation.document_output import check_output, write_output
from desktop_llm.assist.translation.memory_exchange import languages_in, tmx_of, units_of
from desktop_llm.cli.arguments import AddParser, language_argument
from desktop_llm.cli.job_run import say
from desktop_llm.cli.session import data_folder
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.storage.translation_memory import LanguagePair, TranslationMemory, open_translation_memory


def add_memory_command(add_parser: AddParser) -> None:
    parser = add_parser("memory", help="take in translations of other programs, or hand on those that are remembered")
    parser.add_argument("action", choices=["import", "export"])
    parser.add_argument("file", metavar="FILE", type=Path, help="TMX; to import, XLIFF and PO as well")
    parser.add_argument("--from", dest="source", metavar="LANG", type=language_argument, help="de, German")
    parser.add_argument("--to", dest="target", metavar="LANG", type=language_argument, help="de, German")
    parser.set_defaults(run=run_memory, usage_error=parser.error)


def run_memory(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever cannot be read or written."""
    memory = open_translation_memory(data_folder())
    try:
        if options.action == "import":
            return _take_in(memory, options)
        return _hand_on(memory, options)
    finally:
        memory.close()


def _take_in(memory: TranslationMemory, options: argparse.Namespace) -> int:
    reader = DocumentReader()
    try:
        file = reader.open_for_editing(options.file, reads_memories=True)
    finally:
        reader.close()
    is_memory = file.media_type.endswith("tmx+xml")
    if not is_memory and not options.target:
        options.usage_error("this file does not say its language: name it with --to")
    source = options.source or file.language
    for target in [options.target] if options.target else languages_in(file):
        units, n_left_out = units_of(file, target)
        memory.keep(LanguagePair(source, target), units)
        left_out = f", {n_left_out} left out: their tags do not fit" if n_left_out else ""
        say(f"{file.name}: {len(units)} translations from {source} to {target} are remembered{left_out}.")
    return 0


def _hand_on(memory: TranslationMemory, options: argparse.Namespace) -> int:
    """One pair of languages goes into one file."""
    known = [
        pair
        for pair in memory.pairs()
        if pair.source == (options.source or pair.source) and pair.target == (options.target or pair.target)
    ]
    if len(known) != 1:
        pairs = ", ".join(f"{pair.source}-{pair.target}" for pair in memory.pairs()) or "none"
        options.usage_error(f"name one pair with --from and --to; remembered are: {pairs}")
    check_output(options.file)
    units = memory.units(known[0], most=1_000_000)
    write_output(options.file, tmx_of(known[0], reversed(units)))
    say(f"{options.file}: {len(units)} translations from {known[0].source} to {known[0].target}.")
    return 0
