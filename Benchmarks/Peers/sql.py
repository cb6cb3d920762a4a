"""What the three SQL peers share: the tables, and the small ones that spare them date functions."""

from events import COLUMNS, NAMES, calendar

UNIQUE = "CREATE UNIQUE INDEX events_by_id ON events (source, id)"
BY_SUBJECT = "CREATE INDEX events_by_subject ON events (subject)"
BY_DAY = "CREATE INDEX events_by_type_and_day ON events (type, day)"
"""An index that a user who asks by date would have; measured apart, since it costs space and appends."""

DROP_BY_SUBJECT = "DROP INDEX IF EXISTS events_by_subject"
DROP_BY_DAY = "DROP INDEX IF EXISTS events_by_type_and_day"

PLACEHOLDERS = ", ".join("?" for _ in COLUMNS)
INSERT = f"INSERT INTO events ({NAMES}) VALUES ({PLACEHOLDERS})"


def events_table(json_type, key="", text_type="TEXT"):
    """CREATE TABLE events; `key` is put behind the position's type."""
    types = {"JSON": json_type, "TEXT": text_type}
    columns = ", ".join(
        f"{name} {types.get(kind, kind)}" + (key if name == "position" else "")
        for name, kind in COLUMNS)
    return f"CREATE TABLE events ({columns})"


def small_tables(execute, executemany, mark):
    """Makes and fills `calendar` and `months`; `mark` is the driver's parameter mark."""
    days, months = calendar()
    execute("CREATE TABLE calendar "
            "(day INTEGER PRIMARY KEY, iso TEXT NOT NULL UNIQUE, month INTEGER, quarter INTEGER)")
    execute("CREATE TABLE months "
            "(month INTEGER PRIMARY KEY, first_day INTEGER, last_day INTEGER, due_day INTEGER)")
    marks = ", ".join([mark] * 4)
    executemany(f"INSERT INTO calendar VALUES ({marks})", days)
    executemany(f"INSERT INTO months VALUES ({marks})", months)


def voided_table(execute, executemany, voided, mark):
    """Makes and fills `voided`: the events that count no more, found when the events came in."""
    execute("CREATE TABLE voided (position BIGINT PRIMARY KEY, type TEXT, station TEXT, day INTEGER)")
    executemany(f"INSERT INTO voided VALUES ({', '.join([mark] * 4)})", voided)
