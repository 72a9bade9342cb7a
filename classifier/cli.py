"""The command line: parses, calls, prints."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from classifier import __version__
from classifier.commands.benchmark import benchmark
from classifier.commands.corpora import corpora
from classifier.commands.labels import labels
from classifier.commands.report import report
from classifier.commands.score import explain, score
from classifier.commands.serve import serve
from classifier.commands.shared import BAD_INPUT, OK
from classifier.commands.train import evaluate, train
from classifier.errors import ClassifierError

__all__ = ["main"]


class _Commands(click.Group):
    """A group whose own errors are one line on stderr and exit code 2."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
            sys.stdout.flush()  # here, where a full disk can still be told
        except click.exceptions.Abort:
            sys.exit(130)
        except click.ClickException as error:
            _fail(f"{error.format_message()} {_advice(error)}")
        except ClassifierError as error:
            _fail(str(error))
        except BrokenPipeError:  # the reader, head for instance, has seen enough
            sys.stderr.close()
            sys.exit(OK)
        except OSError as error:
            _fail_writing(error)
        sys.exit(code if isinstance(code, int) else OK)


def _advice(error: click.ClickException) -> str:
    """Return what to try instead."""
    meant = getattr(error, "ctx", None) and re.fullmatch(r"No such command '(.+)'\.", error.format_message())
    if meant and Path(meant[1]).exists():
        return f"For a score: classifier score {meant[1]}"
    return "Try --help."


def _fail_writing(error: OSError) -> NoReturn:
    """Say that the output could not be written, and drop what is left of it."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - or Python tries again at its end
    where = error.filename or "standard output"
    _fail(f"{where}: cannot be written ({error.strerror}); free some room, or write elsewhere")


def _fail(message: str) -> NoReturn:
    click.echo(f"classifier: {message}", err=True)
    sys.exit(BAD_INPUT)


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="classifier")
@click.pass_context
def main(context: click.Context) -> None:
    """Tell reported fact from speculation in news articles, and score their quality.

    \b
    Examples:
      classifier score article.txt                 a table for people
      classifier score news/ --jsonl > scores.jsonl
      cat article.txt | classifier score -
      classifier explain article.txt               every sentence, and why
      python train.py                              fit the model to labels/
      classifier evaluate --model models/base --labels labels

    Exit codes: 0 done, 1 an article is above --fail-above, 2 wrong usage or an
    article that could not be read.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for command in (score, explain, report, serve, train, evaluate, benchmark, labels, corpora):
    main.add_command(command)


if __name__ == "__main__":
    main()
