"""Seven page layouts as news sites use them, around articles of our own.

Every page has what main-text extraction must leave out: a cookie banner, navigation, a sidebar, related links,
comments, a newsletter box, JSON-LD, scripts and styles. The layouts differ in markup, not in what they say.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from random import Random

__all__ = ["LAYOUTS", "Story", "page"]

_TOPICS = "Home World Politics Business Science Health Sport Culture Travel Opinion Weather Video Podcasts Jobs".split()
_TEASERS = (
    "Harbour authority opens second ferry berth", "Council postpones vote on library hours",
    "Five things to know before the regional final", "Bakers report a shortage of rye flour",
    "What the new timetable means for commuters", "Photographs: the lantern parade in pictures",
    "Two treated after fall at climbing hall", "Museum lends its oldest map to schools",
    "Why the reservoir is lower than last year", "Quiz: how well do you know the coast road?",
)  # fmt: skip
_REMARKS = (
    "I take that bus every day and it might be the best news of the year!",
    "Perhaps someone should ask the people who live there.", "Thank you for a clear report.",
    "They will probably change their minds again next month.", "My cousin works there and says it could be true.",
    "First!", "Has anybody seen the original document? A link would be nice.",
)  # fmt: skip
_GERMAN = (
    "Hafenamt öffnet zweiten Anleger für die Fähre", "Rat vertagt Abstimmung über Öffnungszeiten der Bücherei",
    "Das müssen Sie vor dem Endspiel wissen", "Bäckern geht das Roggenmehl aus", "Was der neue Fahrplan bedeutet",
    "Ich fahre jeden Tag mit diesem Bus und freue mich sehr!", "Vielleicht sollte man die Anwohner fragen.",
)  # fmt: skip
_COOKIES = "We and our 214 partners use cookies. You may change your choices at any time in the privacy centre."


@dataclass(frozen=True, slots=True)
class Story:
    """An article to be put on a page: headline, paragraphs, language, and where and when it appears."""

    headline: str
    paragraphs: tuple[str, ...]
    language: str
    url: str
    date: str


def page(story: Story, layout: int, random: Random) -> str:
    """Return `story` as an HTML page in one of the `LAYOUTS`."""
    head = (
        f'<meta charset="utf-8"><title>{escape(story.headline)} | The Inner Seas Courier</title>'
        f'<meta property="og:title" content="{escape(story.headline)}">'
        f'<meta name="description" content="{escape(story.paragraphs[0][:150])}">{_json_ld(story)}{_weight(random)}'
    )
    body = LAYOUTS[layout](story, random)
    return f'<!DOCTYPE html>\n<html lang="{story.language}"><head>{head}</head>\n<body>{body}\n{_script(random, 120)}</body></html>'


def _json_ld(story: Story) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": story.headline,
            "datePublished": story.date, "author": {"@type": "Person", "name": "Staff"}, "url": story.url}  # fmt: skip
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def _weight(random: Random) -> str:
    rules = "".join(
        f".c{random.randrange(9999)}{{margin:{random.randrange(40)}px;color:#{random.randrange(4096):03x}}}\n"
        for _ in range(300)
    )
    return f"<style>{rules}</style>{_script(random, 250)}"


def _script(random: Random, lines: int) -> str:
    code = "".join(f'window.q=window.q||[];q.push(["slot-{random.randrange(10**6)}",{{size:[300,250],lazy:true}}]);\n'
                   for _ in range(lines))  # fmt: skip
    return f"<script>{code}</script>"


def _links(story: Story, random: Random, count: int, tag: str = "li") -> str:
    teasers = _TEASERS if story.language == "en" else _GERMAN
    return "".join(
        f'<{tag}><a href="/{random.randrange(10**6)}.html">{escape(random.choice(teasers))}</a></{tag}>'
        for _ in range(count)
    )


def _navigation(kind: str) -> str:
    items = "".join(f'<li class="item"><a href="/{topic.lower()}">{topic}</a></li>' for topic in _TOPICS)
    return f"<nav><ul>{items}</ul></nav>" if kind == "nav" else f'<div class="menu" id="topmenu"><ul>{items}</ul></div>'


def _comments(story: Story, random: Random) -> str:
    remarks = _REMARKS if story.language == "en" else _GERMAN
    shown = "".join(
        f'<div class="comment"><span class="author">reader{random.randrange(999)}</span><p>{random.choice(remarks)}</p></div>'
        for _ in range(random.randrange(2, 9))
    )
    return f'<section id="comments" class="comments"><h3>Comments</h3>{shown}</section>'


def _banner() -> str:
    return f'<div id="cookie-consent" class="cookie-banner" role="dialog"><p>{_COOKIES}</p><button>Accept all</button></div>'


def _footer() -> str:
    return "<footer><p>© The Inner Seas Courier. All rights reserved.</p><ul>" + "".join(
        f'<li><a href="/{word.lower()}">{word}</a></li>' for word in ("Imprint", "Privacy", "Contact", "Careers")
    ) + "</ul></footer>"  # fmt: skip


def _paragraphs(story: Story, tag: str = "p", every: str = "", at: int = 3) -> str:
    parts = [f"<{tag}>{escape(paragraph)}</{tag}>" for paragraph in story.paragraphs]
    if every:
        parts[at:at] = [every]
    return "\n".join(parts)


def _semantic(story: Story, random: Random) -> str:
    return (
        f"{_banner()}<header>{_navigation('nav')}</header><main><article><h1>{escape(story.headline)}</h1>"
        f'<p class="byline">By Staff, <time datetime="{story.date}">{story.date}</time></p>{_paragraphs(story)}</article>'
        f"<aside><h2>Most read</h2><ol>{_links(story, random, 8)}</ol></aside></main>{_comments(story, random)}{_footer()}"
    )


def _divs(story: Story, random: Random) -> str:
    return (
        f'<div class="wrap">{_navigation("div")}<div class="left sidebar"><h4>Latest</h4><ul>{_links(story, random, 14)}</ul></div>'
        f'<div class="content"><div class="headline">{escape(story.headline)}</div><div class="article-body">'
        f'{_paragraphs(story)}</div></div><div class="related"><h4>Related</h4>{_links(story, random, 6, "div")}</div>'
        f'{_comments(story, random)}</div><div class="foot">© Courier</div>{_banner()}'
    )


def _table(story: Story, random: Random) -> str:
    return (
        f'<table width="100%"><tr><td colspan="3">{_navigation("div")}</td></tr><tr><td width="160"><ul>{_links(story, random, 10)}'
        f"</ul></td><td><h1>{escape(story.headline)}</h1>{_paragraphs(story)}</td><td><b>Also today</b><ul>"
        f"{_links(story, random, 8)}</ul></td></tr></table>{_comments(story, random)}{_footer()}"
    )


def _blog(story: Story, random: Random) -> str:
    share = '<div class="sharedaddy"><a href="#">Share on Chirp</a> <a href="#">Mail this</a></div>'
    return (
        f'<div id="page" class="hfeed site">{_navigation("nav")}<div id="primary"><article class="post hentry">'
        f'<h1 class="entry-title">{escape(story.headline)}</h1><div class="entry-content">{_paragraphs(story)}{share}</div>'
        f'<div class="author-bio"><p>Staff writes about the coast and its people.</p></div></article>{_comments(story, random)}</div>'
        f'<div id="secondary" class="widget-area"><ul>{_links(story, random, 12)}</ul></div></div>{_footer()}{_banner()}'
    )


def _interrupted(story: Story, random: Random) -> str:
    promo = (
        '<div class="newsletter-signup"><h3>Get our morning letter</h3><p>Sign up and receive five stories a day.</p>'
        f'<input type="email"></div><div class="related-inline"><strong>Read more</strong><ul>{_links(story, random, 3)}</ul></div>'
    )
    return (
        f'{_banner()}{_navigation("nav")}<main id="main"><h1>{escape(story.headline)}</h1><section class="story-body">'
        f'<figure><img src="/a.jpg" alt=""><figcaption>The harbour at dusk. Photo: Courier</figcaption></figure>'
        f"{_paragraphs(story, every=promo)}</section></main><aside>{_links(story, random, 9, 'p')}</aside>{_comments(story, random)}{_footer()}"
    )


def _modern(story: Story, random: Random) -> str:
    blocks = "".join(
        f'<div data-component="text-block" class="sc-{random.randrange(10**5)}"><p class="sc-{random.randrange(10**5)}">'
        f"{escape(paragraph)}</p></div>"
        for paragraph in story.paragraphs
    )
    state = json.dumps({"props": {"teasers": [random.choice(_TEASERS) for _ in range(60)], "ab": random.random()}})
    return (
        f'<div id="__app"><div class="sc-header">{_navigation("nav")}</div><article role="article"><header><h1>'
        f'{escape(story.headline)}</h1></header>{blocks}</article><section data-component="links-block"><ul>'
        f"{_links(story, random, 10)}</ul></section>{_comments(story, random)}{_footer()}</div>{_banner()}"
        f'<script id="__STATE__" type="application/json">{state}</script>'
    )


def _breaks(story: Story, random: Random) -> str:
    text = "<br><br>\n".join(escape(paragraph) for paragraph in story.paragraphs)
    return (
        f'<div id="top">{_navigation("div")}</div><div id="mid"><h2 class="title">{escape(story.headline)}</h2>'
        f'<div class="storytext">{text}</div><div class="box">{_links(story, random, 7, "p")}</div></div>{_comments(story, random)}'
        f'{_banner()}<div id="bottom">{_links(story, random, 15, "span")}</div>'
    )


LAYOUTS: tuple[Callable[[Story, Random], str], ...] = (
    _semantic, _divs, _table, _blog, _interrupted, _modern, _breaks,
)  # fmt: skip
