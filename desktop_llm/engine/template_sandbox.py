"""A sandbox for chat templates: they come with model files, so they are foreign programs.

On top of Jinja's immutable sandbox: no other templates, a list of allowed filters, and a bound on time, recursion and
size that every loop, call, operator and join passes. Used on the worker's one thread.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from datetime import datetime
from functools import wraps
from typing import Any, Final

from jinja2 import Template, TemplateError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension, loopcontrols
from jinja2.filters import FILTERS  # pyright: ignore[reportUnknownVariableType] # Jinja leaves the type open
from jinja2.parser import Parser
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import Namespace

MAX_SOURCE_CHARACTERS: Final = 1024 * 1024
_MAX_RENDER_S: Final = 1.0
_MORE_RENDER_S_PER_MESSAGE: Final = 0.005  # some templates look back over all messages for each of them
_CHECKPOINTS_PER_LOOK: Final = 16  # looking at the clock takes longer than most steps
_LEAST_OUTPUT_CHARACTERS: Final = 1024 * 1024
_MAX_OUTPUT_RATIO: Final = 8
_MAX_WORK_RATIO: Final = 64
_MAX_ITEMS: Final = 1_000_000
_MAX_PRINTED_ITEMS: Final = 100_000
_MAX_INTEGER_BITS: Final = 4096
_MAX_INDENT: Final = 16
_MAX_DATE_FORMAT_CHARACTERS: Final = 64

# What a foreign program can raise.
RENDER_ERRORS: Final = (
    TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,
    RuntimeError,
    StopIteration,
    SyntaxError,
    TypeError,
    ValueError,
)

_PLAIN_FILTERS: Final = (
    "abs",
    "capitalize",
    "count",
    "d",
    "default",
    "dictsort",
    "e",
    "escape",
    "first",
    "float",
    "groupby",
    "int",
    "items",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "reverse",
    "round",
    "safe",
    "select",
    "selectattr",
    "sort",
    "title",
    "trim",
    "unique",
    "upper",
    "wordcount",
)
# Methods of texts that can make them much longer than they are.
_GROWING_TEXT_METHODS: Final = frozenset(
    ("center", "encode", "expandtabs", "ljust", "maketrans", "rjust", "translate", "zfill")
)
_WIDE_FORMAT: Final = re.compile(r"%[^a-zA-Z%]*(\*|\d{4})")
_WIDE_BRACES: Final = re.compile(r"\{[^{}]*\{|:[^{}]*\d{4}")
_WIDE_DATE_FORMAT: Final = re.compile(r"%[^a-zA-Z%]*\d")


class LimitExceededError(SecurityError):
    """The template ran too long or made too much."""


class TemplateSandbox(ImmutableSandboxedEnvironment):
    """Compiles and renders templates of one model. Not for several threads at once."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, max_render_s: float = _MAX_RENDER_S) -> None:
        # Without the optimizer nothing is computed while compiling.
        super().__init__(
            trim_blocks=True, lstrip_blocks=True, optimized=False, extensions=[loopcontrols, _GenerationBlock]
        )
        self.finalize = self._printed
        self.code_generator_class = _BoundedCodeGenerator
        filters = {
            name: self._charged(FILTERS[name])  # pyright: ignore[reportUnknownArgumentType] # as above
            for name in _PLAIN_FILTERS
        }
        self.filters = filters | self._bounded_filters()
        functions = {"raise_exception": _raise_exception, "strftime_now": _date_now, "range": safe_range}
        types = {"dict": dict, "namespace": Namespace}
        self.globals = functions | types
        self._max_render_s = max_render_s
        self._deadline_s = 0.0
        self._max_characters = _LEAST_OUTPUT_CHARACTERS
        self._n_left_characters = 0
        self._n_checkpoints = 0

    def render(
        self, template: Template, variables: Mapping[str, Any], n_input_characters: int, n_messages: int = 0
    ) -> str:
        """Raises one of RENDER_ERRORS."""
        self._deadline_s = time.thread_time() + self._max_render_s + n_messages * _MORE_RENDER_S_PER_MESSAGE
        self._max_characters = _LEAST_OUTPUT_CHARACTERS + _MAX_OUTPUT_RATIO * n_input_characters
        self._n_left_characters = _MAX_WORK_RATIO * self._max_characters
        pieces: list[str] = []
        n_characters = 0
        for piece in template.generate(dict(variables)):
            self.checkpoint()
            n_characters += len(piece)
            if n_characters > self._max_characters:
                raise LimitExceededError("the template makes too much text")
            pieces.append(piece)
        return "".join(pieces)

    def checkpoint(self) -> None:
        """Called by the compiled template in every round of a loop and with every call."""
        self._n_checkpoints += 1
        if self._n_checkpoints % _CHECKPOINTS_PER_LOOK:
            return
        # Time of this thread, so that a busy machine does not fail a harmless template.
        if time.thread_time() > self._deadline_s:
            raise LimitExceededError("the template runs too long")

    def joined(self, parts: Sequence[object]) -> str:
        """The `~` operator."""
        return self.concat([self._printed(part) for part in parts])

    def sliced(self, value: Any, part: slice) -> object:  # noqa: ANN401 # whatever the template slices
        """`value[a:b]`."""
        result = value[part]
        self._charge(len(result))
        return result

    # ↓ Jinja's hooks

    def concat(self, parts: Iterable[str]) -> str:
        texts = list(parts)
        self._check_characters(sum(map(len, texts)))
        return "".join(texts)

    def call(self, context: Context, obj: object, *args: Any, **kwargs: Any) -> object:  # noqa: ANN401 # Jinja's signature
        self.checkpoint()
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        if isinstance(owner, str) and name == "replace":
            return self._replaced(owner, *args)
        if isinstance(owner, str) and name == "join":
            return self._joined_by(owner, *args)
        result = super().call(context, obj, *args, **kwargs)
        self._charge(len(result) if isinstance(result, str) else len(owner) if isinstance(owner, str) else 0)
        return result

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        match operator:
            case "+":
                self._check_sum(left, right)
            case "*":
                self._check_product(left, right)
            case "**":
                self._check_power(left, right)
            case "%" if isinstance(left, str):
                self._check_format(left, right)
            case _:
                pass
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        if isinstance(obj, (int, float, bytes)) or (isinstance(obj, str) and attr in _GROWING_TEXT_METHODS):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: object) -> Callable[..., str] | None:
        """Jinja's own wrapper keeps `str.format` from reaching attributes; this one keeps it from growing."""
        wrapped = super().wrap_str_format(value)
        if wrapped is None:
            return None
        layout = str(getattr(value, "__self__", ""))
        if _WIDE_BRACES.search(layout):
            raise LimitExceededError("the template makes too much text")

        def bounded_format(*values: object, **named_values: object) -> str:
            n_characters = sum(len(self._printed(each)) for each in (*values, *named_values.values()))
            self._check_characters(len(layout) + n_characters * max(1, layout.count("{")))
            return wrapped(*values, **named_values)

        return bounded_format

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if any(tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends))):
            raise SecurityError("the template asks for another template")
        for loop in tree.find_all(nodes.For):
            call = nodes.Call(nodes.EnvironmentAttribute("checkpoint"), [], [], None, None)
            loop.body.insert(0, nodes.ExprStmt(call).set_lineno(loop.lineno))
        return tree

    # ↓ Bounds

    def _bounded_filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "format": self._formatted,
            "indent": self._indented,
            "join": self._join_filter,
            "replace": self._replaced,
            "string": self._printed,
            "sum": _sum_of_numbers,
            "tojson": self._json,
        }

    def _charged(self, function: Callable[..., object]) -> Callable[..., object]:
        """Filters run many times within one `map`, where no loop of the template is passed."""

        @wraps(function)  # keeps Jinja's mark for filters that want the environment
        def charged_function(*args: object, **kwargs: object) -> object:
            self.checkpoint()
            result = function(*args, **kwargs)
            self._charge(len(result) if isinstance(result, Sized) else 0)
            return result

        return charged_function

    def _charge(self, n_characters: int) -> None:
        """Bounds what all steps together make, and with it the memory."""
        self._n_left_characters -= n_characters
        if self._n_left_characters < 0:
            raise LimitExceededError("the template makes too much text")

    def _check_characters(self, n_characters: int) -> None:
        """Bounds one text, before it is made."""
        if n_characters > self._max_characters:
            raise LimitExceededError("the template makes too much text")
        self._charge(n_characters)

    def _check_sum(self, left: object, right: object) -> None:
        if isinstance(left, str) and isinstance(right, str):
            self._check_characters(len(left) + len(right))
        elif isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
            _check_items(len(left) + len(right))  # pyright: ignore[reportUnknownArgumentType] # of anything

    def _check_product(self, left: object, right: object) -> None:
        for value, factor in ((left, right), (right, left)):
            if not isinstance(factor, int):
                continue
            if isinstance(value, str):
                self._check_characters(len(value) * factor)
            elif isinstance(value, (list, tuple)):
                _check_items(len(value) * factor)  # pyright: ignore[reportUnknownArgumentType] # of anything
            elif isinstance(value, int):
                _check_bits(value.bit_length() + factor.bit_length())

    def _check_power(self, left: object, right: object) -> None:
        if isinstance(left, int) and isinstance(right, int):
            _check_bits(left.bit_length() * abs(right))

    def _check_format(self, layout: str, values: object) -> None:
        if _WIDE_FORMAT.search(layout):
            raise LimitExceededError("the template makes too much text")
        self._check_characters(len(layout) + len(self._printed(values)) * max(1, layout.count("%")))

    def _printed(self, value: object) -> str:
        """As `str`, but a small structure can contain itself so often that its text has no end."""
        if isinstance(value, (str, int, float, Undefined)) or value is None:
            return str(value)
        _check_printable(value)
        text = str(value)
        self._check_characters(len(text))
        return text

    def _formatted(self, layout: object, *args: object, **kwargs: object) -> str:
        text = self._printed(layout)
        values: object = kwargs or args
        self._check_format(text, values)
        return text % values

    def _indented(self, text: str, width: int | str = 4, first: bool = False, blank: bool = False) -> str:  # noqa: FBT001, FBT002 # Jinja's signature
        space = width if isinstance(width, str) else " " * min(width, _MAX_INDENT)
        self._check_characters(len(text) + (text.count("\n") + 1) * len(space))
        lines = [space + line if line or blank else line for line in text.split("\n")]
        return "\n".join(lines) if first else "\n".join(lines).removeprefix(space)

    def _join_filter(self, values: Iterable[object], d: str = "", attribute: str | int | None = None) -> str:
        if attribute is not None:
            values = [self.getitem(value, attribute) for value in values]
        return self._joined_by(self._printed(d), values)

    def _joined_by(self, separator: str, values: Iterable[object]) -> str:
        texts = [self._printed(value) for value in values]
        self._check_characters(sum(map(len, texts)) + len(separator) * len(texts))
        return separator.join(texts)

    def _replaced(self, text: object, old: str, new: str, count: int | None = None) -> str:
        self.checkpoint()
        printed = self._printed(text)
        n_found = printed.count(old) if count is None or count < 0 else min(count, printed.count(old))
        self._check_characters(len(printed) + n_found * len(new))
        return printed.replace(old, new, n_found)

    def _json(self, value: object, indent: int | None = None, **options: object) -> str:
        _check_printable(value)
        width = None if indent is None else min(int(indent), _MAX_INDENT)
        sorts_keys = bool(options.get("sort_keys", False))
        text = json.dumps(
            value, ensure_ascii=bool(options.get("ensure_ascii", False)), indent=width, sort_keys=sorts_keys
        )
        self._check_characters(len(text))
        return text


