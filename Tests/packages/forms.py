"""The tables of a package in all their forms, compared cell by cell: CSV, XLSX, SQLite, viewer."""

import datetime
import io
import json
import re
import sqlite3
import tempfile

import openpyxl

SHANGHAI = datetime.timedelta(hours=8)
HEAD_ROW = 4


def compare_forms(package):
    """Compares the forms; the number of cells."""
    kinds = {}
    for row in package.table("data_dictionary"):
        kinds[(row["table"], row["column"])] = (row["form"].split(" ")[0], row["columnZh"])
    package.equal(
        "tables in the dictionary", {table for table, _ in kinds}, set(package.tables())
    )
    cells = compare_viewer(package)
    cells += compare_database(package)
    return cells + compare_workbooks(package, kinds)


def compare_viewer(package):
    """The data blocks of the page against CSV."""
    page = package.read("viewer.html").decode()
    blocks = re.findall(
        r'<script type="application/json" data-table>\n(.*?)\n</script>', page, re.S
    )
    found, cells = {}, 0
    for block in blocks:
        table = json.loads(block)
        found[table["name"]] = table
    package.equal("tables in the viewer", set(found), set(package.tables()))
    for name, table in found.items():
        columns = [column["name"] for column in table["columns"]]
        rows = package.table(name)
        package.equal(f"{name}: rows in the viewer", len(table["rows"]), len(rows))
        for number, (row, shown) in enumerate(zip(rows, table["rows"])):
            for column, value in zip(columns, shown):
                text = {None: "", True: "true", False: "false"}.get(
                    value if not isinstance(value, list) else 0, value
                )
                text = " ".join(value) if isinstance(value, list) else text
                cells += 1
                if text != row[column]:
                    package.equal(f"viewer {name} {number} {column}", text, row[column])
    events = re.search(
        r'<script type="application/x-ndjson" id="events" data-whole="true">\n(.*?)</script>',
        page, re.S,
    )
    lines = package.event_lines()
    package.equal(
        "events in the viewer", [json.loads(line) for line in events.group(1).splitlines()],
        [json.loads(line) for line in lines],
    )
    for stranger in ("http://", "https://", "src=", "@import", "url("):
        program = page.split('id="facts"')[0] + page[page.rindex("<script>"):]
        package.equal(f"{stranger} in the page", stranger in program, False)
    return cells


def compare_database(package):
    """The SQLite file against CSV; its views and its events."""
    cells = 0
    with tempfile.NamedTemporaryFile(suffix=".sqlite") as file:
        file.write(package.read("audit.sqlite"))
        file.flush()
        database = sqlite3.connect(file.name)
        database.row_factory = sqlite3.Row
        package.equal(
            "integrity", database.execute("pragma integrity_check").fetchone()[0], "ok"
        )
        for name in package.tables():
            rows = package.table(name)
            stored = database.execute(f'select * from "{name}" order by rowid').fetchall()
            package.equal(f"{name}: rows in SQLite", len(stored), len(rows))
            for number, (row, found) in enumerate(zip(rows, stored)):
                for column in found.keys():
                    cells += 1
                    text = sqlite_text(found[column], row[column])
                    if text != row[column]:
                        package.equal(f"SQLite {name} {number} {column}", text, row[column])
        views = database.execute("select name, sql from sqlite_schema where type = 'view'")
        names = [view["name"] for view in views]
        package.equal("views", len(names), len(package.tables()))
        for name in names:
            database.execute(f'select * from "{name}"').fetchall()
        journal = database.execute('select * from "资金流水"').fetchall()
        for row, view in zip(package.table("fund_journal"), journal):
            package.equal("yuan in a view", view["事件金额(元)"] or "", row["amountYuan"])
        lines = [json.loads(line) for line in package.event_lines()]
        stored = database.execute("select * from events order by position").fetchall()
        package.equal("events in SQLite", [json.loads(row["json"]) for row in stored], lines)
        database.close()
    return cells


def sqlite_text(value, text):
    """A stored value as CSV spells it."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, int) and text in ("true", "false"):
        return "true" if value == 1 else "false"
    if isinstance(value, str) and value.startswith("["):
        try:
            return " ".join(json.loads(value))
        except (ValueError, TypeError):
            return value
    return str(value)


def compare_workbooks(package, kinds):
    """The workbooks against CSV."""
    titles = {}
    for row in package.table("data_dictionary"):
        titles[row["tableZh"]] = row["table"]
    cells, met = 0, set()
    for name in package.names:
        if not name.endswith(".xlsx"):
            continue
        book = openpyxl.load_workbook(io.BytesIO(package.read(name)))
        about = book.worksheets[0]
        text = "\n".join(
            str(cell.value) for row in about.iter_rows() for cell in row if cell.value is not None
        )
        for fact in (package.manifest["rootHash"], package.manifest["question"]["asOf"]):
            package.equal(f"{name}: about names {fact}", fact in text, True)
        for sheet in book.worksheets[1:]:
            table = titles[sheet.title]
            met.add(table)
            cells += compare_sheet(package, sheet, table, kinds)
    package.equal("tables in workbooks", met, set(package.tables()))
    return cells


def compare_sheet(package, sheet, table, kinds):
    """One sheet against its CSV table."""
    rows = package.table(table)
    heads = [sheet.cell(HEAD_ROW, c).value for c in range(1, sheet.max_column + 1)]
    heads = [head for head in heads if head]
    columns = [column_of(head, table, kinds) for head in heads]
    package.equal(f"{table}: frozen", sheet.freeze_panes is not None, True)
    place = f"sheet {table}"
    package.equal(f"{place}: columns", None in columns, False)
    package.equal(
        f"{place}: columns", {c for c in columns if c}, set(rows[0]) if rows else set(columns)
    )
    package.equal(f"{place}: rows", sheet.max_row - HEAD_ROW, max(len(rows), 0))
    count = 0
    for number, row in enumerate(rows):
        for index, column in enumerate(columns):
            cell = sheet.cell(HEAD_ROW + 1 + number, index + 1)
            count += 1
            if not is_same(cell, row[column], kinds[(table, column)][0]):
                package.equal(f"{place} {cell.coordinate} {column}", cell.value, row[column])
    return count


def column_of(head, table, kinds):
    """The column whose Chinese title a head begins with; of money by its unit."""
    first = head.split("\n")[0]
    for unit, isYuan in (("(元)", True), ("(分)", False), ("(北京时间)", None), ("", None)):
        if not first.endswith(unit):
            continue
        title = first[: len(first) - len(unit)] if unit else first
        for (other, column), (_, zh) in kinds.items():
            if other == table and zh == title and (
                isYuan is None or column.endswith("Yuan") == isYuan
            ):
                return column
    return None


def is_same(cell, text, form):
    """Whether a native cell says what the CSV field says."""
    value = cell.value
    if value is None:
        return text == ""
    if form.startswith("元"):
        # A number shown to the fen, or all digits as text.
        return value == text if isinstance(value, str) else f"{value:.2f}" == text
    if form.startswith(("分", "整数")):
        return str(value) == text
    if form.startswith("百分数"):
        return f"{value:.4f}" == text
    if form.startswith("日期"):
        return value.date().isoformat() == text
    if form.startswith("时刻"):
        utc = value - SHANGHAI
        return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z" == text
    if form.startswith("是/否"):
        return value == {"true": "是 yes", "false": "否 no"}[text]
    if form.startswith("代码"):
        return bool(value) and bool(text)
    if len(text.encode("utf-16-le")) // 2 > 32_767:
        return text.startswith(value.split("……")[0])
    return value == text
