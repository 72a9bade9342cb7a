"""The targets need atheris and are run by ``make fuzz``, not collected."""

collect_ignore = ["scoring.py"]
