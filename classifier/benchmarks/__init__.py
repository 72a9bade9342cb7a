"""Public benchmarks: what the program reaches on data that others annotated.

Each is a module with a function ``run(corpora, split, model)`` that returns its rows; add it to `BENCHMARKS`.
"""

from __future__ import annotations

from classifier.benchmarks import bioscope, hedges, newsdiscourse, polnear, wikipedia
from classifier.benchmarks.rows import Benchmark, Row

__all__ = ["BENCHMARKS", "Benchmark", "Row"]

BENCHMARKS = {
    one.name: one
    for one in (
        Benchmark("polnear", ("dev", "train", "test"), polnear.run),
        Benchmark("hedges", ("train+dev", "test"), hedges.run),
        Benchmark("newsdiscourse", ("validation", "test"), newsdiscourse.run),
        Benchmark("bioscope", ("train", "test"), bioscope.run),
        Benchmark("wikipedia", ("train", "test"), wikipedia.run),
    )
}
