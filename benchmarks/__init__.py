"""Measurements beside peers; run by hand, results kept in ``benchmarks/results``."""
