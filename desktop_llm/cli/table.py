"""Rows for the terminal: columns that stand below each other for people, tabs between them for programs."""

import sys
from collections.abc import Iterable, Sequence

from desktop_llm.cli.text import safe_text


def print_table(rows: Iterable[Sequence[str]], when_empty: str) -> None:
    """Print the rows, which have as many columns each; without any, say so on standard error, for people alone."""
    table = list(rows)
    if not table:
        print(when_empty, file=sys.stderr)
    for line in table_lines(table, is_terminal=sys.stdout is not None and sys.stdout.isatty()):
        print(line)


def table_lines(table: Sequence[Sequence[str]], *, is_terminal: bool) -> list[str]:
    """The rows as lines."""
    if not is_terminal:
        return ["\t".join(row) for row in table]
    table = [[safe_text(text) for text in row] for row in table]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return ["  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True)).rstrip() for row in table]
