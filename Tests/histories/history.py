"""Writes a small history by hand: events with speaking ids, questions, and what each must answer.

An expectation is worked out by a person from rules.md and stands beside the events it is about; the
check compares it with the recorded answer. The README's table of a history is made from them.
"""

import json

from wire import canonical, milliseconds, utc_text

TABLE_START = "<!-- made by Tests/histories/check.py --record from the expectations -->"
TABLE_END = "<!-- end of the table -->"


class History:
    """One history in the making."""

    def __init__(self, name):
        self.name = name
        self.source = f"/synthetic/{name}"
        self.lines, self.asked, self.expected = [], {}, []

    def add(self, kind, when, data, id, recorded=None, corrects=None, subject=None):
        """Adds an event; `when` is a date (10:00 in Shanghai) or a time. Returns its reference."""
        time = when if "T" in when else when + "T10:00:00+08:00"
        instant = milliseconds(time)
        if recorded is None:
            recorded_at = instant + 3_600_000
        else:
            spelled = recorded if "T" in recorded else recorded + "T18:00:00+08:00"
            recorded_at = milliseconds(spelled)
        event = {
            "specversion": "1.0", "id": id, "source": self.source, "type": kind,
            "subject": subject or self.subject_of(kind, data), "time": time, "data": data,
        }
        if corrects:
            event["corrects"] = corrects
        assert not any(line[2]["id"] == id for line in self.lines), f"{id} twice"
        self.lines.append((recorded_at, len(self.lines), event))
        return f"{self.source}#{id}"

    def void(self, reference, when, id, recorded=None):
        """Voids an event in its own stream."""
        source, target = reference.split("#")
        subject = next(line[2]["subject"] for line in self.lines if line[2]["id"] == target)
        data = {
            "source": source, "id": target, "reason": "录入错误(synthetic)",
            "authority": "示例主管部门(synthetic)",
        }
        return self.add("event.voided", when, data, id, recorded, subject=subject)

    @staticmethod
    def subject_of(kind, data):
        family = kind.split(".")[0]
        for name, field in (
            ("complaint", "complaint"), ("payment", "payment"), ("station", "station"),
            ("parcel", "parcel"), ("order", "order"), ("session", "session"),
            ("region", "code"), ("region", "county"), ("region", "village"),
            ("fund", "line"), ("fund", "appropriation"), ("fund", "fromLine"), ("rule", "rule"),
        ):
            if field in data and not (family == "parcel" and name != "parcel"):
                return f"{name}/{data[field]}"
        raise AssertionError(kind)

    def ask(self, name, indicator, as_of, known_at=None, **flags):
        """Adds a question."""
        asked = {"name": name, "indicator": indicator, "asOf": as_of}
        if known_at:
            asked["knownAt"] = known_at
        assert name not in self.asked, name
        self.asked[name] = {**asked, **flags}

    def expect(self, name, why, where, **members):
        """A row that the answer must have, with these members; `absent=True`: must not have."""
        self.expected.append((name, why, {k: v for k, v in where.items()}, members))

    def expect_findings(self, name, why, *findings):
        """All findings of an answer, as (finding, id) or (finding, id, line)."""
        self.expected.append((name, why, None, {"findings": list(findings)}))

    # Files

    def events_text(self):
        """The events as NDJSON, in recorded order."""
        rows = []
        for place, (recorded, _, event) in enumerate(sorted(self.lines, key=lambda l: l[:2])):
            stamped = {
                **event, "sequence": f"{place:012d}", "recordedtime": utc_text(recorded),
            }
            rows.append(canonical(stamped).decode())
        return "\n".join(rows) + "\n"

    def questions_text(self):
        rows = [json.dumps(asked, ensure_ascii=False) for asked in self.asked.values()]
        return "[\n" + ",\n".join("  " + row for row in rows) + "\n]\n"

    def failures(self, answers):
        """Expectations that the answers do not meet; `answers` by question name."""
        found = []
        untested = set(self.asked) - {name for name, *_ in self.expected}
        found += [f"{self.name}: nothing is expected of {name}" for name in sorted(untested)]
        for name, why, where, members in self.expected:
            answer = answers[name]
            if where is None:
                expected = sorted(
                    [f, f"{self.source}#{i}", *line] for f, i, *line in members["findings"]
                )
                got = sorted(list(item.values()) for item in answer["findings"])
                if expected != got:
                    found.append(f"{self.name}/{name}: {why}: findings {got}, not {expected}")
                continue
            rows = [r for r in answer["rows"] if all(r.get(k) == v for k, v in where.items())]
            if members.get("absent"):
                if rows:
                    found.append(f"{self.name}/{name}: {why}: {rows[0]}, must not be there")
            elif len(rows) != 1:
                found.append(f"{self.name}/{name}: {why}: {len(rows)} rows for {where}")
            else:
                wrong = {
                    k: rows[0].get(k) for k, v in members.items()
                    if rows[0].get(k) != self.spelled(k, v)
                }
                if wrong:
                    found.append(f"{self.name}/{name}: {why}: {where} {wrong}, not {members}")
        return found

    def spelled(self, key, value):
        """Evidence is written with bare ids in expectations."""
        if key == "evidence":
            return [v if v.startswith("missing:") else f"{self.source}#{v}" for v in value]
        return value

    def table(self):
        """The expectations as the README's table."""
        lines = [
            TABLE_START, "", "| question | row | answer | why |", "|---|---|---|---|",
        ]
        for name, why, where, members in self.expected:
            if where is None:
                row = "findings"
                items = [" ".join(item) for item in members["findings"]]
                said = "; ".join(items) or "none"
            else:
                row = " ".join(str(v) for v in where.values())
                said = "no row" if members.get("absent") else "; ".join(
                    f"{k} {self.shown(v)}" for k, v in members.items()
                )
            lines.append(f"| `{name}` | {row} | {said} | {why} |")
        return "\n".join(lines + ["", TABLE_END]) + "\n"

    @staticmethod
    def shown(value):
        if isinstance(value, list):
            return "[" + ", ".join(value) + "]"
        return "null" if value is None else str(value)


