"""Writes peers.json and peers.md from what was measured."""

import json
import statistics

CAIRN = ("Cairn, in process", "Cairn, command line")
"""Whose figure the ratios stand on: the first of these that has one."""

SECTIONS = {
    "append": ("Durable append", True, """Events a second, acknowledged when durable (JetStream: not), into an
empty store. Each peer by the fastest honest way its client allows; payloads and rows are made before the
time runs. Cairn's command line reads, validates and digests JSON inside the time; in process it digests."""),
    "replay": ("Going through the whole history", True, """**Rebuild**: the state behind coverage, funds and exits is
made from all events and asked once, at the last day. The SQL computes the main figures (coverage of townships and
administrative villages in four flavours, every fund reading, the runs behind R-EXIT-03, -04, -05); Cairn
computes full answers with verdicts, evidence and findings. **Read back**: all events came to the client and
nothing was computed: a lower bound of the time, so an upper bound of the peer's rate. Rates are per event of
the history named in the row; slower peers have the smaller one, and ratios compare rates across sizes."""),
    "as-of": ("As-of: the three questions at a past business date", False, """Milliseconds for all three, median over
10 dates spread over the history, straight from the store, connection open, by all that is known now (the SQL has
one clock: what was known at another instant, which Cairn answers too, is not asked). Cairn's command line starts
three processes for it. In process the dates are others, drawn at random on both clocks."""),
    "history": ("One parcel's history", False, """Milliseconds, p50 and p99 of 200 random parcels (about five events
each), with the index that a user would have. Cairn's command line starts a process for each."""),
    "size": ("Bytes an event on the disk", False, """The loaded store as its users would have it: after checkpoint,
vacuum or rewriting, with its indexes (id, subject), without logs that are due to be recycled. Cairn's holds
checksums and Merkle roots besides, the others none."""),
}


def measured(row):
    return row["values"] or row["disturbed"] or row["rejected"]


def figure(row):
    """The median; of disturbed or rejected rounds if there are no others; None without any."""
    values = measured(row)
    return statistics.median(values) if values else None


def text(value, unit):
    if value is None:
        return "–"
    if unit == "events/s":
        return f"{value:,.0f}"
    return f"{value:,.3f}" if value < 1 else f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def times(ratio):
    """A ratio with two figures that mean something."""
    return f"{ratio:,.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def base_of(rows):
    """Cairn's own row among those of one item."""
    for name in CAIRN:
        for row in rows:
            if row["peer"] == name and figure(row) is not None:
                return row
    return None


def compare(row, base, more_is_better):
    """How many times better Cairn is; below 1 it loses. None where a figure was rejected."""
    if not all(one and (one["values"] or one["disturbed"]) for one in (row, base)):
        return None
    mine, theirs = figure(base) if base else None, figure(row)
    if not mine or not theirs or row["peer"].startswith("Cairn"):
        return None
    return mine / theirs if more_is_better else theirs / mine


def remarks(row):
    parts = [row[key] for key in ("did", "agreement", "why") if row.get(key)]
    if row["disturbed"] and not row["values"]:
        parts.append(f"DISTURBED: others used the processors in all {len(row['disturbed'])} rounds")
    elif row["disturbed"]:
        parts.append(f"median of {len(row['values'])}, {len(row['disturbed'])} disturbed left out")
    if row["rejected"] and not row["values"] and not row["disturbed"]:
        parts.append(f"REJECTED: fdatasync p50 above 0.5 ms in all {len(row['rejected'])} rounds")
    elif row["rejected"]:
        parts.append(f"{len(row['rejected'])} rounds rejected")
    if row["peer"] == "JetStream" and row["section"] == "append":
        parts.append("not flushed per acknowledgement")
    return "; ".join(parts)


def spread(row):
    values = measured(row)
    if len(values) < 2:
        return ""
    return f"{text(min(values), row['unit'])}–{text(max(values), row['unit'])}"


def items(results, section):
    """(item, its rows) in the order in which they were measured; the ratio across sizes of a replay
    stands on the big history."""
    grouped = {}
    for row in results["rows"].values():
        if row["section"] == section:
            grouped.setdefault(row["item"], []).append(row)
    return grouped.items()


