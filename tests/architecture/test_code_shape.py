"""The shape of the code: sizes, docstrings, mirrored tests, and what must not be written at all."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

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
_PROGRAMS = {"app.py", "start_bench.py", "window_bench.py"}

_FORBIDDEN_SIGNAL_NAMES = {"finished", "started", "destroyed"}
_MODAL = {"QMessageBox", "QFileDialog", "QInputDialog", "QColorDialog", "QFontDialog"}


def _name(path: Path) -> str:
    return path.relative_to(_PACKAGE).as_posix()


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))


def _called_name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


every_module = pytest.mark.parametrize("module", _MODULES, ids=_name)
every_ui_module = pytest.mark.parametrize(
    "module",
    [module for module in _MODULES if _name(module).startswith(("ui/", "window_program.py", *_PROGRAMS))],
    ids=_name,
)


@every_module
def test_a_module_is_no_longer_than_500_lines(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= _MAX_MODULE_LINES


@every_module
def test_a_function_is_no_longer_than_50_lines(module: Path) -> None:
    functions = [node for node in ast.walk(_tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {function.name: (function.end_lineno or 0) - function.lineno + 1 for function in functions}
    assert {name: length for name, length in lengths.items() if length > _MAX_FUNCTION_LINES} == {}


@every_module
def test_a_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(_tree(module))


@every_module
def test_a_module_has_its_test_file(module: Path) -> None:
    if _name(module) in _UNMIRRORED or not _does_something(module):
        return
    mirror = module.relative_to(_PACKAGE).with_name(f"test_{module.stem.strip('_')}.py")
    places = [_ROOT / "tests" / kind / mirror for kind in ("unit", "process", "model")]
    if mirror.parts[0] == "ui":
        places.append(_ROOT / "tests" / mirror)
    if _name(module) in {"window_program.py", *_PROGRAMS}:
        places.append(_ROOT / "tests" / "ui" / mirror)
    assert any(place.exists() for place in places), f"none of {[str(place.relative_to(_ROOT)) for place in places]}"


def test_modules_that_need_no_test_file_exist() -> None:
    assert _UNMIRRORED.keys() <= {_name(module) for module in _MODULES}


def _does_something(module: Path) -> bool:
    """Whether it has a function with a body; values and protocols are tested where they are used."""
    functions = [node for node in ast.walk(_tree(module)) if isinstance(node, ast.FunctionDef)]
    return any(not _is_declaration(function) for function in functions)


def _is_declaration(function: ast.FunctionDef) -> bool:
    return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in function.body)


def test_packages_run_nothing_when_they_are_imported() -> None:
    assert [path for path in _PACKAGE.rglob("__init__.py") if path.read_text(encoding="utf-8").strip()] == []


@every_module
def test_any_stays_where_a_library_has_no_types(module: Path) -> None:
    if _name(module).startswith(tuple(_ANY_ALLOWED)):
        return
    names = [node.id for node in ast.walk(_tree(module)) if isinstance(node, ast.Name)]
    assert "Any" not in names


@every_module
def test_nobody_evaluates_text_as_code(module: Path) -> None:
    names = [call.func.id for call in _calls(module) if isinstance(call.func, ast.Name)]
    assert not {"eval", "exec", "__import__", "compile"} & set(names)


@every_ui_module
def test_signals_are_connected_to_methods(module: Path) -> None:
    """A lambda keeps its widget alive, and is called after the widget's end."""
    connects = [call for call in _calls(module) if _called_name(call) == "connect"]
    assert [call.lineno for call in connects if any(isinstance(argument, ast.Lambda) for argument in call.args)] == []


@every_ui_module
def test_no_event_loop_runs_within_another(module: Path) -> None:
    """It runs other people's code in the middle of yours: open() a dialog, popup() a menu."""
    lines = [call.lineno for call in _calls(module) if _runs_a_loop(call) and not _runs_the_application(module, call)]
    assert lines == []


def _runs_a_loop(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in _MODAL:
            return name[0].islower()
        case _:
            return _called_name(call) in {"exec", "exec_", "processEvents"}


def _runs_the_application(module: Path, call: ast.Call) -> bool:
    return _name(module) in _PROGRAMS and ast.unparse(call.func).endswith("app.exec")


@every_ui_module
def test_a_signal_says_what_happened_in_one_payload(module: Path) -> None:
    for node in ast.walk(_tree(module)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="Signal"), args=payload)):
                assert name not in _FORBIDDEN_SIGNAL_NAMES
                assert len(payload) <= 1, name
            case _:
                pass
