"""The same work as a mapper for Dask: `python examples/batch/dask_map.py FILE.jsonl [PARTITIONS]`.

One Node process is run for each partition. Items of one key are put into one partition, so that
one ledger counts what the key spends. `Client("tcp://…")` in place of the local processes is all
that another machine takes, where Node and the package are.
"""

import json
import subprocess
import sys
from pathlib import Path

import dask.bag

PARTITION = Path(__file__).with_name("partition.mjs")


def mapped(items):
    """The results of the items of a partition."""
    lines = "".join(json.dumps(item) + "\n" for item in items)
    if not lines:
        return []
    done = subprocess.run(
        ["node", str(PARTITION)], input=lines, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def partitions(items, count):
    """Items in so many parts; those of one key are in one part."""
    parts = [[] for _ in range(count)]
    places = {}
    for index, item in enumerate(items):
        key = item.get("key")
        place = index if key is None else places.setdefault(key, len(places))
        parts[place % count].append(item)
    return [part for part in parts if part]


def main(path, count=2):
    with open(path, encoding="utf-8") as lines:
        items = [{"id": index, **json.loads(line)} for index, line in enumerate(lines)]
    parts = [dask.delayed(mapped)(part) for part in partitions(items, int(count))]
    for result in dask.bag.from_delayed(parts).compute(scheduler="processes"):
        print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