def table(rows, base, more_is_better, with_p99):
    better = "faster" if rows[0]["unit"] != "bytes/event" else "smaller"
    head = ["peer", rows[0]["unit"]] + (["p99"] if with_p99 else []) + \
        ["lowest–highest", f"Cairn is × {better}", ""]
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 2) + "---|"]

    def order(row):
        return -figure(row) if more_is_better else figure(row)
    for row in sorted((row for row in rows if figure(row) is not None), key=order):
        ratio = compare(row, base, more_is_better)
        shown = "" if ratio is None else times(ratio) if ratio >= 1 else f"**{times(ratio)}, Cairn loses**"
        if row is base and (row["values"] or row["disturbed"]):
            shown = "1"
        cells = [row["peer"], text(figure(row), row["unit"])]
        if with_p99:
            cells.append(text(statistics.median(row["p99"]), "ms") if row.get("p99") else "–")
        lines.append("| " + " | ".join(cells + [spread(row), shown, remarks(row)]) + " |")
    absent = [f"{row['peer']} ({remarks(row)})" for row in rows if figure(row) is None]
    return lines + (["", "No figure: " + "; ".join(absent) + "."] if absent else [])


def write(results, folder):
    """Writes both files into `folder`."""
    losses, wins = [], 0
    body = []
    for section, (title, more_is_better, words) in SECTIONS.items():
        grouped = items(results, section)
        if not grouped:
            continue
        body += [f"## {title}", "", " ".join(words.split()), ""]
        bases = {item: base_of(rows) for item, rows in grouped}
        for item, rows in grouped:
            base = bases[item]
            if section == "replay":
                base = bases.get(f"{results['big']:,} events") or base
            body += [f"### {item}", ""] + table(rows, base, more_is_better, section == "history") + [""]
            for row in rows:
                ratio = compare(row, base, more_is_better)
                row["ratio"] = ratio
                if ratio is not None and ratio < 1:
                    losses.append(f"- {title}, {item}: {row['peer']} {text(figure(row), row['unit'])} against "
                                  f"{text(figure(base), row['unit'])} {row['unit']} ({base['peer']}), "
                                  f"{times(ratio)}×")
                elif ratio is not None:
                    wins += 1
    rows = results["rows"].values()
    unquiet = [sum(bool(row[kind]) and not row["values"] for row in rows)
               for kind in ("disturbed", "rejected")]
    if any(unquiet):
        body = [f"**The machine was not at rest**: {unquiet[0]} figures were disturbed by other processes, "
                f"{unquiet[1]} durable ones are rejected (fdatasync p50 above 0.5 ms) and not compared.",
                ""] + body
    head = ["# Cairn beside its peers", "",
            f"Made by `make bench-peers` on {results['date']}; {results['host']}. Medians of the rounds; peers "
            "took turns within each round. "
            "“Cairn is × faster” stands on Cairn in process where that was measured, else on the command "
            "line; below 1 Cairn loses.", "",
            f"## Where Cairn loses: {len(losses)} rows of {len(losses) + wins}", ""] + (losses or ["Nowhere."]) + [""]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "peers.md").write_text("\n".join(head + body + peers(results) + machine(results)) + "\n")
    (folder / "peers.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def peers(results):
    lines = ["## The peers", "", "| peer | version | how | what limits it |", "|---|---|---|---|"]
    for name, peer in results["peers"].items():
        version = peer.get("version") or f"**not measured**: {peer.get('absent', '')}"
        lines.append(f"| {name} | {version} | {peer['note']} | {peer['limit']} |")
    return lines + [""]


def machine(results):
    lines = ["## The machine during the rounds", "",
             "Percent of the time in which a task waited for a processor; fdatasync of 4 KiB, worse of extending and "
             "overwriting, before and after. A durable round above 0.5 ms is rejected.", "",
             "| phase | round | seconds | fdatasync p50 ms | CPU pressure (10 s) before | after | waited % | |",
             "|---|---:|---:|---:|---:|---:|---:|---|"]
    for round_ in results["machine"]:
        lines.append("| {phase} | {round} | {seconds} | {fdatasyncP50Ms} | {cpuPressureBefore} | "
                     "{cpuPressureAfter} | {waitedPercent} | {} |".format(
                         "rejected" if round_["rejected"] else "", **round_))
    return lines
