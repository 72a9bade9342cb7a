"""Published benchmarks, each a module that says how it is scored and gives its figures."""
