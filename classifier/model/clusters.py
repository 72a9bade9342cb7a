"""Word clusters: which words of the training texts are used alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd

__all__ = ["word_clusters"]

_NEIGHBOURS = (-2, -1, 1, 2)
_CONTEXTS = 1500  # most frequent words, each at each distance
_DIMENSIONS = 64


def word_clusters(
    sentences: Sequence[Sequence[str]], sizes: Sequence[int], min_count: int = 5, seed: int = 0
) -> list[dict[str, int]]:
    """Return, for each of `sizes`, the cluster of every word that occurs `min_count` times or more.

    Words are placed by their positive pointwise mutual information with the words around them, with the
    context counts raised to 0.75 (Levy, Goldberg and Dagan, TACL 3, 2015), in 64 dimensions, and
    gathered by k-means on the sphere.
    """
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(word for word, count in counts.items() if count >= min_count)
    vectors = _vectors(_co_occurrence(sentences, words, counts), seed)
    found = []
    for size in sizes:
        means = MiniBatchKMeans(min(size, len(words)), random_state=seed, n_init=3, batch_size=4096)
        found.append(dict(zip(words, means.fit(vectors).labels_.tolist(), strict=True)))
    return found


def _co_occurrence(sentences: Sequence[Sequence[str]], words: Sequence[str], counts: Counter[str]) -> csr_matrix:
    """Return how often each word stands with each context word at each distance."""
    row = {word: index for index, word in enumerate(words)}
    frequent = sorted(words, key=lambda word: (-counts[word], word))[:_CONTEXTS]
    column = {word: index for index, word in enumerate(frequent)}
    other, edge = len(column), len(column) + 1
    margin = [edge, edge]
    rows, contexts = [-1, -1], [edge, edge]
    for sentence in sentences:
        rows += [*(row.get(word, -1) for word in sentence), -1, -1]
        contexts += [*(column.get(word, other) for word in sentence), *margin]
    centre, context = np.array(rows), np.array(contexts)
    places = np.flatnonzero(centre >= 0)
    at = np.concatenate([context[places + offset] + index * (edge + 1) for index, offset in enumerate(_NEIGHBOURS)])
    shape = (len(words), len(_NEIGHBOURS) * (edge + 1))
    ones = np.ones(len(at), dtype=np.float32)
    return csr_matrix(coo_matrix((ones, (np.tile(centre[places], len(_NEIGHBOURS)), at)), shape=shape))


def _vectors(counts: csr_matrix, seed: int) -> NDArray[np.float64]:
    """Return one vector of unit length a word."""
    by_word = np.asarray(counts.sum(axis=1)).ravel()
    by_context = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    cells = counts.tocoo()
    chance = by_word[cells.row] * by_context[cells.col] / by_context.sum()
    information = np.maximum(np.log(cells.data / chance), 0)
    matrix = csr_matrix((information, (cells.row, cells.col)), shape=counts.shape)
    left, values, _ = randomized_svd(matrix, n_components=min(_DIMENSIONS, min(counts.shape) - 1), random_state=seed)
    vectors = left * values
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9))
