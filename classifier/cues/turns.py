"""Turns of an interview: what a named person answers, told without quotation marks.

Printed as ``Q: …`` and ``A: …``, ``((Outlet)) …`` and ``((Ann Lee)) …``, ``LEE: …``, or as a question in a line of its
own and the answer behind it. A pattern counts as an interview only if it comes back, its speakers are named in the
text, and they say "I" or "we": so lists, time tables, captions and answers to a reader's questions are none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from classifier.article import Span
from classifier.cues.interviewee import INTRODUCTION, interviewee
from classifier.cues.offices import name_begins
from classifier.cues.phrases import Phrase
from classifier.cues.quotes import MAX_QUOTE, Quote, block_tokens
from classifier.lexicons import sentence_breaks, source_nouns, word_list
from classifier.scan import Scan

__all__ = ["Turn", "find_turns", "with_turns"]

_MARKS = frozenset({":", "?"})
_FEWEST = 4  # turns, questions included
_LABEL = 10  # tokens that stand before the words spoken
_QUESTION = 80  # tokens that a question in a line of its own may have
_ASKS, _ANSWERS = frozenset({"q", "question"}), frozenset({"a", "answer"})
_SELF = word_list("first") | word_list("first_plural")
_YOU = word_list("second_person")
_NO_PERSONS = frozenset({"outlet", "outlet_name", "organisation", "org_suffix", "document"})
_STOPS = frozenset(".!?…")
_ASIDE = frozenset({"(", "[", "—", "–", "--", "-", "•"})
_CLOSERS = frozenset({"*", "”", '"', "'", "’", ")", "]", "_"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says in one go.

    Attributes
    ----------
    cue
        The tokens that hand the words to the speaker: the label or, of an answer without one, the question mark.
    name
        The tokens that name the speaker: of the label, or where the interview is announced.
    first
        The first token of the words.
    spans
        The words, in pieces of at most `MAX_QUOTE` characters.
    """

    cue: Phrase
    name: Phrase
    first: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """What stands at `opens`, mostly the head of a block: ``tokens[first:last]`` name who speaks from `begin` on."""

    key: str
    opens: int
    first: int
    last: int
    begin: int


def find_turns(scan: Scan) -> list[Turn]:
    """Return the turns that named persons have in an interview, in order; hardly any text has some."""
    marks = scan.where(_MARKS)
    if len(marks) < _FEWEST - 1:
        return []
    labels = _labels(scan, marks)
    if len(labels) >= _FEWEST and max(Counter(label.key for label in labels).values()) > 1:
        turns = _Text(scan, labels).labelled()
        if turns:
            return turns
    asked = [at for at in marks if scan.words[at] == "?" and _closes_block(scan, at)]
    you = sum(not _YOU.isdisjoint(_line(scan, at)) for at in asked)
    return _Text(scan, ()).unlabelled(asked) if len(asked) >= _FEWEST - 1 and 2 * you >= len(asked) else []


def with_turns(scan: Scan, quotes: Sequence[Quote], turns: Sequence[Turn]) -> list[Quote]:
    """Return the quotations and the turns as such, in order; what is quoted within a turn is a part of it."""
    if not turns:
        return list(quotes)
    told = [
        Quote(span, "direct", cue=Span(scan.starts[turn.cue.first], scan.ends[turn.cue.last - 1]))
        for turn in turns
        for span in turn.spans
    ]
    ends = [one.span.end for one in told]
    free = []
    for quote in quotes:
        at = bisect_right(ends, quote.span.start)
        if at == len(told) or told[at].span.start >= quote.span.end:
            free.append(quote)
    return sorted([*free, *told], key=lambda one: one.span.start)


def _labels(scan: Scan, marks: Sequence[int]) -> list[_Label]:
    """Return what may be labels of turns: "LEE:", "Ann Lee, mayor:", "((Ann Lee))"."""
    found: dict[int, _Label | None] = {}
    for at in [at for at in marks if scan.words[at] == ":"]:
        sentence = scan.sentence_of(at)
        first = scan.bounds[sentence]
        if at - first <= _LABEL and sentence and _may_open(scan, sentence, at):
            found.setdefault(first, _label(scan, first, first, at, at + 1))
    if "((" in scan.text:
        for at in [at for at, word in enumerate(scan.words) if word == "("]:  # so few texts have some
            behind = next((end for end in range(at, min(at + _LABEL, len(scan.words))) if scan.words[end] == ")"), at)
            opens = at == scan.bounds[scan.sentence_of(at)]
            if opens and scan.words[at + 1 : at + 2] == ["("] and scan.words[behind + 1 : behind + 2] == [")"]:
                begin = behind + 2 + (scan.words[behind + 2 : behind + 3] == [":"])
                found[at] = _label(scan, at, at + 2, behind, begin)
    return [label for _, label in sorted(found.items()) if label is not None]


