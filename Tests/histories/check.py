"""Recomputes every answer of Replay/ from rules.md and compares byte for byte; `--record` writes.

For the three histories written by hand the events, the questions and the table of the README are
compared with the scripts as well, and every expectation a person worked out with the answer. Run by
`make test`; exits 1 at any difference.
"""

import json
import pathlib
import sys

import annex_1
import boundaries
import late_and_corrected
from history import TABLE_END, TABLE_START
from rules import Question
from wire import read_events

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRITTEN = {"annex-1": annex_1, "boundaries": boundaries, "late-and-corrected": late_and_corrected}
SIMULATED = ["shigatse-2019"]


class Check:
    """Compares files, or writes them."""

    def __init__(self, records):
        self.records, self.failures, self.answers = records, [], 0

    def same(self, path, expected):
        if self.records:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(expected, encoding="utf-8")
        found = path.read_text(encoding="utf-8") if path.exists() else None
        if found != expected:
            self.failures.append(f"{path.relative_to(ROOT)}: {difference(expected, found)}")

    def answer_all(self, folder):
        """Answers of a folder's questions by name."""
        events = read_events(folder)
        asked = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
        answers = {}
        for question in asked:
            text = Question(events, question).answer()
            self.same(folder / "answers" / f"{question['name']}.json", text)
            answers[question["name"]] = json.loads(text)
            self.answers += 1
        expected = {f"{name}.json" for name in answers}
        for path in (folder / "answers").glob("*"):
            if path.name not in expected:
                self.failures.append(f"{path.relative_to(ROOT)}: no question asks for it")
        return answers

    def written(self, name, module):
        """One history that a script writes."""
        history = module.write()
        folder = ROOT / "Replay" / name
        self.same(folder / "events.ndjson", history.events_text())
        self.same(folder / "questions.json", history.questions_text())
        self.failures += history.failures(self.answer_all(folder))
        readme = folder / "README.md"
        text = readme.read_text(encoding="utf-8")
        before, rest = text.split(TABLE_START)
        self.same(readme, before + history.table() + rest.split(TABLE_END + "\n")[1])


def difference(expected, found):
    """The first line that differs."""
    if found is None:
        return "missing"
    lines = zip(expected.split("\n") + ["(end)"], found.split("\n") + ["(end)"])
    for number, (left, right) in enumerate(lines, start=1):
        if left != right:
            return f"line {number}: found {right[:300]}, expected {left[:300]}"
    return "other length"


def main():
    check = Check(records="--record" in sys.argv)
    for name, module in WRITTEN.items():
        check.written(name, module)
    for name in SIMULATED:
        check.answer_all(ROOT / "Replay" / name)
    for failure in check.failures[:50]:
        print(failure, file=sys.stderr)
    print(
        f"{len(WRITTEN) + len(SIMULATED)} histories, {check.answers} answers recomputed from the "
        f"rules; {len(check.failures)} differences"
    )
    sys.exit(1 if check.failures else 0)


if __name__ == "__main__":
    main()
