"""What stands around a candidate for a hedge, as named features: the place decides whether it hedges, and for whom.

Each feature here pays for its time: without opening words, word endings, distances, clause borders and the other
cues of the sentence precision at a recall of .85 was the same (.82, five folds by group, labels of 2026-11-22).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from classifier.cues.candidates import Candidate, is_ability
from classifier.cues.quotes import Quote, quoted_tokens
from classifier.cues.sources import Attribution
from classifier.lexicons import attribution_verbs, source_nouns
from classifier.scan import Scan

__all__ = ["Places"]

_ENOUGH = 5  # sentences from which on a text's habits tell anything
_PRONOUNS = frozenset("i we you he she it they this that there who which what".split())
_POSSESSIVE = frozenset("his her their its 's ’s whose".split())
_FIRST = frozenset("i we my our i'm i’m we're we’re i'd i’d".split())
_MANY = frozenset("some many others few most several".split())
_BE = frozenset("is are was were been be being".split())
# Nouns beside which somebody's view is told: "in her view", "by the office's estimate", "rumour has it".
_VIEWS = frozenset(
    "view opinion words report account estimate forecast belief plan plans theory logic rumour rumor rumours rumors "
    "speculation whispers talk grapevine mind".split()
)


@dataclass(frozen=True, slots=True)
class _Holder:
    """A word outside quotations that may name or mark a holder of the doubt."""

    index: int
    sort: str
    name: str


@cache
def _sorts() -> dict[str, str]:
    """Return the sort of each word that may name or mark a holder: V say, W view, G vague, M many, F first person."""
    vague = {word for word, kinds in source_nouns().items() if "vague" in kinds}
    sorts: dict[str, str] = {}
    for sort, words in (("F", _FIRST), ("M", _MANY), ("G", vague), ("W", _VIEWS), ("V", attribution_verbs())):
        sorts.update(dict.fromkeys(words, sort))
    return sorts


@cache
def _marking() -> frozenset[str]:
    return frozenset(_sorts())


@cache
def _beside(side: str, same_block: bool, told: str, pronoun: str, quoted: bool) -> tuple[str, ...]:
    """Return features of a neighbour: who speaks in it last, and what the sentence itself opens with."""
    where = f"{side} {'same' if same_block else 'other'}"
    names = (f"{where} {told}", f"{where} {pronoun} {told != '-'}")
    return (*names, f"{side} quote") if quoted else names


class Places:
    """The places of one text.

    Parameters
    ----------
    scan, quotes, attributions
        The text and what was found in it.
    candidates
        All candidates of the text, in order.
    """

    def __init__(
        self,
        scan: Scan,
        quotes: Sequence[Quote],
        attributions: Sequence[Attribution],
        candidates: Sequence[Candidate],
    ) -> None:
        self._scan = scan
        self._candidates = candidates
        self._quoted = quoted_tokens(scan, quotes)
        self._marks = scan.where(_marking())
        self._attributed: dict[int, list[Attribution]] = {}
        for one in attributions:
            self._attributed.setdefault(one.sentence, []).append(one)

    def features(self) -> Iterator[list[str]]:
        """Yield, for each candidate in order, the names of all features that its place has, each once."""
        shared: list[str] = []
        holders: list[_Holder] = []
        article = self._article()
        before: Candidate | None = None  # in the same sentence
        for candidate in self._candidates:
            if before is None or before.sentence != candidate.sentence:
                before = None
                shared = article + self._around(candidate.sentence)
                holders = self._holders(candidate.sentence)
            names = self._words(candidate) + self._said(candidate, holders) + shared
            if before is not None:
                names.append(f"cue before {_lemma(self._scan.words, before)}")
            yield names
            before = candidate

    def _article(self) -> list[str]:
        """Return features of the whole text."""
        count = len(self._scan.sentences)
        if count < _ENOUGH:
            return []
        strong = sum([one.strength > 0.5 and not self._quoted[one.first] for one in self._candidates])
        return [f"hedged {min(9, 10 * strong // count)}", f"told {10 * len(self._attributed) // count}"]

    def _words(self, candidate: Candidate) -> list[str]:
        """Return features of the cue and the words beside it."""
        words, first, last, kind = self._scan.words, candidate.first, candidate.last, candidate.kind
        begin, end = self._scan.bounds[candidate.sentence : candidate.sentence + 2]
        cue = _lemma(words, candidate)
        before = words[first - 1] if first > begin else "<s>"
        behind = words[last] if last < end else "</s>"
        subject = before if before in _PRONOUNS else _shape(self._scan.tokens[first - 1]) if first > begin else "<s>"
        quoted = "quoted" if self._quoted[first] else "told"
        names = [
            f"c {cue}", f"k {kind}", f"in {kind} {quoted}", f"b {before}", f"a {behind}",
            f"cb {cue} {before}", f"ca {cue} {behind}", f"cj {cue} {subject}",
        ]  # fmt: skip
        if kind == "modal" and is_ability(words, candidate):
            names.append(f"able {cue}")
        if first > begin + 1:
            names.append(f"bb {words[first - 2]}")
        if last + 1 < end:
            names.append(f"aa {words[last + 1]}")
        return names

    def _around(self, sentence: int) -> list[str]:
        """Return features of a sentence and those next to it."""
        begin, end = self._scan.bounds[sentence : sentence + 2]
        opening = self._scan.words[begin]
        pronoun = opening if opening in _PRONOUNS else "-"
        names = [
            *self._neighbour("prev", sentence, sentence - 1, pronoun),
            *self._neighbour("next", sentence, sentence + 1, pronoun),
        ]
        if True in self._quoted[begin:end]:
            names.append("quoting")
        return names

    def _holders(self, sentence: int) -> list[_Holder]:
        """Return the words of a sentence that may name or mark a holder of the doubt."""
        begin, end = self._scan.bounds[sentence : sentence + 2]
        marks = self._marks[bisect_left(self._marks, begin) : bisect_left(self._marks, end)]
        return [self._holder(at) for at in marks if not self._quoted[at]]

    def _neighbour(self, side: str, sentence: int, other: int, pronoun: str) -> tuple[str, ...]:
        """Return who speaks in a sentence next to one that opens with `pronoun`."""
        scan = self._scan
        if not 0 <= other < len(scan.sentences):
            return (f"{side} none",)
        block, bounds, told = scan.sentence_block, scan.bounds, self._attributed.get(other)
        quoted = self._quoted[bounds[other]] or self._quoted[bounds[other + 1] - 1]
        return _beside(side, block[other] == block[sentence], told[-1].kind if told else "-", pronoun, quoted)

    def _holder(self, index: int) -> _Holder:
        words, sorts = self._scan.words, _sorts()
        word, sort = words[index], sorts[words[index]]
        behind = words[index + 1] if index + 1 < len(words) else ""
        if sort == "W":  # whose view it is: the writer's own, somebody's, or nobody says
            own = words[index - 1] in ("my", "our")
            sort = "W own" if own else "W held" if words[index - 1] in _POSSESSIVE or behind == "of" else "W"
        elif sort == "M" and sorts.get(behind) == "V":
            sort = "M say"
        return _Holder(index, sort, word)

    def _said(self, candidate: Candidate, holders: Sequence[_Holder]) -> list[str]:
        """Return features of who is said to speak in the sentence, before the candidate and behind it."""
        names: list[str] = []
        left = right = ""
        for one in holders:
            if one.index < candidate.first:
                names += (f"l {one.sort}", f"l {one.name}")
                left += one.sort[0]
            elif one.index >= candidate.last:
                names += (f"r {one.sort}", f"r {one.name}")
                right += one.sort[0]
        start = self._scan.starts[candidate.first]
        before = after = "-"
        for claim in self._attributed.get(candidate.sentence, ()):
            if claim.cue.end <= start:
                before = claim.kind
                names.append(f"said {claim.cue.of(self._scan.text)}")
            elif claim.cue.start > start:
                after = claim.kind if after == "-" else after
                names.append(f"says {claim.cue.of(self._scan.text)}")
        names += (f"sides {before} {after}", f"sum {before} {after} {_letters(left)} {_letters(right)}")
        return list(dict.fromkeys(names))  # each once


def _letters(word: str) -> str:
    """Return the letters of a word, each once, sorted."""
    return word if len(word) < 2 else "".join(sorted(set(word)))


def _lemma(words: Sequence[str], candidate: Candidate) -> str:
    """Return the cue with every form of "be" as one, and a perfect without its participle."""
    first, last = candidate.first, candidate.last
    if last == first + 1:
        return words[first]
    if candidate.kind == "modal_perfect":
        return f"{words[first]} have"
    return " ".join(["be" if word in _BE else word for word in words[first:last]])


def _shape(token: str) -> str:
    if token[0].isupper():
        return "<name>"
    if token[0].isdigit():
        return "<num>"
    return "<plural>" if token.endswith("s") else "<word>"
