"""From the tagger's spans to sources: what of a span names somebody, and whom a cue is about but not by."""

from __future__ import annotations

import re

import numpy as np
import pytest

from classifier.cues.sources import find_sources
from classifier.cues.tagger import TaggedSpan
from classifier.scan import scan


def _sources(marked: str) -> list[tuple[str, str]]:
    """Return name and kind of the sources of a text whose tagged ``[sources]`` and ``{cues}`` are marked."""
    text = re.sub(r"[\[\]{}]", "", marked)
    scanned = scan(text)
    spans = []
    for found in re.finditer(r"\[(.+?)\]|\{(.+?)\}", marked):
        start = len(re.sub(r"[\[\]{}]", "", marked[: found.start()]))
        tokens = [at for at, first in enumerate(scanned.starts) if start <= first < start + len(found[0]) - 2]
        spans.append(TaggedSpan("source" if found[1] else "cue", tokens[0], tokens[-1] + 1, found.start() > 0))
    _, entities = find_sources(scanned, np.zeros(len(scanned.tokens), dtype=bool), spans)
    return [(one.name, one.kind) for one in entities.sources([0.0] * len(entities))]


@pytest.mark.parametrize(
    ("marked", "name", "kind"),
    [
        # verbs and adverbs
        ("[Lee differed], {saying} it was shut.", "Lee", "person"),
        ("[Mrs. Lee rushed] to the gate, {saying} it was shut.", "Lee", "person"),
        ("Later [Lee profusely] {thanked} the town.", "Lee", "person"),
        ("[mayor Ann Lee having] {declared} it shut.", "Ann Lee", "person"),
        # what is put before or behind
        ("[Even Ann Lee] {said} so.", "Ann Lee", "person"),
        ("It is shut, {said} [Lee to the Courier].", "Lee", "person"),
        ("[Some experts like Ann Lee] {say} so.", "Some experts", "vague"),
        ("[Writers such as Ann Lee and Bo Ray] {say} so.", "Writers", "anonymous"),
        ("[Other critics outside the Ash Party] {say} so.", "Other critics", "vague"),
        ("It is shut, {according to} [a harbour board study last year].", "a harbour board study", "document"),
        ("[Lee's] {insistence} on it is old.", "Lee", "person"),
        ("[Gate Shut: Ann Lee] {Says} So", "Ann Lee", "person"),
        ("AT&[T] {said} it was shut.", "AT&T", "organisation"),
        # bodies, whose names go on or begin with a title
        ("[The Ash Centre for Water Safety] {said} so.", "The Ash Centre for Water Safety", "organisation"),
        ("[The Republican Bridge Committee] {said} so.", "The Republican Bridge Committee", "organisation"),
        # near-misses: these words belong to the name
        ("[the Hajo assembly] {said} so.", "the Hajo assembly", "organisation"),
        ("[Exit polling] {showed} it was close.", "Exit polling", "anonymous"),
        ("[the Centre] for [Ann Lee] {said} so.", "Ann Lee", "person"),
    ],
)
def test_the_part_of_a_span_that_names_somebody(marked: str, name: str, kind: str) -> None:
    assert _sources(marked) == [(name, kind)]


@pytest.mark.parametrize(
    "marked",
    [
        "[Insiders] {are said to} fear it.",
        "[Ann Lee] {has been accused} of it.",
        "As [everyone] {has been told}, it is shut.",
        "[It's] {been said} that it is shut.",
        "[it is Lee's] {stated} intent.",
        "[Unfortunately] for Lee it {seems} shut.",
        "[She wanted], {said} the clerk.",
        "[Both] {agree} that it is shut.",
        "[Casually] {mentioning} the gate, he left.",
        "[Opinion]{:} Shut the gate",
        "[Story] {highlights} the gate. It is a story of loss.",
    ],
)
def test_who_is_only_spoken_of_and_what_is_no_name_is_no_source(marked: str) -> None:
    assert _sources(marked) == []


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("[Ann Lee] {is telling} the town that it is shut.", "Ann Lee"),
        ("[Ann Lee] {was quoted as saying} it was shut.", "Ann Lee"),
        ("He {was told by} [Ann Lee] that it was shut.", "Ann Lee"),
        ("[Kelly] {said} it was shut.", "Kelly"),
        ("[Connolly] {said} it was shut.", "Connolly"),
        ("[Brown] {said} it was shut. The gate is brown. They like Brown.", "Brown"),
    ],
)
def test_who_speaks_is_a_source_however_it_is_told(marked: str, name: str) -> None:
    assert [one for one, _ in _sources(marked)] == [name]


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("[GitHarbour] {said} so.", "organisation"),
        ("[McAdam] {said} so.", "person"),
        ("[DeVane] {said} so.", "person"),
        ("[MacArthur] {said} so.", "person"),
        ("The website [Acme] {said} so.", "outlet"),
        ("The company [Acme] {said} so.", "organisation"),
        ("[Tersel] {said} so. Tersel's CEO resigned.", "organisation"),
        ("[Tersel] {said} so. Tersel's mother left.", "person"),
        ("[Sung Kim Un] {said} so.", "person"),
        ("[the UN] {said} so.", "organisation"),
        ("[Leo XII] {said} so.", "person"),
        ("[A few Democrats] {said} so.", "vague"),
        ("[Writer] {says} so.", "anonymous"),
        ("[The new Lee book] {says} so.", "document"),
    ],
)
def test_kinds_that_the_text_or_the_shape_of_a_name_tells(marked: str, kind: str) -> None:
    assert [of for _, of in _sources(marked)] == [kind]


def test_a_place_is_told_by_the_whole_word_behind_in() -> None:
    assert _sources("[Maria] {said} so. They live in Mariania.") == [("Maria", "person")]
    assert _sources("[Borduria] {said} so. They live in Borduria.") == [("Borduria", "organisation")]
