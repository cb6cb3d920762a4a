#!/usr/bin/env python3
"""Measures Cairn on a machine at rest and writes report.md and report.json beside this file.

    bench.py                   everything, with a history of 100 million events (up to 40 minutes)
    bench.py --quick           1 and 10 million events only
    bench.py --only replay,append --sizes 1000000

Exit code 1: a figure fell below its committed ratio to its control (thresholds.json), or a run failed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

from driver import machine, report  # noqa: E402
from driver.rows import Suite  # noqa: E402
from driver.runs import Bench, Failed, say  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out 100 million events")
    parser.add_argument("--sizes", help="lengths of histories, comma-separated")
    parser.add_argument("--only", help="groups: append,callers,import,replay,question,point,size,verify")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", help="folder for ledgers; default: a new one under .build-bench")
    parser.add_argument("--report", default=HERE, help="folder of the report")
    parser.add_argument("--no-rest", action="store_true", help="do not wait for the machine to come to rest")
    parser.add_argument("--no-build", action="store_true", help="take the driver as it is")
    return parser.parse_args()


def build(takes_it_as_it_is):
    # New files of the package above are not noticed through a cached plan.
    command = ["swift", "build", "-c", "release", "--package-path", HERE]
    command += ["--disable-build-manifest-caching"]
    if not takes_it_as_it_is:
        subprocess.run(command + ["--product", "cairn-bench"], check=True, stdout=sys.stderr)
    path = subprocess.run(command + ["--show-bin-path"], check=True, capture_output=True, text=True)
    return os.path.join(path.stdout.strip(), "cairn-bench")


def wait_for_rest():
    """Waits up to a minute for the machine to come to rest; says whether it did."""
    for _ in range(12):
        pressure = machine.Pressure()
        time.sleep(5)
        share = pressure.share()
        if share is None or share < 2:
            return True
        say(f"waiting for the machine to come to rest (CPU pressure {share:.0f} %)")
    return False


def main():
    options = arguments()
    sizes = [int(size) for size in options.sizes.split(",")] if options.sizes else None
    sizes = sizes or ([1_000_000, 10_000_000] if options.quick else [1_000_000, 10_000_000, 100_000_000])
    driver = build(options.no_build)
    parent = options.scratch or os.path.join(os.path.dirname(HERE), ".build-bench")
    os.makedirs(parent, exist_ok=True)
    scratch = tempfile.mkdtemp(prefix="run-", dir=parent)
    began = time.monotonic()
    is_at_rest = not options.no_rest and wait_for_rest()
    suite = Suite(Bench(driver, scratch), sizes, options.seed, options.only and options.only.split(","))
    failure = None
    try:
        suite.measure()
    except Failed as error:
        failure = str(error)
        say(failure)
    finally:
        facts = machine.facts(scratch)
        shutil.rmtree(scratch)
    with open(os.path.join(HERE, "thresholds.json"), encoding="utf-8") as file:
        thresholds = json.load(file)["leastRatioToControl"]
    found = {
        "command": " ".join(["bench.py"] + sys.argv[1:]),
        "machine": facts,
        "wasAtRest": is_at_rest,
        "loadAverage": os.getloadavg(),
        "minutes": round((time.monotonic() - began) / 60, 1),
        "seed": options.seed,
        "sizes": sizes,
        "controls": suite.controls,
        "rows": suite.rows,
        "space": getattr(suite, "space", None),
        "text": getattr(suite, "text_bytes", None),
        "growth": suite.growth,
        "exponents": suite.exponents(),
        "broken": report.check(suite.rows, thresholds) + suite.failures + ([failure] if failure else []),
    }
    report.write(found, options.report)
    for text in found["broken"]:
        say(f"below its ratio: {text}")
    say(f"{options.report}/report.md, {found['minutes']} minutes")
    return 1 if found["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
