"""Runs the checks of the service: real program, real sockets. `run.py [NAME…]` runs some of them."""

import importlib
import signal
import sys
import time
import traceback

from served import Tally

CHECKS = ["answers", "records", "pages", "feeds", "receiver", "roles", "confined", "tokens", "operations", "own", "readme", "faults", "contracts", "package"]


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended
    names = sys.argv[1:] or CHECKS
    failed = 0
    for name in names:
        tally = Tally()
        start = time.monotonic()
        try:
            importlib.import_module(f"check_{name}").check(tally)
        except Exception as error:  # the others are run all the same
            traceback.print_exc()
            tally.faults.append(repr(error))
        seconds = time.monotonic() - start
        print(f"service {name}: {tally.checks} checks, {len(tally.faults)} differences, {seconds:.0f} s", flush=True)
        failed += len(tally.faults)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
