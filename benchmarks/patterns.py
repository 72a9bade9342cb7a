"""Every regular expression of the package, and the texts that are worst for it.

A pattern cannot hide: those that modules hold are found in the running modules, those written in a
function by their source. Run: ``python -m benchmarks.patterns``
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]  # no public name for the parsed form
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import classifier
from benchmarks.exponent import Growth, growth

__all__ = ["HiddenPatternError", "Use", "find_uses", "measure", "uses_in_source", "uses_in_values"]

RESULT = Path(__file__).parent / "results" / "patterns.json"
_METHODS = ("search", "match", "fullmatch", "findall", "finditer", "sub", "split")
_CALLS = (*_METHODS, "compile", "subn", "template")
_TRIAL = 1_000  # characters at which the worst texts are picked
_KEPT = 4  # worst texts that are measured at full length


class HiddenPatternError(AssertionError):
    """A pattern that cannot be read or measured; make it a constant of the module, over text."""


@dataclass(frozen=True, slots=True)
class Use:
    """One pattern and one way in which it is used, such as ``match``."""

    where: str
    pattern: re.Pattern[str]
    method: str

    def __call__(self, text: str) -> None:
        """Use the pattern on `text`, to the end."""
        if self.method in ("sub", "subn"):
            self.pattern.sub("", text)
        elif self.method == "finditer":
            for _ in self.pattern.finditer(text):
                pass
        else:
            getattr(self.pattern, self.method)(text)


def find_uses(package: ModuleType) -> list[Use]:
    """Return every use of every pattern in `package` and the modules below it.

    Raises
    ------
    HiddenPatternError
        If a pattern is put together inside a function or handed to it, is one over bytes, or `re` is used under
        another name.
    """
    names = [package.__name__]
    names += [found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    uses: dict[tuple[str, int, str], Use] = {}
    for name in names:
        module = importlib.import_module(name)
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        for use in [*uses_in_values(name, vars(module), source), *uses_in_source(name, source)]:
            uses.setdefault((use.pattern.pattern, use.pattern.flags, use.method), use)
    return list(uses.values())


def uses_in_values(where: str, names: dict[str, Any], source: str) -> Iterator[Use]:
    """Yield the uses of the patterns among the values of a module, in its classes and containers too."""
    tree = ast.parse(source)
    for name, value in names.items():
        for pattern in _patterns(value, set()):
            methods = {
                node.attr
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
            }
            for method in sorted(methods & set(_METHODS)) or _METHODS[:5]:
                yield Use(f"{where}.{name}", pattern, method)


def _patterns(value: object, seen: set[int]) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if not isinstance(value.pattern, str):
            raise HiddenPatternError(
                f"{value.pattern!r}: a pattern over bytes, which is not measured; decode them first"
            )
        yield value
        return
    if id(value) in seen or isinstance(value, str | bytes | ModuleType):
        return
    seen.add(id(value))
    inner: list[Any] = []
    if isinstance(value, dict):
        inner = [*value, *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inner = list(value)
    elif isinstance(value, type):
        inner = list(vars(value).values()) if value.__module__.startswith(classifier.__name__) else []
    elif type(value).__module__.startswith(classifier.__name__):
        slots = getattr(type(value), "__slots__", ())
        inner = [*getattr(value, "__dict__", {}).values(), *(getattr(value, slot, None) for slot in slots)]
    for one in inner:
        yield from _patterns(one, seen)


def uses_in_source(where: str, source: str) -> Iterator[Use]:
    """Yield the uses of patterns that are written in a call inside a function."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "re" and {a.name for a in node.names} & set(_CALLS):
            raise HiddenPatternError(f"{where}:{node.lineno}: import re and call re.compile, so that this test sees it")
        if isinstance(node, ast.Import) and any(a.name == "re" and a.asname for a in node.names):
            raise HiddenPatternError(f"{where}:{node.lineno}: re under another name; call it re")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for call in filter(_is_re_call, ast.walk(node)):
                yield from _uses_of_call(where, call)


