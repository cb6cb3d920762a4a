"""The same events as plain files: what a store's bytes an event are compared with."""

import subprocess

import host


def compressed(level, file, folder):
    """Bytes of the NDJSON file under `zstd -level` with both processors."""
    target = folder / f"events.ndjson.{level}.zst"
    subprocess.run(["zstd", f"-{level}", "-T0", "-q", "-f", str(file), "-o", str(target)], check=True)
    size = target.stat().st_size
    target.unlink()
    return size


def head(history, folder, count):
    """A file of the first `count` events."""
    target = folder / "head.ndjson"
    with open(history.ndjson, "rb") as source, open(target, "wb") as file:
        for _, line in zip(range(count), source):
            file.write(line)
    return target


def parquet(history, folder):
    """Bytes of the events' table in Parquet as pyarrow writes it, zstd."""
    import pyarrow.parquet
    target = folder / "events.parquet"
    table = pyarrow.parquet.read_table(history.parquet)
    pyarrow.parquet.write_table(table, target, compression="zstd")
    size = target.stat().st_size
    target.unlink()
    return size


def sizes(history, folder, count_19):
    """Yields (name, bytes an event, remark)."""
    folder = host.fresh(folder)
    count = history.count
    yield "NDJSON", history.ndjson.stat().st_size / count, "sequence and recorded time included"
    yield "NDJSON, zstd -3", compressed(3, history.ndjson, folder) / count, "no index, no question"
    few = min(count, count_19)
    yield ("NDJSON, zstd -19", compressed(19, head(history, folder, few), folder) / few,
           f"the first {few:,} events, scaled; no index, no question")
    yield "Parquet zstd, pyarrow", parquet(history, folder) / count, "typed columns, no index"
