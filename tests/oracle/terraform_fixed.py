#!/usr/bin/env python3
"""Finds programs that Terraform accepts before the fixes and rejects after them.

Takes a seeded sample of the programs that `judge mend --mended DIR` wrote and runs `terraform
validate` after each kind of fix. For each rejected program the version before the fixes is
validated too; a program that is rejected only after them is newly rejected.

    cargo run --release --example judge -- mend FILE.jsonl --mended DIR
    tests/oracle/terraform_fixed.py DIR --mirror MIRROR [--sample N] [--seed S] [--kind KIND ...]

MIRROR is a filesystem mirror that holds the AWS provider; nothing is downloaded. All programs of a
kind are modules of one program, so that the provider starts once: rejected ones are removed, and
the others are validated again. As a control, each accepted program is validated with an
unsupported argument as well: all of these have to be rejected. Versions are removed, because a
mirror holds only one. A program that needs another provider is counted but not validated. The last
line is one JSON object.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

KINDS = ["free", "companion", "offered"]
VERSION = re.compile(r'^\s*(required_version|version)\s*=\s*"[^"]*"\s*$', re.M)
INLINE = re.compile(r'(aws\s*=\s*\{[^}\n]*?),?\s*version\s*=\s*"[^"]*"')
OTHERS = re.compile(r'^\s*(?:resource|data)\s+"(?!aws_|terraform_)([a-z]+)_', re.M)
BLOCKS = re.compile(r"^terraform\s*\{.*?^\}", re.M | re.S)
HELPER = re.compile(r"\b(?!aws\b)[a-z]+\s*=\s*\{\s*source\b")


def stripped(text):
    """Removes the versions from a program."""
    return BLOCKS.sub(lambda block: INLINE.sub(r"\1", VERSION.sub("", block[0])), text)


def needs_others(text):
    """Returns whether a program needs modules or a provider that the mirror lacks."""
    helpers = any(HELPER.search(block[0]) for block in BLOCKS.finditer(text))
    return bool(OTHERS.search(text)) or helpers or bool(re.search(r'^module "', text, re.M))


def run(folder, environment, *arguments):
    return subprocess.run(
        ["terraform", f"-chdir={folder}", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def rejected(texts, environment):
    """Returns the programs that Terraform rejects: {number: its first error}."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for number, text in texts.items():
            (folder / number).mkdir()
            (folder / number / "main.tf").write_text(stripped(text))
        left = list(texts)
        while left:
            calls = [f'module "m{number}" {{\n  source = "./{number}"\n}}\n' for number in left]
            (folder / "main.tf").write_text("".join(calls))
            inited = run(folder, environment, "init", "-backend=false", "-input=false", "-no-color")
            if inited.returncode == 0:
                report = json.loads(run(folder, environment, "validate", "-json").stdout)
                errors = [d for d in report["diagnostics"] if d["severity"] == "error"]
                reported = [
                    (d.get("range", {}).get("filename", ""), f"{d['summary']}: {d['detail']}")
                    for d in errors
                ]
            else:
                # `init` prints the position on a separate line and stops at a syntax error.
                reported = [
                    (name, inited.stderr.split("Error: ", 1)[-1].split("\n", 1)[0])
                    for name in re.findall(r"on (\d+/main\.tf) line", inited.stderr)
                ]
                if not reported:
                    sys.exit(inited.stderr)
            new = {}
            for name, error in reported:
                number = name.split("/")[0].removeprefix("m")
                # A missing value of a variable without default is reported at the caller.
                caller = re.search(r'in module "m(\d+)"', error)
                if number == "main.tf" and caller:
                    number = caller[1]
                new.setdefault(number, error)
            new = {number: error for number, error in new.items() if number in left}
            if reported and not new:
                sys.exit(f"an error that belongs to no program: {reported[0]}")
            if not new:
                break
            found.update(new)
            left = [number for number in left if number not in new]
    return found


def with_defaults(text):
    """Adds a default to every variable, because the calling module sets none."""
    def filled(block):
        if re.search(r"^\s*default\s*=", block[0], re.M) or "default" in block[0]:
            return block[0]
        return block[0].rstrip()[:-1].rstrip() + "\n  default = null\n}"
    return re.sub(r'^variable "[^"]+"\s*\{(?:[^{}]*|\{[^{}]*\})*\}', filled, text, flags=re.M)


def spoilt(text):
    """Adds an argument that no resource has to the first resource of a program."""
    return re.sub(r'^(resource "aws_\w+" "[^"]+"\s*\{)', r"\1\n  spoilt = true\n", text, count=1, flags=re.M)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mirror", required=True)
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", nargs="*", default=KINDS)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()

    def text(kind, number):
        return (options.folder / kind / number / "main.tf").read_text()

    numbers = sorted((path.name for path in (options.folder / "before").iterdir()), key=int)
    fit = [n for n in numbers if not needs_others(text("before", n))]
    sample = sorted(random.Random(options.seed).sample(fit, min(options.sample, len(fit))), key=int)
    figures = {"units": len(sample), "not_asked": len(numbers) - len(fit)}
    with tempfile.NamedTemporaryFile("w", suffix=".tfrc") as settings:
        settings.write(
            f'provider_installation {{\n  filesystem_mirror {{\n    path = "{options.mirror}"\n'
            "  }\n}\ndisable_checkpoint = true\n"
        )
        settings.flush()
        environment = {**os.environ, "TF_CLI_CONFIG_FILE": settings.name}
        for kind in options.kind:
            after = rejected({n: with_defaults(text(kind, n)) for n in sample}, environment)
            before = rejected({n: with_defaults(text("before", n)) for n in after}, environment)
            new = {n: error for n, error in after.items() if n not in before}
            passed = {n: text(kind, n) for n in sample if n not in after}
            control = {n: spoilt(it) for n, it in passed.items() if spoilt(it) != it}
            caught = rejected({n: with_defaults(it) for n, it in control.items()}, environment)
            figures[kind] = {
                "refused": len(after),
                "newly_refused": len(new),
                "control": len(control),
                "control_refused": len(caught),
            }
            for number, error in new.items():
                print(f"{kind}: {number}: {error}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