def _is_re_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in _CALLS
    )


def _uses_of_call(where: str, call: Any) -> Iterator[Use]:
    method, place = call.func.attr, f"{where}:{call.lineno}"
    argument = call.args[0] if call.args else None
    if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
        raise HiddenPatternError(f"{place}: a pattern that is not written here; compile it as a constant of the module")
    for one in (method,) if method in _METHODS else _METHODS[:5]:
        yield Use(place, re.compile(argument.value), one)


def worst_texts(use: Use) -> list[Callable[[int], str]]:
    """Return makers of the texts that cost this use most: the start of a match, a repeated part, an end that spoils."""
    example = _example(_parser.parse(use.pattern.pattern, use.pattern.flags))
    parts = {*" \naA1.-", *example, example or "a", example[-2:] or "a"}
    parts |= {a + b for a in list(parts) for b in (" ", "a", "\n", ",") if len(a) == 1}
    cuts = sorted({0, *range(1, min(len(example), 8)), len(example)})
    makers = [_maker(example[:cut], part, end) for cut in cuts for part in sorted(parts) for end in ("\x00", "\n!")]
    return sorted(makers, key=lambda make: -_seconds(use, make(_TRIAL)))[:_KEPT]


def _maker(before: str, part: str, end: str) -> Callable[[int], str]:
    return lambda length: before + part * (length // len(part)) + end


def _seconds(use: Use, text: str) -> float:
    from time import process_time

    best = float("inf")
    for _ in range(2):
        began = process_time()
        use(text)
        best = min(best, process_time() - began)
    return best


def _example(parsed: Any) -> str:
    """Return a short text that the parsed pattern, or most of it, matches."""
    found = []
    for kind, value in parsed:
        if kind is sre.LITERAL:
            found.append(chr(value))
        elif kind is sre.IN:
            found.append(_member(value))
        elif kind is sre.ANY or kind is sre.NOT_LITERAL:
            found.append("a")
        elif kind is sre.BRANCH:
            found.append(_example(value[1][0]))
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            found.append(_example(value[2]) * max(1, min(value[0], 3)))
        elif kind in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            found.append(_example(value[-1] if kind is sre.SUBPATTERN else value))
    return "".join(found)


_CATEGORIES = {sre.CATEGORY_DIGIT: "1", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_SPACE: "a"}


def _member(items: Any) -> str:
    """Return a character of the class."""
    if items[0][0] is sre.NEGATE:
        return next(c for c in "aA1 .-~\u0416\u3042" if not any(_holds(item, c) for item in items[1:]))
    kind, value = items[0]
    if kind is sre.LITERAL:
        return chr(value)
    return chr(value[0]) if kind is sre.RANGE else _CATEGORIES.get(value, "-")


def _holds(item: Any, character: str) -> bool:
    kind, value = item
    if kind is sre.LITERAL:
        return bool(chr(value) == character)
    if kind is sre.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    tests = {
        sre.CATEGORY_DIGIT: character.isdigit(),
        sre.CATEGORY_SPACE: character.isspace(),
        sre.CATEGORY_WORD: character.isalnum() or character == "_",
        sre.CATEGORY_NOT_WORD: not (character.isalnum() or character == "_"),
        sre.CATEGORY_NOT_SPACE: not character.isspace(),
    }
    return tests.get(value, False)


def measure(use: Use) -> Growth:
    """Return how the time of one use grows on the text that is worst for it, up to 1 MB."""
    return max((growth(use, make) for make in worst_texts(use)), key=lambda one: one.exponent)


def main() -> None:
    """Measure every use and keep the figures."""
    found = [{"where": use.where, "method": use.method, **asdict(measure(use))} for use in find_uses(classifier)]
    found.sort(key=lambda one: (-one["exponent"], -one["seconds"]))
    RESULT.write_text(json.dumps({"uses": len(found), "patterns": found}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found[:10], indent=1))


if __name__ == "__main__":
    main()
