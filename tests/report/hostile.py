"""An article that tries to be more than text."""

from __future__ import annotations

from pathlib import Path

FILLER = (Path(__file__).parents[2] / "examples" / "5-page-filler.txt").read_text(encoding="utf-8")
LINES = (
    "<script>document.title = 'taken'; fetch('https://example.org/a')</script>",
    "<img src=x onerror=\"document.title = 'taken'\"> could not be shown, an official said.",
    "</style></script></article></title><style>* { display: none }</style>",
    "<!-- perhaps --> &lt;b&gt; &amp;amp; {{ 7 * 7 }} {% raw %} ]]> <plaintext>",
    "“They may <b>come</b>\" onclick=alert(1) ' style=x,” the \u202eofficial\u202c said \u2066again.",
    '<a href="javascript:document.title=1">A spokesman</a> said “<svg onload=alert(1)> was likely”.',
    "<iframe src=https://example.org></iframe><link rel=stylesheet href=//example.org/a.css>",
    "An odd \x1b[31m escape, a tab\there, a zero\u200bwidth and an \U0001f600 emoji could be seen.",
)
HOSTILE = "\n\n".join([FILLER, *LINES, FILLER])