# Facts that several histories need.

CITY = "540200000000"


def county(history, code, name, demonstration=None, when="2018-07-01"):
    """A county, with its class if it takes part."""
    history.add(
        "region.declared", when,
        {"code": code, "name": name, "level": "county", "parent": CITY, "kind": "county",
         "validFrom": "2018-01-01"},
        f"county-{code[:6]}",
    )
    if demonstration:
        history.add(
            "region.demonstrationClassSet", when,
            {"county": code, "class": demonstration, "batchYear": 2018}, f"class-{code[:6]}",
        )


def city(history, when="2018-07-01"):
    history.add(
        "region.declared", when,
        {"code": CITY, "name": "日喀则市", "level": "city", "kind": "prefecture",
         "validFrom": "2018-01-01"},
        "city",
    )


def region(history, code, name, level, parent, kind, when="2018-07-01", **more):
    """A township or village; `more` may give validFrom, id and recorded."""
    data = {"code": code, "name": name, "level": level, "parent": parent, "kind": kind,
            "validFrom": more.get("valid_from", "2018-01-01")}
    return history.add(
        "region.declared", when, data, more.get("id", f"region-{code}"), more.get("recorded")
    )


def opened(history, station, when, region_code, level="villagePoint", id=None, recorded=None):
    """A station opens."""
    return history.add(
        "station.opened", when,
        {"station": station, "level": level, "region": region_code,
         "operator": "示例经营者(synthetic)", "built": "refit", "funding": "central"},
        id or f"{station}.opened", recorded,
    )


def reports(history, station, months, day=5):
    """Reports on time, on a day of the following month."""
    for month in months:
        year, number = int(month[:4]), int(month[5:])
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)
        history.add(
            "station.reportSubmitted", f"{year}-{number:02d}-{day:02d}",
            {"station": station, "month": month}, f"{station}.report-{month}",
        )


def months(first, last):
    """Months from first to last as texts."""
    year, number = int(first[:4]), int(first[5:])
    found = []
    while f"{year}-{number:02d}" <= last:
        found.append(f"{year}-{number:02d}")
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)
    return found


def result(history, station, month, value, target=100, metric="orders", id=None, **more):
    """A month's target and value; a target of None sets none."""
    if target is not None:
        history.add(
            "station.targetSet", f"{month}-01",
            {"station": station, "month": month, "metric": metric, "target": target},
            f"{station}.target-{month}-{metric}",
        )
    if value is None:
        return None
    year, number = int(month[:4]), int(month[5:])
    year, number = (year + 1, 1) if number == 12 else (year, number + 1)
    when = more.pop("when", f"{month}-28")
    return history.add(
        "station.performanceRecorded", when,
        {"station": station, "month": month, "metric": metric, "value": value},
        id or f"{station}.value-{month}-{metric}", **more,
    )


def filed(history, complaint, station, when, person=None, recorded=None):
    """A complaint is filed."""
    data = {"complaint": complaint, "station": station, "channel": "热线", "category": "服务态度"}
    if person:
        data["person"] = person
    return history.add("complaint.filed", when, data, f"{complaint}.filed", recorded)


def outcome(history, kind, complaint, when, recorded=None, id=None, **data):
    """A complaint is upheld, dismissed, resolved or merged."""
    return history.add(
        f"complaint.{kind}", when, {"complaint": complaint, **data},
        id or f"{complaint}.{kind}", recorded,
    )
