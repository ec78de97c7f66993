"""The README answers the five questions an integrator asks."""

import re
from collections.abc import Iterator

from kontor_core.hooks.loader import BUILTIN
from kontor_sdk.checks.finding import Examined, Finding

QUESTIONS = (
    "What is it for?",
    "What does it add?",
    "What does it need?",
    "What personal data does it keep?",
    "How is it removed?",
)


def check_readme(plugin: Examined) -> Iterator[Finding]:
    """Look for a heading and some words for each question."""
    if plugin.project is None or plugin.candidate.distribution == BUILTIN:
        return
    file = plugin.project / "README.md"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    parts = re.split(r"^## (.*)$", text, flags=re.M)
    answers = dict(zip(parts[1::2], parts[2::2], strict=True))
    for question in QUESTIONS:
        if not answers.get(question, "").strip():
            message = f'"## {question}" is missing or has no answer.'
            yield Finding("README.md", "readme", message)
