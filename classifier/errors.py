"""Every error that this package raises on purpose.

::

    ClassifierError
    ├── InputError         an article or a file of articles cannot be read
    ├── LabelError         a label file is wrong
    ├── CorpusError        a text that a label points at is missing or changed
    ├── ModelError         a model file is missing, damaged, foreign or too new
    └── BatchError         a run over many articles cannot begin, go on or be resumed
"""

from __future__ import annotations

__all__ = ["BatchError", "ClassifierError", "CorpusError", "InputError", "LabelError", "ModelError"]


class ClassifierError(Exception):
    """Anything that goes wrong in this package. The message says where, what, and what to do."""


class InputError(ClassifierError):
    """An article, or a file of articles, that cannot be read."""


class LabelError(ClassifierError):
    """A file of labels that breaks its format."""


class CorpusError(ClassifierError):
    """A text that a label points at is missing, or is no longer the text that was labelled."""


class ModelError(ClassifierError):
    """A model that is missing, damaged, foreign or newer than this program."""


class BatchError(ClassifierError):
    """A run over many articles that cannot begin, go on, or be resumed."""
