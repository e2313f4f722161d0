#!/usr/bin/env python3
"""Compacts price lists of instance classes for `examples/prices`.

    python3 examples/prices/compact.py FOLDER

FOLDER holds `ec2-us-east-1.tsv` and `ec2-region-factor.tsv`, `rds.tsv`, `elasticache.tsv` and
`opensearch.tsv`: one row per class, engine and region with its price per hour. Written are
`classes.tsv`, the prices in us-east-1, and `class-factors.tsv`, which compares the prices of each
family in each other region with them (the median of the sizes). The committed tables are then the
source of the pack; correct a price there.
"""

import statistics
import sys
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).resolve().parent
BASE = "us-east-1"
# Regions with the prices of us-east-1, which need no factors.
SAME_REGIONS = ("us-east-2", "us-west-2")
# Tables whose prices equal those of another table, times a factor; the pack holds the other one.
SAME = {
    "cache.memcached": ("cache.redis", 1),
    "cache.valkey": ("cache.redis", 0.8),
    "rds.aurora-postgresql": ("rds.aurora-mysql", 1),
    "rds.mariadb": ("rds.mysql", 1),
    "rds.oracle-se2-byol": ("rds.oracle-ee-byol", 1),
}


def rows(path):
    """Returns the cells of each row below the head."""
    lines = path.read_text().splitlines()[1:]
    return [line.split("\t") for line in lines if line]


def family(name):
    """Returns the family of a class: `m5` of `db.m5.large`, `m5.large` and `m5.large.search`."""
    parts = [part for part in name.split(".") if part not in ("db", "cache", "search")]
    return parts[0]


def read(folder):
    """Returns prices by table, class and region."""
    prices = defaultdict(dict)
    for name, usd, _ in rows(folder / "ec2-us-east-1.tsv"):
        prices["ec2", name][BASE] = float(usd)
    for name, engine, region, usd, _ in rows(folder / "rds.tsv"):
        prices[f"rds.{engine}", name][region] = float(usd)
    for name, engine, region, usd in rows(folder / "elasticache.tsv"):
        prices[f"cache.{engine}", name][region] = float(usd)
    for name, region, usd in rows(folder / "opensearch.tsv"):
        prices["search", name][region] = float(usd)
    return prices


def without_same(prices):
    """Returns the prices without the tables of `SAME`; fails if one of their prices differs."""
    for (table, name), by_region in prices.items():
        if table in SAME and BASE in by_region:
            other, factor = SAME[table]
            expected = prices[other, name][BASE] * factor
            if abs(by_region[BASE] - expected) > 0.0006 + 0.002 * expected:
                raise SystemExit(f"{table} {name}: {by_region[BASE]} is not {expected}")
    return {key: value for key, value in prices.items() if key[0] not in SAME}


def factors(folder, prices):
    """Returns the price of each family by region, relative to us-east-1."""
    ratios = defaultdict(list)
    for (table, name), by_region in prices.items():
        for region, usd in by_region.items():
            if BASE in by_region and region != BASE and region not in SAME_REGIONS:
                ratios[table, family(name), region].append(usd / by_region[BASE])
    found = {key: statistics.median(values) for key, values in ratios.items()}
    head, *lines = (folder / "ec2-region-factor.tsv").read_text().splitlines()
    regions = head.split("\t")[1:]
    for line in lines:
        name, *values = line.split("\t")
        for region, value in zip(regions, values):
            if value and region != BASE and region not in SAME_REGIONS:
                found["ec2", name, region] = float(value)
    return found


def rounded(table, factor):
    """Returns the text of a factor: exact to 0.2 % for EC2, to 0.5 % for the other tables."""
    if table != "ec2":
        return f"{factor:.2f}"
    near = round(factor * 200) / 200
    return f"{near if abs(near - factor) <= 0.0015 else factor:.3f}"


def main():
    folder = Path(sys.argv[1])
    prices = without_same(read(folder))
    lines = ["# Prices of instance classes in us-east-1: table, class, USD per hour."]
    for (table, name), by_region in sorted(prices.items()):
        if BASE in by_region:
            lines.append(f"{table}\t{name}\t{by_region[BASE]:g}")
    (OUT / "classes.tsv").write_text("\n".join(lines) + "\n")
    found = factors(folder, prices)
    regions = sorted({region for _, _, region in found})
    lines = [
        "# Prices by family and region, relative to us-east-1 (`-`: not offered).",
        "\t".join(["table", "family", *regions]),
    ]
    for table, name in sorted({key[:2] for key in found}):
        cells = [found.get((table, name, region)) for region in regions]
        text = ["-" if cell is None else rounded(table, cell) for cell in cells]
        lines.append("\t".join([table, name, *text]))
    (OUT / "class-factors.tsv").write_text("\n".join(lines) + "\n")


main()
