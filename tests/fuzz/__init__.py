"""Coverage-guided fuzzing, run by ``make fuzz``; what it found is kept as tests."""
