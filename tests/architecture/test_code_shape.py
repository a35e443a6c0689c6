"""The shape of the code: sizes, docstrings, mirrored tests, and what must not be written at all."""

import ast
import functools
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).parents[2]
_PACKAGE = _ROOT / "desktop_llm"
_MODULES = sorted(path for path in _PACKAGE.rglob("*.py") if path.name != "__init__.py")

_MAX_MODULE_LINES = 500
_MAX_FUNCTION_LINES = 50

# Modules that do something and have no test file of their own, and why.
_UNMIRRORED = {
    "errors.py": "every test that expects an error reads it",
    "cli/bench_engine.py": "tests/process/cli/test_bench.py runs all of it",
    "engine/backends/bare_loop.py": "the yardstick of the bench, which runs it",
    "window_bench.py": "tests/process/cli/test_bench.py runs all of it",
    "changes_bench.py": "tests/process/cli/test_bench.py runs all of it",
    "window_probes.py": "tests/process/cli/test_bench.py runs all of it",
}

# Where `Any` is allowed, and why.
_ANY_ALLOWED = {
    "engine/backends/": "llama_cpp makes its functions with ctypes at run time; a type checker sees nothing of them",
    "documents/readers/pdfium.py": "PDFium's functions are made with ctypes at run time",
    "documents/editing/xml_part.py": "lxml has no types",
    "documents/readers/xml_tree.py": "lxml has no types",
    "documents/word_file.py": "python-docx has no types for the XML that it makes",
    "processes/parent_death.py": "calls of other systems, which this system's types do not have",
    "engine/template_sandbox.py": "overrides of Jinja, which passes whatever a template holds",
}

# Where a process runs its one event loop.
_PROGRAMS = {"app.py", "self_test.py", "start_bench.py", "window_bench.py"}

_FORBIDDEN_SIGNAL_NAMES = {"finished", "started", "destroyed"}
_MODAL = {"QMessageBox", "QFileDialog", "QInputDialog", "QColorDialog", "QFontDialog"}


def _name(path: Path) -> str:
    return path.relative_to(_PACKAGE).as_posix()


_UI_MODULES = [path for path in _MODULES if _name(path).startswith(("ui/", "window_program.py", *_PROGRAMS))]


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def _nodes(path: Path) -> Sequence[ast.AST]:
    return tuple(ast.walk(_tree(path)))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in _nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in _nodes(path) if isinstance(node, ast.Call))


def _called_name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def test_a_module_is_no_longer_than_500_lines() -> None:
    lengths = {_name(module): len(module.read_text(encoding="utf-8").splitlines()) for module in _MODULES}
    assert {name: length for name, length in lengths.items() if length > _MAX_MODULE_LINES} == {}


def test_a_function_is_no_longer_than_50_lines() -> None:
    lengths = {
        _place(module, function): (function.end_lineno or 0) - function.lineno + 1
        for module in _MODULES
        for function in _functions(module)
    }
    assert {name: length for name, length in lengths.items() if length > _MAX_FUNCTION_LINES} == {}


def test_a_module_says_what_it_is_for() -> None:
    assert [_name(module) for module in _MODULES if not ast.get_docstring(_tree(module))] == []


def test_a_module_has_its_test_file() -> None:
    modules = [module for module in _MODULES if _name(module) not in _UNMIRRORED and _does_something(module)]
    without = [module for module in modules if not any(place.exists() for place in _places_of_tests(module))]
    assert {_name(module): [_name_in_root(place) for place in _places_of_tests(module)] for module in without} == {}


def test_modules_that_need_no_test_file_exist() -> None:
    assert _UNMIRRORED.keys() <= {_name(module) for module in _MODULES}


def _places_of_tests(module: Path) -> list[Path]:
    """Where its test file may be."""
    mirror = module.relative_to(_PACKAGE).with_name(f"test_{module.stem.strip('_')}.py")
    places = [_ROOT / "tests" / kind / mirror for kind in ("unit", "process", "model")]
    if mirror.parts[0] == "ui":
        places.append(_ROOT / "tests" / mirror)
    if _name(module) in {"window_program.py", *_PROGRAMS}:
        places.append(_ROOT / "tests" / "ui" / mirror)
    return places


def _name_in_root(path: Path) -> str:
    return path.relative_to(_ROOT).as_posix()


def _does_something(module: Path) -> bool:
    """Whether it has a function with a body; values and protocols are tested where they are used."""
    return any(not _is_declaration(function) for function in _functions(module))


def _is_declaration(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in function.body)


def test_packages_run_nothing_when_they_are_imported() -> None:
    assert [path for path in _PACKAGE.rglob("__init__.py") if path.read_text(encoding="utf-8").strip()] == []


def test_any_stays_where_a_library_has_no_types() -> None:
    modules = [module for module in _MODULES if not _name(module).startswith(tuple(_ANY_ALLOWED))]
    assert [_name(module) for module in modules if _names(module, {"Any"})] == []


def _names(module: Path, wanted: Set[str]) -> bool:
    return any(isinstance(node, ast.Name) and node.id in wanted for node in _nodes(module))


def test_nobody_evaluates_text_as_code() -> None:
    evaluating = {"eval", "exec", "__import__", "compile"}
    calls = [(module, call) for module in _MODULES for call in _calls(module) if isinstance(call.func, ast.Name)]
    assert [_place(module, call) for module, call in calls if _called_name(call) in evaluating] == []


def test_signals_are_connected_to_methods() -> None:
    """A lambda keeps its widget alive, and is called after the widget's end."""
    calls = [(module, call) for module in _UI_MODULES for call in _calls(module) if _called_name(call) == "connect"]
    lambdas = [each for each in calls if any(isinstance(argument, ast.Lambda) for argument in each[1].args)]
    assert [_place(*each) for each in lambdas] == []


def test_no_event_loop_runs_within_another() -> None:
    """It runs other people's code in the middle of yours: open() a dialog, popup() a menu."""
    calls = [(module, call) for module in _UI_MODULES for call in _calls(module) if _runs_a_loop(call)]
    assert [_place(*each) for each in calls if not _runs_the_application(*each)] == []


def _runs_a_loop(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in _MODAL:
            return name[0].islower()
        case _:
            return _called_name(call) in {"exec", "exec_", "processEvents"}


def _runs_the_application(module: Path, call: ast.Call) -> bool:
    return _name(module) in _PROGRAMS and ast.unparse(call.func).endswith("app.exec")


def test_a_signal_says_what_happened_in_one_payload() -> None:
    signals = [signal for module in _UI_MODULES for signal in _signals(module)]
    assert [signal for signal in signals if signal.name in _FORBIDDEN_SIGNAL_NAMES] == []
    assert [signal for signal in signals if signal.n_payloads > 1] == []


class _Signal(NamedTuple):
    module: str
    name: str
    n_payloads: int


def _signals(module: Path) -> Iterator[_Signal]:
    for node in _nodes(module):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="Signal"), args=payloads)):
                yield _Signal(_name(module), name, len(payloads))
            case _:
                pass


def _place(module: Path, node: ast.expr | ast.stmt) -> str:
    return f"{_name(module)}:{node.lineno}"
