"""Sentence and article models: fitted with scikit-learn, applied with numpy."""
