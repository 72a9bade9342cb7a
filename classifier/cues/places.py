"""What stands around a candidate for a hedge, as named features: the place decides whether it hedges, and for whom.

Each feature here pays for its time: without opening words, word endings, distances, clause borders and the other
cues of the sentence precision at a recall of .85 was the same (.82, five folds by group, labels of 2026-11-22).
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What all candidates of a sentence share: features, words that may name a holder, and each other."""

    names: list[str]
    holders: list[_Holder]
    candidates: list[Candidate]


@cache
def _sorts() -> dict[str, str]:
    """Return the sort of each word that may name or mark a holder: V say, W view, G vague, M many, F first person."""
    vague = {word for word, kinds in source_nouns().items() if "vague" in kinds}
    sorts: dict[str, str] = {}
    for sort, words in (("F", _FIRST), ("M", _MANY), ("G", vague), ("W", _VIEWS), ("V", attribution_verbs())):
        sorts.update(dict.fromkeys(words, sort))
    return sorts


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
        self._quoted = quoted_tokens(scan, quotes)
        self._attributed: dict[int, list[Attribution]] = {}
        for one in attributions:
            self._attributed.setdefault(one.sentence, []).append(one)
        self._candidates: dict[int, list[Candidate]] = {}
        for candidate in candidates:
            self._candidates.setdefault(candidate.sentence, []).append(candidate)
        self._article: list[str] = []
        count = len(scan.sentences)
        if count >= _ENOUGH:
            strong = sum(one.strength > 0.5 and not self._quoted[one.first] for one in candidates)
            self._article = [f"hedged {min(9, 10 * strong // count)}", f"told {10 * len(self._attributed) // count}"]

    def features(self) -> Iterator[list[str]]:
        """Yield, for each candidate in order, the names of all features that its place has, each once."""
        for sentence, candidates in self._candidates.items():
            around = self._around(sentence, candidates)
            for candidate in candidates:
                yield self._words(candidate) + self._speech(candidate, around) + around.names

    def _words(self, candidate: Candidate) -> list[str]:
        """Return features of the cue and the words beside it."""
        words, first, last = self._scan.words, candidate.first, candidate.last
        begin, end = self._scan.bounds[candidate.sentence : candidate.sentence + 2]
        cue = _lemma(words, candidate)
        before = words[first - 1] if first > begin else "<s>"
        behind = words[last] if last < end else "</s>"
        subject = before if before in _PRONOUNS else _shape(self._scan.tokens[first - 1]) if first > begin else "<s>"
        quoted = "quoted" if self._quoted[first] else "told"
        names = [
            f"c {cue}", f"k {candidate.kind}", f"in {candidate.kind} {quoted}", f"b {before}", f"a {behind}",
            f"cb {cue} {before}", f"ca {cue} {behind}", f"cj {cue} {subject}",
        ]  # fmt: skip
        if candidate.kind == "modal" and is_ability(words, candidate):
            names.append(f"able {cue}")
        if first > begin + 1:
            names.append(f"bb {words[first - 2]}")
        if last + 1 < end:
            names.append(f"aa {words[last + 1]}")
        return names

    def _around(self, sentence: int, candidates: list[Candidate]) -> _Sentence:
        """Return what the candidates of a sentence share."""
        scan, quoted, sorts = self._scan, self._quoted, _sorts()
        begin, end = scan.bounds[sentence], scan.bounds[sentence + 1]
        pronoun = scan.words[begin] if scan.words[begin] in _PRONOUNS else "-"
        names = [*self._article, *self._neighbour("prev", sentence, sentence - 1, pronoun)]
        names += self._neighbour("next", sentence, sentence + 1, pronoun)
        if True in quoted[begin:end]:
            names.append("quoting")
        words = scan.words[begin:end]
        holders = [self._holder(at, sorts[word]) for at, word in enumerate(words, begin) if word in sorts]
        return _Sentence(names, [one for one in holders if not quoted[one.index]], candidates)

    def _neighbour(self, side: str, sentence: int, other: int, pronoun: str) -> list[str]:
        """Return who speaks in a sentence next to one that opens with `pronoun`."""
        scan = self._scan
        if not 0 <= other < len(scan.sentences):
            return [f"{side} none"]
        same = "same" if scan.sentence_block[other] == scan.sentence_block[sentence] else "other"
        told = self._attributed.get(other)
        names = [f"{side} {same} {told[-1].kind if told else '-'}", f"{side} {same} {pronoun} {bool(told)}"]
        if self._quoted[scan.bounds[other]] or self._quoted[scan.bounds[other + 1] - 1]:
            names.append(f"{side} quote")
        return names

    def _holder(self, index: int, sort: str) -> _Holder:
        words = self._scan.words
        behind = words[index + 1] if index + 1 < len(words) else ""
        if sort == "W":  # whose view it is: the writer's own, somebody's, or nobody says
            own = words[index - 1] in ("my", "our")
            sort = "W own" if own else "W held" if words[index - 1] in _POSSESSIVE or behind == "of" else "W"
        elif sort == "M" and _sorts().get(behind) == "V":
            sort = "M say"
        return _Holder(index, sort, words[index])

    def _speech(self, candidate: Candidate, around: _Sentence) -> list[str]:
        """Return features of who is said to speak in the sentence, before the candidate and behind it."""
        left = [one for one in around.holders if one.index < candidate.first]
        right = [one for one in around.holders if one.index >= candidate.last]
        names = {f"l {one.sort}" for one in left} | {f"l {one.name}" for one in left}
        names |= {f"r {one.sort}" for one in right} | {f"r {one.name}" for one in right}
        earlier = [one for one in around.candidates if one.first < candidate.first]
        if earlier:
            names.add(f"cue before {_lemma(self._scan.words, earlier[-1])}")
        start = self._scan.starts[candidate.first]
        before = after = "-"
        for one in self._attributed.get(candidate.sentence, ()):
            if one.cue.end <= start:
                before = one.kind
                names.add(f"said {one.cue.of(self._scan.text)}")
            elif one.cue.start > start:
                after = one.kind if after == "-" else after
                names.add(f"says {one.cue.of(self._scan.text)}")
        names.add(f"sides {before} {after}")
        names.add(f"sum {before} {after} {_initials(left)} {_initials(right)}")
        return list(names)


def _initials(holders: Sequence[_Holder]) -> str:
    return "".join(sorted({one.sort[0] for one in holders}))


def _lemma(words: Sequence[str], candidate: Candidate) -> str:
    """Return the cue with every form of "be" as one, and a perfect without its participle."""
    if candidate.kind == "modal_perfect":
        return f"{words[candidate.first]} have"
    if candidate.last == candidate.first + 1:
        return words[candidate.first]
    return " ".join("be" if word in _BE else word for word in words[candidate.first : candidate.last])


def _shape(token: str) -> str:
    if token[0].isupper():
        return "<name>"
    if token[0].isdigit():
        return "<num>"
    return "<plural>" if token.endswith("s") else "<word>"
