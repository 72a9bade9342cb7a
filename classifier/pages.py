"""Web pages to articles: the main text without navigation, comments and adverts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from classifier.abstention import MIN_ENGLISH
from classifier.article import Article
from classifier.errors import InputError
from classifier.lexicons import word_list
from classifier.score import Failure

__all__ = ["Page", "article_of", "main_text"]

# Shares of common English words. On 975 texts of wikinews and newspool they are 0.24 or more, and 0.22 or more in the
# first thousand characters, but for a test page and a list of links; on the German and the Spanish text in
# tests/unscorable, in seven layouts, 0.04 and 0.075 or less. The second keeps clear of the scorer's own limit, so
# that it abstains on the excerpt too.
_FOREIGN = MIN_ENGLISH / 2
_FOREIGN_EXCERPT = MIN_ENGLISH * 3 / 4
_EXCERPT = 1_000  # characters that are handed on; enough sentences to abstain on
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A web page whose main text is still to be found; that takes longer than scoring, so workers do it.

    Attributes
    ----------
    html
        The page, decoded.
    id
        What the caller knows the page by: a path or a URL.
    crawled
        Whether it is one of a crawl, where most pages are in other languages.
    """

    html: str
    id: str
    crawled: bool = False


def article_of(item: Article | Failure | Page) -> Article | Failure:
    """Return the article that `item` is or holds, or the failure in its place."""
    if not isinstance(item, Page):
        return item
    try:
        return (_foreign_excerpt(item) if item.crawled else None) or main_text(item)
    except InputError as error:
        return Failure(item.id, str(error))


def main_text(page: Page) -> Article:
    """Return the main text of `page`, with its title.

    Raises
    ------
    InputError
        If trafilatura is not installed, or the page cannot be parsed.
    """
    try:
        import trafilatura
    except ImportError as error:
        raise InputError(f"{page.id}: reading HTML needs an extra; pip install '.[html]' in the clone") from error
    try:
        text = trafilatura.extract(page.html, include_comments=False, include_tables=False) or ""
        metadata = trafilatura.extract_metadata(page.html) if text else None
    except Exception as error:  # a third party's parser; its errors are not listed anywhere
        raise InputError(
            f"{page.id}: the page cannot be parsed ({type(error).__name__}); save it again, or as text"
        ) from error
    return Article(text, getattr(metadata, "title", None), page.id)


def _foreign_excerpt(page: Page) -> Article | None:
    """Return the beginning of a page that is clearly not English, None of any other.

    Main text worth scoring takes ten times as long to find as text that is good enough for this.
    """
    from resiliparse.extract.html2text import extract_plain_text

    try:
        text = str(extract_plain_text(page.html, main_content=True))
    except Exception:  # a third party's parser; main_text tells what is wrong with the page
        return None
    excerpt = text[:_EXCERPT]
    if len(text) < _EXCERPT or _english(text) > _FOREIGN or _english(excerpt) > _FOREIGN_EXCERPT:
        return None
    return Article(excerpt, None, page.id)


def _english(text: str) -> float:
    words = _WORDS.findall(text.lower())
    common = word_list("english")
    return sum(word in common for word in words) / max(1, len(words))
