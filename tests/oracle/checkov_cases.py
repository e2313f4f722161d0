#!/usr/bin/env python3
"""Compares the example cases of our rules with Checkov.

Scans every src/scan/aws/*.tf with Checkov and compares each mark: `ID` must be FAILED,
`!ID` must be PASSED, `?ID` must not be reported (or be SKIPPED), and a block marked `clean` must
have no FAILED of any id in our tables. Prints one line for each difference and a summary at the
end. The exit code is 1 if any mark differs.

    python3 -m venv checkov && checkov/bin/pip install checkov==3.3.30
    checkov/bin/python tests/oracle/checkov_cases.py [FILE.tf ...]

`tests/scan.rs` runs this script if the environment variable INFRAGENIE_CHECKOV names such a Python.
"""

import functools
import itertools
import os
import re
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("LOG_LEVEL", "ERROR")

ROOT = Path(__file__).resolve().parents[2] / "src" / "scan" / "aws"
HEADER = re.compile(r'^(?:resource|data|module|provider) "([^"]+)"(?: "([^"]+)")? \{(?: # (.*))?$')
ALIAS = re.compile(r'^  alias +=\s*"([^"]+)"$')


def marks(text):
    """Yields (address, mark) for each mark of a file."""
    address = None
    lines = text.splitlines()
    for at, line in enumerate(lines):
        header = HEADER.match(line)
        if header:
            address = address_of(header, lines[at + 1 :])
            words = (header[3] or "").split()
        elif address and re.match(r"^  # [!?]?CKV", line):
            words = line.strip()[2:].split()
        else:
            address = None
            continue
        for word in words:
            yield address, word


def address_of(header, behind):
    """Returns the address in Checkov's notation, which names a provider by its alias."""
    if header[0].startswith("module"):
        return header[1]
    if header[0].startswith("provider"):
        block = itertools.takewhile(lambda line: line != "}", behind)
        alias = next(filter(None, map(ALIAS.match, block)), None)
        return f"{header[1]}.{alias[1] if alias else 'default'}"
    return f"{header[1]}.{header[2]}"


def verdicts(text):
    """Returns Checkov's verdicts: {(id, address): verdict}; instances are merged."""
    from checkov.runner_filter import RunnerFilter
    from checkov.terraform.checks.utils.base_cloudsplaining_iam_scanner import (
        BaseTerraformCloudsplainingIAMScanner,
    )
    from checkov.terraform.runner import Runner

    # Checkov caches its analyses of policies by address and would mix them up between files.
    BaseTerraformCloudsplainingIAMScanner.policy_document_cache.clear()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tf").write_text(text)
        report = Runner().run(
            root_folder=folder, runner_filter=RunnerFilter(framework=["terraform"])
        )
    found = {}
    for verdict, checks in (
        ("SKIPPED", report.skipped_checks),
        ("PASSED", report.passed_checks),
        ("FAILED", report.failed_checks),
    ):
        for check in checks:
            address = re.sub(r"\[[^\]]*\]$", "", check.resource)
            found[check.check_id, address] = verdict
    return found


@functools.cache
def deliberate():
    """Returns intended differences: {(file, address, id)}; the file has their reasons."""
    lines = Path(__file__).with_name("deliberate.tsv").read_text().splitlines()[1:]
    return {tuple(line.split("\t")[:3]) for line in lines}


def main():
    ids = set()
    for table in ROOT.glob("*.rs"):
        ids.update(re.findall(r'id: "(CKV\w+)"', table.read_text()))
    files = [Path(name) for name in sys.argv[1:]] or sorted(ROOT.glob("*.tf"))
    compared = differing = 0
    for file in files:
        text = file.read_text()
        found = verdicts(text)
        for address, word in marks(text):
            if (file.name, address, word.lstrip("!?")) in deliberate():
                continue
            compared += 1
            if word == "clean":
                failed = [i for i, a in found if a == address and found[i, a] == "FAILED"]
                wrong = sorted(ids.intersection(failed))
                said = " ".join(wrong)
            else:
                expected = {"!": "PASSED", "?": None}.get(word[0], "FAILED")
                verdict = found.get((word.lstrip("!?"), address))
                said = verdict
                wrong = (None if verdict == "SKIPPED" else verdict) != expected
            if wrong:
                differing += 1
                print(f"{file.name}: {address} is marked {word}, Checkov says {said}")
    print(f"{compared} marks in {len(files)} files compared, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
