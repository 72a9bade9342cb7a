"""What all pages share: templates with autoescape, a content security policy by hash, text that cannot misbehave."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from classifier.errors import ClassifierError

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["page", "ready"]

# Characters that turn the direction of what follows them: kept, but each shut in where it stands.
_TURNING = re.compile("([\u202a-\u202e\u2066-\u2069])")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def page(
    template: str, style: str, script: str = "", *, framed: bool = False, pictured: bool = False, **values: Any
) -> Iterator[str]:
    """Yield one self-contained page in parts, which may be written as they come.

    Parameters
    ----------
    template
        Name of the template.
    style, script
        Names of the files that stand in the page; nothing else may style or run, or be fetched.
    framed
        Whether the page stands in the ``srcdoc`` of a frame.
    pictured
        Whether it holds pictures in data addresses, which no other page may.
    values
        What the template speaks of.

    Raises
    ------
    ClassifierError
        If the extra ``report`` is not installed.
    """
    styles = _asset("page.css") + _asset(style)
    code = _asset(script) if script else ""
    policy = _policy(styles, code, "about:" if framed else "'none'") + ("; img-src data:" if pictured else "")
    yield from (
        _environment()
        .get_template(template)
        .generate(policy=policy, style=_as_is(styles), script=_as_is(code), framed=framed, **values)
    )


def ready() -> None:
    """Do nothing if pages can be written.

    Raises
    ------
    ClassifierError
        If the extra ``report`` is not installed.
    """
    _environment()


def _policy(style: str, script: str, base: str) -> str:
    """Return a policy under which a page may use its own style and script, and fetch nothing."""
    allowed = [("style-src", style), ("script-src", script)]
    own = [f"{kind} 'sha256-{_digest(text)}'" for kind, text in allowed if text]
    return "; ".join(["default-src 'none'", *own, f"base-uri {base}", "form-action 'none'"])


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return (files("classifier.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ModuleNotFoundError as error:
        raise ClassifierError("writing HTML needs an extra; pip install '.[report]' in the clone") from error
    found = Environment(
        loader=PackageLoader("classifier.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["shown"] = _shown
    found.filters["plain"] = _plain
    return found


def _shown(text: str) -> Markup:
    """Return text of an article as markup: nothing of it acts, and nothing that can be written is lost."""
    from markupsafe import Markup, escape

    parts = [escape(part) for part in _TURNING.split(_UNWRITABLE.sub("\ufffd", text))]
    for at in range(1, len(parts), 2):
        parts[at] = Markup('<bdi class="turning" title="U+{:04X}">{}</bdi>').format(ord(str(parts[at])), parts[at])
    return Markup("").join(parts)


def _plain(text: str) -> str:
    """Return text on one line for an attribute or a title, without what turns its direction."""
    return " ".join(_UNWRITABLE.sub("\ufffd", _TURNING.sub("", text)).split())


def _as_is(text: str) -> Markup:
    """Return one of our own files as markup."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  # of this package, no part of an article