class _BoundedCodeGenerator(CodeGenerator):
    """Sends slices and the `~` operator through the sandbox, which Jinja's own does not."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 # Jinja's name
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 # Jinja's name
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.sliced(")
        self.visit(node.node, frame)
        self.write(", slice(")
        for bound in (node.arg.start, node.arg.stop, node.arg.step):
            self.visit(bound or nodes.Const(None), frame)
            self.write(", ")
        self.write("))")


class _GenerationBlock(Extension):
    """`{% generation %}` marks the assistant's text for training; its content is rendered as it is."""

    tags = {"generation"}  # noqa: RUF012 # Jinja's attribute

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def _check_items(n_items: int) -> None:
    if n_items > _MAX_ITEMS:
        raise LimitExceededError("the template makes a list that is too long")


def _check_bits(n_bits: int) -> None:
    if n_bits > _MAX_INTEGER_BITS:
        raise LimitExceededError("the template makes a number that is too large")


def _check_printable(value: object) -> None:
    """Walk without recursion; everything met counts, however often it is met."""
    waiting: list[object] = [value]
    n_met = 0
    while waiting:
        item = waiting.pop()
        n_met += 1
        if isinstance(item, Mapping):
            waiting.extend(item.values())  # pyright: ignore[reportUnknownArgumentType] # of anything
        elif isinstance(item, (list, tuple, set, frozenset)):
            waiting.extend(item)  # pyright: ignore[reportUnknownArgumentType] # of anything
        elif not isinstance(item, (str, int, float, Undefined)) and item is not None:
            raise SecurityError(f"the template prints a {type(item).__name__}")
        if n_met + len(waiting) > _MAX_PRINTED_ITEMS:
            raise LimitExceededError("the template makes too much text")


def _sum_of_numbers(values: Iterable[float], attribute: str | None = None, start: float = 0) -> float:
    if attribute is not None:
        raise SecurityError("sum knows no attribute")
    return start + sum(values)  # fails for lists, which added to each other grow without bound


def _raise_exception(message: object) -> None:
    raise TemplateError(str(message)[:500] if isinstance(message, str) else "the template raised an exception")


def _date_now(layout: str) -> str:
    if len(layout) > _MAX_DATE_FORMAT_CHARACTERS or _WIDE_DATE_FORMAT.search(layout):
        raise LimitExceededError("the template makes too much text")
    return datetime.now().astimezone().strftime(layout)
