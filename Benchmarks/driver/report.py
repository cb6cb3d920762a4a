"""The report as Markdown and JSON, and the check of its ratios."""

import json

from .rows import named


def shown(figure, unit):
    """A figure as people read it."""
    if figure is None:
        return "—"
    if unit == "s":
        return f"{figure * 1e3:.3g} ms" if figure < 1 else f"{figure:.3g} s"
    if unit in ("µs", "B/event"):
        return f"{figure:.3g} {unit}" if figure < 1000 else f"{figure:.0f} {unit}"
    for limit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(figure) >= limit:
            return f"{figure / limit:.3g} {letter} {unit}"
    return f"{figure:.3g} {unit}"


def memory(count):
    return "—" if not count else f"{count / 2**20:.0f}"


def required(row):
    if not row["required"]:
        return ""
    sign = "≥" if row["required"]["op"] == ">=" else "≤"
    return f"{sign} {shown(row['required']['figure'], row['unit'])}"


def verdict(row):
    if row["isRejected"]:
        return "rejected"
    return {True: "holds", False: "**does not hold**", None: ""}[row["holds"]]


def check(rows, thresholds):
    """Rows whose ratio to their control is below the committed one; a rejected row is not judged."""
    found = []
    by_name = {row["name"]: row for row in rows}
    for name, least in thresholds.items():
        row = by_name.get(name)
        if row is None or row["isRejected"] or row["ratio"] is None:
            continue
        if row["ratio"] < least:
            found.append(f"{name}: {row['ratio']:.3g} of {row['control']}, at least {least} expected")
    return found


def markdown(report):
    """The whole report."""
    facts = report["machine"]
    lines = [
        "# Benchmarks",
        "",
        f"`{report['command']}`: {facts['cpu']}, {facts['cores']} cores, {facts['memoryGiB']} GiB, "
        f"Linux {facts['kernel']}, {facts['fileSystem']}, {facts['swift']}, LMDB {facts['lmdb']}, "
        f"zstd {facts['zstd']}.",
        "",
        "" if report["wasAtRest"] else "**The machine was not at rest: these figures say little.**\n",
        f"Synthetic history, seed {report['seed']}. A durable figure is one whose fdatasync p50, measured in "
        "the same folder before and after, was at most 0.5 ms; others are marked rejected. Memory in MiB: "
        "resident (with the mapped file) / anonymous. CPU pressure: share of the run in which something "
        "waited for a processor.",
        "",
        "## Controls",
        "",
        "| control | figure | CPU pressure |",
        "|---|--:|--:|",
    ]
    for control in report["controls"].values():
        note = f", p99 {control['p99']:.3g} µs" if "p99" in control else ""
        mark = " (rejected)" if control["isRejected"] else ""
        lines.append(
            f"| {control['title']} | {shown(control['figure'], control['unit'])}{note}{mark} "
            f"| {control['cpuPressurePercent']:.0f} % |"
        )
    lines += [
        "",
        "## Figures",
        "",
        "| measure | figure | required | | ratio to control | fdatasync p50 | CPU pressure | memory |",
        "|---|--:|--:|---|--:|--:|--:|--:|",
    ]
    for row in report["rows"]:
        figure = "—" if row["isRejected"] else shown(row["figure"], row["unit"])
        is_compared = row["ratio"] is not None and not row["isRejected"]
        ratio = f"{row['ratio']:.3g} × {row['control']}" if is_compared else ""
        flush = f"{row['flushP50'] * 1e6:.0f} µs" if row["flushP50"] is not None else ""
        pressure = row["cpuPressurePercent"]
        lines.append(
            f"| {row['title']} | {figure} | {required(row)} | {verdict(row)} | {ratio} | {flush} "
            f"| {'' if pressure is None else f'{pressure:.0f} %'} "
            f"| {memory(row['peakResidentBytes'])} / {memory(row['peakAnonymousBytes'])} |"
        )
    lines += sizes(report) + growth(report)
    if report["broken"]:
        lines += ["", "## Below the committed ratios", ""] + [f"- {text}" for text in report["broken"]]
    return "\n".join(lines) + "\n"


def sizes(report):
    """Where the bytes are."""
    if not report["space"]:
        return []
    names = sorted({name for space in report["space"].values() for name in space["bytes"]})
    lines = ["", "## Bytes an event", "", "| part | " + " | ".join(report["space"]) + " |"]
    lines.append("|---|" + "--:|" * len(report["space"]))
    for name in names:
        cells = [
            f"{space['bytes'].get(name, 0) / space['events']:.2f}" for space in report["space"].values()
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    text = report.get("text")
    if text:
        lines += [
            "",
            f"The same events as NDJSON: {text['ndjson'] / text['events']:.0f} B, "
            f"compressed with zstd -3: {text['zst'] / text['events']:.1f} B.",
        ]
    return lines


def growth(report):
    """Time and memory by the length of the history."""
    if not report["growth"]:
        return []
    sizes_measured = sorted({int(size) for points in report["growth"].values() for size in points})
    lines = [
        "",
        "## Growth",
        "",
        "Time, and resident / anonymous MiB. The exponent is the slope of log time over log events: 1 is "
        "linear.",
        "",
        "| measure | " + " | ".join(named(size) for size in sizes_measured) + " | exponent |",
        "|---|" + "--:|" * (len(sizes_measured) + 1),
    ]
    for what, points in report["growth"].items():
        cells = []
        for size in sizes_measured:
            point = points.get(size)
            cells.append(
                f"{shown(point['seconds'], 's')}, {memory(point['residentBytes'])} / "
                f"{memory(point['anonymousBytes'])}" if point else "—"
            )
        exponent = report["exponents"][what]
        cells.append("—" if exponent is None else f"{exponent:.2f}")
        lines.append(f"| {what} | " + " | ".join(cells) + " |")
    return lines


def write(report, folder):
    """Writes report.md and report.json into a folder."""
    with open(f"{folder}/report.md", "w", encoding="utf-8") as file:
        file.write(markdown(report))
    with open(f"{folder}/report.json", "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1, ensure_ascii=False)
        file.write("\n")
