"""The wheel: built from the checkout, installed alone in another folder, scoring without a network."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
_NO_NETWORK = """
import socket
def refuse(*args, **kwargs):
    raise OSError("the network is off")
socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
"""


def test_the_wheel_carries_model_and_lexicons_and_scores_offline_elsewhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", ROOT, "--no-deps", "--no-build-isolation", "-q", "-w", tmp_path]
    subprocess.run([*map(str, build)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("classifier-*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    install = [python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel]
    subprocess.run([*map(str, install)], check=True, capture_output=True)
    article = tmp_path / "a.txt"
    article.write_text((ROOT / "examples" / "5-page-filler.txt").read_text(encoding="utf-8"), encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "sitecustomize.py").write_text(_NO_NETWORK, encoding="utf-8")
    # Dependencies come from this environment; the package itself must not: it is editable here, by a
    # .pth file, which PYTHONPATH does not follow.
    environment = {**os.environ, "PYTHONPATH": f"{inside}:{sysconfig.get_path('purelib')}"}
    read = f"open({str(article)!r}, encoding='utf-8').read()"
    code = f"import classifier; print(classifier.__file__); print(classifier.load().score({read}).verdict)"
    done = subprocess.run(
        [str(python), "-c", code], env=environment, cwd=tmp_path, check=True, capture_output=True, text=True
    )
    home, verdict = done.stdout.split()
    assert home.startswith(str(tmp_path / "env"))
    assert verdict == "speculative"