def _may_open(scan: Scan, sentence: int, colon: int) -> bool:
    """Return whether a label may open the sentence: it opens its block, or is written in capitals."""
    opens = scan.sentence_block[sentence - 1] != scan.sentence_block[sentence]
    return opens or (
        colon - scan.bounds[sentence] < 4 and len(scan.tokens[colon - 1]) > 2 and scan.tokens[colon - 1].isupper()
    )


def _label(scan: Scan, opens: int, first: int, last: int, begin: int) -> _Label | None:
    """Return the label that ``tokens[first:last]`` are, None if they do not name anybody."""
    while first < last and scan.words[first] in ("*", "("):
        first += 1
    while begin < len(scan.words) and scan.words[begin] == "*":
        begin += 1
    last = next((at for at in range(first, last) if scan.words[at] in (",", "(", ")", "*")), last)
    if first >= last or not all(token[0].isupper() or token == "." for token in scan.tokens[first:last]):
        return None
    return _Label(scan.words[last - 1], opens, first, last, begin)


def _line(scan: Scan, token: int) -> list[str]:
    """Return the words of the block that ends with the token or right behind it."""
    first = scan.sentence_of(token)
    while first and scan.sentence_block[first - 1] == scan.sentence_block[first]:
        first -= 1
    return scan.words[scan.bounds[first] : token]


def _closes_block(scan: Scan, token: int) -> bool:
    """Return whether nothing but closing marks follow the token in its block."""
    sentence = scan.sentence_of(token)
    blocks = scan.sentence_block
    if sentence + 1 < len(blocks) and blocks[sentence + 1] == blocks[sentence]:
        return False
    return all(scan.words[at] in _CLOSERS for at in range(token + 1, scan.bounds[sentence + 1]))


