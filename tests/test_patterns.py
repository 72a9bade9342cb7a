"""Every regular expression of the package is found, and each is linear on the texts that are worst for it."""

from __future__ import annotations

import os
import re

import pytest

import classifier
from benchmarks.exponent import LIMIT
from benchmarks.patterns import HiddenPatternError, Use, find_uses, measure, uses_in_source, uses_in_values

USES = find_uses(classifier)


def test_patterns_are_found_in_every_room_of_the_package() -> None:
    assert {"classifier.scan", "classifier.blocks", "classifier.folding", "classifier.model.store"} <= {
        use.where.rpartition(".")[0] for use in USES
    }


def test_a_pattern_cannot_hide_in_a_class_a_container_or_a_function() -> None:
    class Holder:
        inside = re.compile("in a class")

    Holder.__module__ = "classifier.invented"
    held = {"Holder": Holder, "TABLE": {"key": [(re.compile("in a container"),)]}, "PLAIN": re.compile("plain")}
    found = [*uses_in_values("m", held, "PLAIN.match(x)"), *uses_in_source("m", "def f(x): re.sub('in a call', '', x)")]
    assert {use.pattern.pattern for use in found} == {"in a class", "in a container", "plain", "in a call"}
    assert [use.method for use in found if use.pattern.pattern == "plain"] == ["match"]


@pytest.mark.parametrize(
    "source",
    [
        "def f(x): re.search(f'{x}+', x)",
        "def f(x): re.compile('a' + x)",
        "def f(x, pattern): re.search(pattern, x)",
        "_RAW = 'a+'\ndef f(x): re.search(_RAW, x)",
        "from re import compile",
        "import re as regex",
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused(source: str) -> None:
    with pytest.raises(HiddenPatternError):
        list(uses_in_source("m", source))


def test_a_pattern_over_bytes_is_refused() -> None:
    with pytest.raises(HiddenPatternError):
        list(uses_in_values("m", {"RAW": re.compile(b"a+")}, ""))


def test_a_quadratic_pattern_is_seen() -> None:
    assert measure(Use("here", re.compile(r"\s*(?:x)?[\s,]*$"), "match")).exponent > LIMIT


@pytest.mark.full
@pytest.mark.skipif(not os.environ.get("CLASSIFIER_FULL"), reason="part of make test-full")
@pytest.mark.parametrize("use", USES, ids=[f"{use.where}.{use.method}" for use in USES])
def test_every_pattern_is_linear_up_to_1_mb(use: Use) -> None:
    assert measure(use).exponent <= LIMIT
