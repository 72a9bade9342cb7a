"""The tagger: exact spans on what it was taught, the best path, cue and source linked, arrays saved and read."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from classifier.cues import analyse, analyse_all
from classifier.cues.claims import link
from classifier.cues.lexemes import ATTRIBUTES, Lexemes
from classifier.cues.quotes import find_quotes
from classifier.cues.states import ALLOWED, N_STATES, START, STATES, WEIGHED_AS, states_of
from classifier.cues.surroundings import surroundings
from classifier.cues.tagger import CANDIDATE, TaggedSpan, Tagger
from classifier.errors import ModelError
from classifier.joined import Joined
from classifier.model.crf import Chain, expectations
from classifier.model.taggerstore import pack_tagger, unpack_tagger
from classifier.scan import scan


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Eva Roth said the canal was old.", [("source", "Eva Roth"), ("cue", "said")]),
        ("The market was safe, according to Eva Roth.", [("cue", "according to"), ("source", "Eva Roth")]),
        ("“The bridge is shut,” said the mayor.", [("cue", "said"), ("source", "the mayor")]),
        ("Eva Roth walked over the bridge on Monday.", []),
        ("", []),
        ("…", []),
    ],
)
def test_spans_of_what_was_taught_with_a_name_that_was_not(
    tagger: Tagger, text: str, spans: list[tuple[str, str]]
) -> None:
    scanned = scan(text)
    found = tagger.tag(scanned, find_quotes(scanned))
    assert [(one.kind, text[scanned.starts[one.first] : scanned.ends[one.last - 1]]) for one in found] == spans


def test_a_sentence_with_a_cue_is_likelier_to_hold_one_than_another(tagger: Tagger) -> None:
    scanned = scan("Eva Roth said the canal was old. Eva Roth walked over the bridge.")
    chances = tagger.cue_chances(scanned, [])
    assert chances[0] > 0.5 > chances[1] >= 0


def test_an_article_takes_its_sources_from_the_tagger(tagger: Tagger) -> None:
    found = analyse("The canal was old, according to Eva Roth.", tagger)
    assert [(one.name, one.kind) for one in found.sources] == [("Eva Roth", "person")]


def test_texts_read_together_get_what_each_gets_alone(tagger: Tagger) -> None:
    texts = [
        "“The bridge is shut,” said the mayor.\n\nIt may reopen, he said.",
        "",
        "“We left.”\n\nEva Roth walked over the bridge on Monday.",
        "Eva Roth said the canal was lik\u200bely old. “It was,” she said, according to Omar Ito.",
        "“The market was safe,” Omar Ito said.",
        "…",
    ]
    together = analyse_all(texts, tagger)
    for found, text in zip(together, texts, strict=True):
        alone = analyse(text, tagger)
        assert (found.kinds, found.quotes, found.attributions) == (alone.kinds, alone.quotes, alone.attributions)
        assert (found.sources, found.hedges) == (alone.sources, alone.hedges)
        assert (found.scan.tokens, found.scan.bounds) == (alone.scan.tokens, alone.scan.bounds)
    tagged = tagger.tag_all(Joined.of([found.scan for found in together]), [found.quotes for found in together])
    for tags, found in zip(tagged, together, strict=True):
        assert tags == tagger.tag(found.scan, found.quotes)


def _blank(random: np.random.Generator) -> Tagger:
    """Return a tagger of random transitions that knows no features."""
    nothing = Lexemes((), np.zeros((0, len(ATTRIBUTES)), dtype=np.int64), ())
    return Tagger(
        nothing,
        (),
        2,
        np.zeros(0, dtype=np.int64),
        np.zeros((0, 8), dtype=np.int8),
        0.01,
        random.normal(size=(N_STATES, N_STATES)).astype(np.float32) * ~np.eye(N_STATES, dtype=bool),
        random.normal(size=N_STATES).astype(np.float32),
        np.array([0.5, 0.25], dtype=np.float32),
        0.0,
    )


def _weight(chain: Chain, scores: np.ndarray, path: tuple[int, ...]) -> float:
    steps = zip((START, *path), path, strict=False)
    return (
        sum(scores[at, state] for at, state in enumerate(path))
        + sum(chain.transitions[step] for step in steps)
        + chain.final[path[-1]]
    )


def _paths(length: int) -> list[tuple[int, ...]]:
    return [
        path
        for path in product(range(N_STATES), repeat=length)
        if all(ALLOWED[step] for step in zip((START, *path), path, strict=False))
    ]


def test_the_path_found_is_the_best_of_all() -> None:
    random = np.random.default_rng(3)
    tagger = _blank(random)
    units = random.integers(-200, 200, size=(7, 8)).astype(np.int16)
    found = tagger.best_paths(units, np.array([3, 4]))
    emissions = np.concatenate([np.zeros((7, 1)), units * 0.01], axis=1)
    scores = emissions[:, WEIGHED_AS] + np.array([{"source": 0.5, "cue": 0.25}.get(kind, 0.0) for kind, _ in STATES])
    chain = Chain(emissions, tagger.transitions.astype(np.float64), tagger.final.astype(np.float64))
    for first, length in ((0, 3), (3, 4)):
        best = max(_paths(length), key=lambda path: _weight(chain, scores[first : first + length], path))
        assert tuple(found[first : first + length].tolist()) == best


def test_the_chance_of_a_cue_is_the_share_of_all_paths_with_one(tagger: Tagger) -> None:
    scanned = scan("Eva Roth said so. He left.")
    found = surroundings(Joined.of([scanned]), [[]], tagger.lexemes, CANDIDATE)
    assert found.sentences.tolist() == [0]
    emissions = np.concatenate([np.zeros((5, 1)), tagger.emissions(found) * tagger.unit], axis=1)
    chain = Chain(emissions, tagger.transitions.astype(np.float64), tagger.final.astype(np.float64))
    paths = _paths(5)
    weights = np.exp([_weight(chain, emissions[:, WEIGHED_AS], path) for path in paths])
    with_cue = np.array([any(STATES[state][0] == "cue" for state in path) for path in paths])
    chance = weights[with_cue].sum() / weights.sum()
    assert tagger.cue_chances(scanned, []).tolist() == [pytest.approx(chance, abs=1e-5), 0.0]


def test_expectations_are_those_of_all_paths_weighed() -> None:
    random = np.random.default_rng(5)
    scores = random.normal(size=(3, N_STATES))
    chain = Chain(
        np.zeros((0, 9), dtype=np.float32),
        np.where(ALLOWED, random.normal(size=ALLOWED.shape), -np.inf),
        random.normal(size=N_STATES),
    )
    paths = _paths(3)
    weights = np.exp([_weight(chain, scores, path) for path in paths])
    states, transitions = np.zeros((3, N_STATES)), np.zeros((N_STATES, N_STATES))
    for path, weight in zip(paths, weights / weights.sum(), strict=True):
        for at, step in enumerate(zip((START, *path), path, strict=False)):
            states[at, step[1]] += weight
            transitions[step] += weight
    found = expectations(scores, chain, np.array([0]), np.array([3]))
    np.testing.assert_allclose(found.states, states, atol=1e-12)
    np.testing.assert_allclose(found.transitions, transitions, atol=1e-12)


def test_states_know_what_is_waited_for() -> None:
    said_lee = [STATES[state] for state in states_of([0, 3, 1, 2, 0])]
    assert [waits for _, waits in said_lee] == ["nothing", "source", "done", "done", "done"]


@pytest.mark.parametrize(
    ("spans", "sources"),
    [
        ([("source", 0, False), ("cue", 1, True)], [0]),
        ([("cue", 1, False), ("source", 2, True)], [2]),
        ([("source", 0, False), ("cue", 1, True), ("source", 3, False), ("cue", 4, True)], [0, 3]),
        ([("cue", 1, False)], [None]),
        ([("source", 0, False), ("cue", 1, True), ("cue", 3, False)], [0, 0]),
    ],
)
def test_each_cue_gets_its_source(spans: list[tuple[str, int, bool]], sources: list[int | None]) -> None:
    scanned = scan("Lee said Ito knew it")
    tagged = [TaggedSpan(kind, first, first + 1, completes) for kind, first, completes in spans]  # type: ignore[arg-type]
    claims = link(scanned, tagged)
    assert [claim.source and claim.source.first for claim in claims] == sources


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Ann Lee, mayor of Ash,", "Ann Lee"),
        ("Its director, Ann Lee,", "Ann Lee"),
        ("The letter, dated Monday,", "The letter"),
        ("An aide at the hall", "An aide"),
        ("Health Minister Ann Lee", "Ann Lee"),
        ("Its retired director Ann Lee", "Ann Lee"),
        ("Col. Ann Lee", "Ann Lee"),
        ("The Health Minister", "The Health Minister"),
        ("The Ministry of Roads", "The Ministry of Roads"),
        (",", ","),
    ],
)
def test_of_a_source_the_words_that_name_it(source: str, name: str) -> None:
    scanned = scan(source + " said")
    last = len(scanned.tokens)
    (claim,) = link(scanned, [TaggedSpan("source", 0, last - 1, False), TaggedSpan("cue", last - 1, last, True)])
    assert claim.source is not None
    assert scanned.text[scanned.starts[claim.source.first] : scanned.ends[claim.source.last - 1]] == name


def test_saved_and_read_it_tags_the_same(tagger: Tagger) -> None:
    read = unpack_tagger(Path("model"), pack_tagger(tagger))
    scanned = scan("The market was safe, according to Eva Roth. Omar Ito said the bridge was old.")
    assert read.tag(scanned, []) == tagger.tag(scanned, [])
    assert read.cue_chances(scanned, []).tolist() == tagger.cue_chances(scanned, []).tolist()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("tagger.json", b'"buckets": 32768', b'"buckets": 32767'),
        ("tagger.json", b'"quoted-1 quoted quoted+1"', b'"quoted-9 quoted quoted+1"'),
        ("tagger.json", b'"threshold": 0.3', b'"threshold": NaN'),
        ("tagger.json", b'"unit": 0.01', b'"unit": 0'),
        ("tagger.json", b'"unit": 0.01', b'"unit": 1e999'),
        ("tagger.json", b'"place",', b'"place",' * 200),
        ("tagger.json", b'"buckets": 32768', b'"buckets": 2'),
        ("tagger.json", b"{", b"["),
        ("forms.txt", b"Lee\n", b""),
        ("forms.txt", b"Lee", b"\xff"),
    ],
)
def test_a_wrong_part_is_refused(tagger: Tagger, part: str, old: bytes, new: bytes) -> None:
    contents = pack_tagger(tagger)
    assert old in contents[part]
    contents[part] = contents[part].replace(old, new, 1)
    with pytest.raises(ModelError, match=r"^model/tagger\.(json|bin): .*train it anew"):
        unpack_tagger(Path("model"), contents)


@pytest.mark.parametrize("place", ["cut", "longer", "bias", "feature"])
def test_wrong_arrays_are_refused(tagger: Tagger, place: str) -> None:
    contents = pack_tagger(tagger)
    raw = bytearray(contents["tagger.bin"])
    if place == "cut":
        del raw[-1]
    elif place == "longer":
        raw += b"\0"
    elif place == "bias":  # the last four bytes
        raw[-4:] = np.float32(np.nan).tobytes()
    else:  # a feature more has a weight than weights follow
        raw[tagger.lexemes.attributes.size * 2] ^= 1
    with pytest.raises(ModelError, match=r"^model/tagger\.json: .*tagger"):
        unpack_tagger(Path("model"), contents | {"tagger.bin": bytes(raw)})


def test_changed_bytes_are_refused_or_still_tag(tagger: Tagger) -> None:
    random = np.random.default_rng(11)
    scanned = scan("The market was safe, according to Eva Roth. “Omar Ito” said the bridge was old.")
    contents = pack_tagger(tagger)
    read = 0
    for _ in range(300):
        part = str(random.choice(list(contents)))
        raw = bytearray(contents[part])
        for at in random.integers(len(raw), size=3):
            raw[at] = random.integers(256)
        try:
            changed = unpack_tagger(Path("model"), contents | {part: bytes(raw)})
        except ModelError:
            continue
        read += 1
        spans = changed.tag(scanned, find_quotes(scanned))
        assert all(0 <= one.first < one.last <= len(scanned.tokens) for one in spans)
        chances = changed.cue_chances(scanned, [])
        assert ((chances >= 0) & (chances <= 1)).all()
    assert read > 50