class _Text:
    """A text that may be an interview; labels within a block part it."""

    def __init__(self, scan: Scan, labels: Sequence[_Label]) -> None:
        self._scan = scan
        self._labels = labels
        self._opening = {first for first, _ in block_tokens(scan)}
        self._begins = sorted({*self._opening, *(label.opens for label in labels)})
        self._blocks = list(pairwise([*self._begins, len(scan.tokens)]))

    def labelled(self) -> list[Turn]:
        """Return the turns of an interview whose speakers are told by labels, none if it is no interview."""
        labels = self._with_glued()
        by_key: dict[str, list[_Label]] = {}
        for label in labels:
            by_key.setdefault(label.key, []).append(label)
        asking = {key for key, some in by_key.items() if key in _ASKS or 2 * sum(map(self._asks, some)) >= len(some)}
        names = {key: self._named(some, labels[0].opens) for key, some in by_key.items() if key not in asking}
        speaking = {key: name for key, name in names.items() if name is not None}
        known = asking | set(speaking)
        if len(known) < 2 or sum(len(by_key[key]) for key in known) < _FEWEST:
            return []
        if max((len(by_key[key]) for key in speaking), default=0) < 2:
            return []
        ends = [label for label in labels if label.key in known or self._scan.tokens[label.first].isupper()]
        turns = []
        for label, behind in zip(ends, [*ends[1:], None], strict=True):
            name = speaking.get(label.key)
            if name is not None:
                pieces = self._pieces(label.begin, None if behind is None else self._block(behind.opens), name)
                if self._scan.words[name.last - 1] == label.key:  # named in each label, not where it is announced
                    name = Phrase(name_begins(self._scan, label.first, label.last), label.last)
                turns.append(Turn(Phrase(label.opens, label.begin), name, label.begin, _spans(self._scan, pieces)))
        turns = [turn for turn in turns if turn.spans]
        return turns if self._are_spoken(turns) else []

    def unlabelled(self, asked: Sequence[int]) -> list[Turn]:
        """Return the answers to questions in lines of their own, none if it is no interview."""
        places = [(at, self._block(at)) for at in asked]
        places = [(at, block) for at, block in places if block and self._size(block) <= _QUESTION]
        if len(places) < _FEWEST - 1:
            return []
        name = interviewee(self._scan, self._begins[places[0][1]])
        if name is None:
            return []
        turns = []
        for (at, block), following in zip(places, [*(block for _, block in places[1:]), None], strict=True):
            last = min(block + 2, len(self._blocks)) if following is None else following
            if block + 1 < last:
                begin = self._begins[block + 1]
                pieces = self._pieces(begin, following, name)
                turns.append(Turn(Phrase(at, at + 1), name, begin, _spans(self._scan, pieces)))
        turns = [turn for turn in turns if turn.spans]
        enough = len(turns) >= _FEWEST - 1 and 5 * len(turns) >= 4 * len(places)
        return turns if enough and self._are_spoken(turns) else []

    def _with_glued(self) -> list[_Label]:
        """Return the labels and, where answers have one and questions none, those of "QWhy did you go?"."""
        labels = self._labels
        keys = {label.key for label in labels}
        if _ANSWERS.isdisjoint(keys) or not _ASKS.isdisjoint(keys):
            return list(labels)
        glued = [
            _Label("q", first, first, first + 1, first + 1)
            for first in self._begins
            if self._scan.tokens[first][0] == "Q" and self._scan.tokens[first][1:2].isupper()
        ]
        return sorted([*labels, *glued], key=lambda label: label.opens)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self._scan.tokens)

    def _block(self, token: int) -> int:
        return bisect_right(self._begins, token) - 1

    def _size(self, block: int) -> int:
        first, last = self._blocks[block]
        return last - first

    def _words(self, block: int) -> list[str]:
        first, last = self._blocks[block]
        return self._scan.words[first:last]

    def _last_word(self, block: int) -> str:
        """Return the last word or stop of a block, closing marks left out."""
        first, last = self._blocks[block]
        while last - 1 > first and self._scan.words[last - 1] in _CLOSERS:
            last -= 1
        return self._scan.words[last - 1]

    def _asks(self, label: _Label) -> bool:
        return self._last_word(self._block(label.opens)) == "?"

    def _pieces(self, begin: int, end: int | None, name: Phrase) -> list[tuple[int, int]]:
        """Return the blocks of a turn up to the block `end`, as first and past-the-last token.

        Of the last turn of all only the first block is taken, within a block only the first sentence. A question and
        a line that names the speaker are of others, a line without a stop and one in brackets no part of the turn.
        """
        at = self._block(begin)
        if begin >= len(self._scan.tokens) or (end is not None and at >= end):
            return []
        if end is None and self._begins[at] not in self._opening:
            return [(begin, self._scan.bounds[self._scan.sentence_of(begin) + 1])]
        pieces = [(begin, self._blocks[at][1])]
        for block in range(at + 1, at + 1 if end is None else end):
            last = self._last_word(block)
            if last == "?" or self._scan.words[name.last - 1] in self._words(block):
                break
            if last[-1] in _STOPS and self._words(block)[0] not in _ASIDE:
                pieces.append(self._blocks[block])
        return pieces

    def _are_spoken(self, turns: Sequence[Turn]) -> bool:
        """Return whether a third of the turns say "I" or "we"; in interviews of 2026-11-23 at least .40 did."""
        spoken = 0
        for turn in turns:
            spoken += not _SELF.isdisjoint(self._words(self._block(turn.first)))
        return bool(turns) and 3 * spoken >= len(turns)

    def _named(self, labels: Sequence[_Label], begin: int) -> Phrase | None:
        """Return the words that name whom some labels mean, None if the text names nobody so."""
        key = labels[0].key
        if key in _ANSWERS:
            return interviewee(self._scan, begin)
        if not _NO_PERSONS.isdisjoint(source_nouns().get(key, ())):
            return None
        label = max(labels, key=lambda one: one.last - one.first)
        written = self._scan.tokens[label.last - 1]
        elsewhere = sum(self._counts[token] for token in {key.upper(), key.title(), written}) - len(labels)
        common = self._counts[key] >= elsewhere or key in sentence_breaks().openers
        if label.last - label.first > 1 or not common:
            return Phrase(name_begins(self._scan, label.first, label.last), label.last)
        return self._initials.get(written)

    @cached_property
    def _initials(self) -> dict[str, Phrase]:
        """The first name with each two or three initials before the first label."""
        begin = self._labels[0].opens
        names: dict[str, Phrase] = {}
        for first in range(max(0, begin - INTRODUCTION), begin):
            for length in (2, 3):
                some = self._scan.tokens[first : first + length]
                if first + length <= begin and all(map(str.istitle, some)):
                    names.setdefault("".join(token[0] for token in some), Phrase(first, first + length))
        return names


def _spans(scan: Scan, pieces: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the spans of some ranges of tokens, whole sentences and at most `MAX_QUOTE` characters in each."""
    spans: list[Span] = []
    behind = -1  # the token up to which the last span may go on
    for begin, end in pieces:
        for sentence in range(scan.sentence_of(begin), scan.sentence_of(end - 1) + 1):
            first, stop = max(begin, scan.bounds[sentence]), scan.sentences[sentence].end
            if first == behind and stop - spans[-1].start <= MAX_QUOTE:
                spans[-1] = Span(spans[-1].start, stop)
            elif stop - scan.starts[first] <= MAX_QUOTE:
                spans.append(Span(scan.starts[first], stop))
            else:
                continue
            behind = scan.bounds[sentence + 1]
    return tuple(spans)
