#!/usr/bin/env python3
"""Counts how many of Checkov's failures each kind of fix removes.

Scans the programs that `judge mend --mended DIR` wrote, before and after each kind of fix, with
Checkov, and compares the pairs of check id and resource that FAILED. A pair is gone if it FAILED
before and does not after; it is new if it FAILED after and did not before.

    cargo run --release --example judge -- mend FILE.jsonl --mended DIR
    checkov/bin/python tests/oracle/checkov_fixed.py DIR [--sample N] [--seed S] [--list]

Each kind is scanned in a separate process, and Checkov's cache of IAM policies is cleared before
each program: its key is the file name, which is the same in every folder.
The last line is one JSON object. `--list` prints the ids that are left and those that are new.
"""

import argparse
import collections
import json
import multiprocessing
import os
import random
import signal
import sys
from pathlib import Path

os.environ.setdefault("LOG_LEVEL", "ERROR")

KINDS = ["before", "free", "companion", "offered"]
SECONDS_MAX = 60


def failures(folder):
    """Returns the pairs that FAILED in a folder, or None if Checkov times out."""
    from checkov.runner_filter import RunnerFilter
    from checkov.terraform.checks.utils.base_cloudsplaining_iam_scanner import (
        BaseTerraformCloudsplainingIAMScanner as Scanner,
    )
    from checkov.terraform.runner import Runner

    for kind in [Scanner, *Scanner.__subclasses__(), *subclasses(Scanner)]:
        if hasattr(kind, "policy_document_cache"):
            kind.policy_document_cache.clear()
    signal.alarm(SECONDS_MAX)
    try:
        report = Runner().run(
            root_folder=str(folder), runner_filter=RunnerFilter(framework=["terraform"])
        )
    except TimeoutError:
        return None
    finally:
        signal.alarm(0)
    return sorted({f"{check.check_id} {check.resource}" for check in report.failed_checks})


def subclasses(kind):
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def scan(kind, root, numbers, pipe):
    """Scans all programs of a kind; runs in a separate process."""

    def late(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    for number in numbers:
        pipe.send((number, failures(root / kind / number)))
    pipe.close()


def verdicts(kind, root, numbers):
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=scan, args=(kind, root, numbers, theirs))
    process.start()
    theirs.close()
    found = {}
    while len(found) < len(numbers):
        try:
            number, failed = ours.recv()
        except EOFError:
            break
        found[number] = failed
    process.join()
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    numbers = sorted((path.name for path in (options.folder / "before").iterdir()), key=int)
    if options.sample and options.sample < len(numbers):
        numbers = sorted(random.Random(options.seed).sample(numbers, options.sample), key=int)
    found = {kind: verdicts(kind, options.folder, numbers) for kind in KINDS}
    whole = [n for n in numbers if all(found[kind].get(n) is not None for kind in KINDS)]
    before = {n: set(found["before"][n]) for n in whole}
    total = sum(map(len, before.values()))
    figures = {
        "units": len(whole),
        "without_an_end": len(numbers) - len(whole),
        "failed_before": total,
        "clean_before": sum(not failed for failed in before.values()),
    }
    for kind in KINDS[1:]:
        after = {n: set(found[kind][n]) for n in whole}
        left = sum(len(before[n] & after[n]) for n in whole)
        new = sum(len(after[n] - before[n]) for n in whole)
        figures[kind] = {
            "gone": round(1 - left / total, 4) if total else 1.0,
            "gone_less_new": round(1 - (left + new) / total, 4) if total else 1.0,
            "left": left,
            "new": new,
            "clean": sum(not failed for failed in after.values()),
        }
        if options.list:
            for title, pairs in (
                ("left", lambda n: before[n] & after[n]),
                ("new", lambda n: after[n] - before[n]),
            ):
                ids = collections.Counter(
                    pair.split(" ", 1)[0] for n in whole for pair in pairs(n)
                )
                where = {
                    pair.split(" ", 1)[0]: f"{n} {pair.split(' ', 1)[1]}"
                    for n in whole
                    for pair in pairs(n)
                }
                for check, count in ids.most_common():
                    print(f"{kind}: {count} {title} {check}, as in {where[check]}")
    print(json.dumps(figures))


if __name__ == "__main__":
    sys.exit(main())
