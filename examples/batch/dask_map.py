"""Maps the items of a JSON lines file with Dask.

    python examples/batch/dask_map.py FILE.jsonl [PARTITIONS]

Runs one Node process per partition. Items of one key are put into one partition, so that one
ledger counts the key's use. To run on other machines with Node and the package, replace the local
processes by `Client("tcp://…")`.
"""

import json
import subprocess
import sys
from pathlib import Path

import dask.bag

PARTITION = Path(__file__).with_name("partition.mjs")


def process_partition(items):
    """Returns the results of a partition's items."""
    lines = "".join(json.dumps(item) + "\n" for item in items)
    if not lines:
        return []
    done = subprocess.run(
        ["node", str(PARTITION)], input=lines, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def partitions(items, count):
    """Splits items into `count` parts; items of one key are in one part."""
    parts = [[] for _ in range(count)]
    numbers = {}
    for index, item in enumerate(items):
        key = item.get("key")
        number = index if key is None else numbers.setdefault(key, len(numbers))
        parts[number % count].append(item)
    return [part for part in parts if part]


def main(path, count=2):
    with open(path, encoding="utf-8") as lines:
        items = [{"id": index, **json.loads(line)} for index, line in enumerate(lines)]
    parts = [dask.delayed(process_partition)(part) for part in partitions(items, int(count))]
    for result in dask.bag.from_delayed(parts).compute(scheduler="processes"):
        print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
