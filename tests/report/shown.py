"""What a parser finds in a page: the text of the article, the ids, the links."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = frozenset({"meta", "base", "input", "rect", "img"})


class Shown(HTMLParser):
    """Reads a page.

    Attributes
    ----------
    article
        Text content of the article element, without what the report added.
    tags, ids, links, handlers
        Elements, ids, targets of links inside the page, and attributes that could run or fetch something.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.article = ""
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.handlers: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []  # element, inside the article, inside what was added
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.handlers += [name for name in given if name.startswith("on") or name in ("src", "style")]
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a":
            self.links.add(given["href"] or "")
        _, article, added = self._open[-1] if self._open else ("", False, False)
        if tag not in _VOID:
            self._open.append((tag, article or tag == "article", added or "data-added" in given))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        _, article, added = self._open[-1] if self._open else ("", False, False)
        if article and not added:
            self.article += data
