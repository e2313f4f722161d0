#!/usr/bin/env python3
"""Prints the CPU milliseconds that a warm Checkov takes to scan some files.

    checkov/bin/python tests/oracle/checkov_warm.py FILE.tf ...

One process scans every file twice; the second round counts. `www/bench/verdicts.mjs` runs this
script.
"""

import os
import sys
import time

os.environ.setdefault("LOG_LEVEL", "ERROR")


def scan(file):
    from checkov.runner_filter import RunnerFilter
    from checkov.terraform.runner import Runner

    Runner().run(
        root_folder=None, files=[file], runner_filter=RunnerFilter(framework=["terraform"])
    )


def main():
    files = sys.argv[1:]
    for file in files:
        scan(file)
    before = time.process_time()
    for file in files:
        scan(file)
    print((time.process_time() - before) * 1000)


if __name__ == "__main__":
    main()
