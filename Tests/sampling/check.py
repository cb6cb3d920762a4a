"""Draws every sample of asked.json again and compares with answers/; `--record` writes them.

The answers are what `Tests/CairnCommandsTests/Verbs/AuditSampleTests.swift` holds the program to: two
implementations that share nothing give the same bytes. Then the draws themselves are checked on small
populations, by counting every case. Run by `make test`; exits 1 at any difference.
"""

import collections
import itertools
import json
import pathlib
import sys

from redraw import allocation, draw_records, draw_units, name_sample, read_events, redraw

HERE = pathlib.Path(__file__).resolve().parent
REPLAY = HERE.parents[1] / "Replay"


def check_answers(records):
    """Differences between recorded and computed answers."""
    failures, ledgers = [], {}
    asked = json.loads((HERE / "asked.json").read_text(encoding="utf-8"))
    for question in asked:
        folder = question["folder"]
        if folder not in ledgers:
            ledgers[folder] = read_events(REPLAY / folder)
        events = ledgers[folder]
        known_at = question.get("knownAt")
        text = redraw(
            events,
            name_sample(
                events, question["method"], question["n"], question["seed"], question["asOf"],
                known_at, question.get("population", "payments"), question.get("strata"),
            ),
        )
        path = HERE / "answers" / f"{question['name']}.json"
        if records:
            path.write_text(text, encoding="utf-8")
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            failures.append(f"{path.name} differs")
    names = {f"{question['name']}.json" for question in asked}
    failures += [f"nothing asks for {p.name}" for p in (HERE / "answers").iterdir()
                 if p.name not in names]
    return failures


class Paid:
    """An event with an amount."""

    def __init__(self, place, amount):
        self.place, self.data = place, {"amountFen": amount}


def check_chances():
    """Every start and every row of draws of small populations, counted."""
    failures = []
    amounts = [3, 0, 7, 1, 12, 5]
    total = sum(amounts)
    for count in range(1, total + 1):
        hits = collections.Counter()
        for start in range(total):
            drawn = draw_units([Paid(i, a) for i, a in enumerate(amounts)], count, lambda _: start)
            hits.update(unit for _, why in drawn for unit in why["units"])
        if hits != {unit: count for unit in range(1, total + 1)}:
            failures.append(f"{count} points do not hit every fen equally often")
    items = [Paid(i, 0) for i in range(5)]
    for count in range(1, 6):
        sets = collections.Counter()
        for row in itertools.product(*(range(5 - place) for place in range(count))):
            given = iter(row)
            drawn = draw_records(items, count, lambda _: next(given))
            sets[tuple(event.place for event, _ in drawn)] += 1
        rows = list(itertools.permutations(range(5), count))
        if sets != {row: 1 for row in rows}:
            failures.append(f"{count} records are not drawn equally often")
    for sizes in itertools.product(range(5), repeat=3):
        for count in range(sum(sizes) + 1 if sum(sizes) else 0):
            draws = allocation(count, sizes)
            if sum(draws) != count or any(
                abs(d * sum(sizes) - count * s) >= sum(sizes) or d > s
                for d, s in zip(draws, sizes)
            ):
                failures.append(f"{count} over {sizes}: {draws}")
    return failures


def main():
    failures = check_answers("--record" in sys.argv) + check_chances()
    for failure in failures:
        print(failure, file=sys.stderr)
    if failures:
        sys.exit(1)
    print("audit samples: every answer and every chance is as it must be")


if __name__ == "__main__":
    main()
