#!/usr/bin/env python3
"""Counts how many repaired programs `terraform validate` accepts.

    cargo run --release --example judge -- validate FILE.jsonl --mended DIR
    tests/oracle/terraform_repaired.py DIR [--count 100] [--seed 7] [--batch 20] [--list]

Some of the folders in DIR are picked by a seed. Contents that hide other verdicts are removed
first: required versions, the versions of providers, and the helper providers that the mirror does
not have, whose values are replaced by literals. Programs that call modules or read files are
skipped. The programs of a batch are modules of one root, so that the provider starts once for all
of them. The last line is one JSON object. The mirror is INFRAGENIE_TF_MIRROR, else /opt/tf-plugins.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

MIRROR = os.environ.get("INFRAGENIE_TF_MIRROR", "/opt/tf-plugins")
HELPERS = r"(?:tls|local|random|archive|null|http|time|cloudinit|external)"
FILES = r"\b(?:file|filebase64|templatefile|filemd5|filesha\d+|filebase64sha\d+|fileset)\s*\("


def code_mask(text):
    """Marks the characters that are code and not in a comment, string or heredoc."""
    mask = bytearray(b"\1") * len(text)
    at, depth = 0, []
    while at < len(text):
        if depth and depth[-1] == '"':
            mask[at] = 0
            if text[at] == "\\":
                at += 2
            elif text.startswith("${", at) and not text.startswith("$${", max(at - 1, 0)):
                depth.append("{")
                at += 2
            elif text[at] == '"':
                depth.pop()
                at += 1
            else:
                at += 1
            continue
        heredoc = re.match(r"<<-?\s*(\w+)[ \t]*\n", text[at:])
        comment = re.match(r"(#|//)[^\n]*|/\*.*?\*/", text[at:], re.S)
        if heredoc:
            end = re.search(rf"^[ \t]*{heredoc[1]}[ \t]*$", text[at + heredoc.end():], re.M)
            stop = at + heredoc.end() + end.end() if end else len(text)
        elif comment:
            stop = at + comment.end()
        else:
            if depth:
                mask[at] = 0
                if text[at] in "{}":
                    depth.append("{") if text[at] == "{" else depth.pop()
            if text[at] == '"':
                mask[at] = 0
                depth.append('"')
            at += 1
            continue
        for index in range(at, min(stop, len(text))):
            mask[index] = 0
        at = max(stop, at + 1)
    return mask


def closing(text, mask, brace):
    """Returns the index after the brace that closes the brace at an index."""
    depth = 0
    for at in range(brace, len(text)):
        if mask[at] and text[at] in "{}":
            depth += 1 if text[at] == "{" else -1
            if depth == 0:
                return at + 1
    return len(text)


def without(text, header):
    """Removes the blocks whose header matches a pattern."""
    while True:
        mask = code_mask(text)
        found = next((one for one in re.finditer(header, text, re.M) if mask[one.start()]), None)
        if not found:
            return text
        brace = text.index("{", found.end() - 1)
        text = text[: found.start()] + text[closing(text, mask, brace):]


def plain(text):
    """Removes the contents that hide the verdicts on the rest of a program."""
    text = re.sub(r'^\s*required_version\s*=.*$', "", text, flags=re.M)
    text = without(text, r'^[ \t]*backend\s+"\w+"\s*\{')
    text = without(text, r'^[ \t]*cloud\s*\{')
    text = without(text, r'^[ \t]*required_providers\s*\{')
    text = without(text, rf'^[ \t]*provider\s+"(?:{HELPERS})"\s*\{{')
    text = without(text, rf'^[ \t]*(?:resource|data)\s+"(?:{HELPERS})_\w+"\s+"[\w-]+"\s*\{{')
    helper = rf'\b(?:data\.)?{HELPERS}_\w+\.[\w-]+(?:\[[^\]\n]*\])?(?:\.[\w-]+(?:\[[^\]\n]*\])?)*'
    text = re.sub(rf'\$\{{\s*{helper}\s*\}}', "stand-in", text)
    return re.sub(rf'(?<![\w."]){helper}', '"stand-in"', text)


def skip_reason(text):
    mask = code_mask(text)
    if any(mask[one.start()] for one in re.finditer(r'^[ \t]*module\s+"', text, re.M)):
        return "modules"
    return "files" if re.search(FILES, text) else None


def terraform(folder, *arguments):
    environment = dict(os.environ, TF_CLI_CONFIG_FILE=str(folder / "terraform.rc"))
    command = ["nice", "-n", "15", "terraform", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True).stdout


def ready(folder):
    """Prepares a folder in which Terraform has the AWS provider."""
    (folder / "terraform.rc").write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{MIRROR}"\n  }}\n}}\n'
        "disable_checkpoint = true\n"
    )
    (folder / "main.tf").write_text('terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n')
    terraform(folder, "init", "-input=false", "-backend=false")


def verdicts(base, programs):
    """Returns the list of Terraform's errors for each program."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="infragenie-mended-"))
    try:
        (folder / ".terraform/modules").mkdir(parents=True)
        (folder / ".terraform/providers").symlink_to(base / ".terraform/providers")
        shutil.copy(base / ".terraform.lock.hcl", folder)
        shutil.copy(base / "terraform.rc", folder)
        root = 'variable "any" {}\n'
        modules = [{"Key": "", "Source": "", "Dir": "."}]
        for at, (_, text) in enumerate(programs):
            name = f"m{at}"
            (folder / name).mkdir()
            (folder / name / "main.tf").write_text(text)
            modules.append({"Key": name, "Source": f"./{name}", "Dir": name})
            root += f'module "{name}" {{\n  source = "./{name}"\n'
            for variable in re.finditer(r'^[ \t]*variable\s+"?([\w-]+)"?\s*\{', text, re.M):
                body = text[variable.end() - 1: closing(text, code_mask(text), variable.end() - 1)]
                if not re.search(r"\bdefault\s*=", body):
                    root += f"  {variable[1]} = var.any\n"
            root += "}\n"
        (folder / "main.tf").write_text(root)
        (folder / ".terraform/modules/modules.json").write_text(json.dumps({"Modules": modules}))
        answer = json.loads(terraform(folder, "validate", "-json"))
    finally:
        shutil.rmtree(folder)
    found = [[] for _ in programs]
    for one in answer["diagnostics"]:
        if one["severity"] != "error":
            continue
        at = re.match(r"m(\d+)/", (one.get("range") or {}).get("filename", ""))
        where = (one.get("range") or {}).get("start", {}).get("line", 0)
        code = ((one.get("snippet") or {}).get("code") or "").strip()
        text = f'{where}: {one["summary"]}: {" ".join(one["detail"].split())[:160]} | {code[:100]}'
        for index in [int(at[1])] if at else range(len(programs)):
            found[index].append(text)
    return found


def separate_verdicts(base, programs):
    """Returns each program's errors, including those that other programs hide.

    A program that does not load hides the errors of the others, so the rest is validated again
    without the failing programs; if all fail, each is validated alone.
    """
    if not programs:
        return []
    found = verdicts(base, programs)
    failing = [at for at, errors in enumerate(found) if errors]
    if len(failing) == len(programs) == 1:
        return found
    rest = [at for at in range(len(programs)) if at not in failing]
    if not failing:
        return found
    if not rest:
        for at in range(len(programs)):
            found[at] = verdicts(base, [programs[at]])[0]
        return found
    for at, errors in zip(rest, separate_verdicts(base, [programs[at] for at in rest])):
        found[at] = errors
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if not shutil.which("terraform") or not pathlib.Path(MIRROR).is_dir():
        print("skipped: no terraform with the AWS provider (INFRAGENIE_TF_MIRROR)")
        return 0
    names = sorted(one.name for one in options.folder.iterdir() if (one / "main.tf").is_file())
    random.Random(options.seed).shuffle(names)
    picked, skipped = [], {"modules": 0, "files": 0}
    for name in names:
        text = (options.folder / name / "main.tf").read_text()
        reason = skip_reason(text)
        if reason:
            skipped[reason] += 1
        elif len(picked) < options.count:
            picked.append((name, plain(text)))
        else:
            break
    base = pathlib.Path(tempfile.mkdtemp(prefix="infragenie-terraform-"))
    try:
        ready(base)
        accepted = 0
        for at in range(0, len(picked), options.batch):
            batch = picked[at: at + options.batch]
            for (name, _), errors in zip(batch, separate_verdicts(base, batch)):
                accepted += not errors
                for error in errors if options.list else []:
                    print(f"{name}:{error}", flush=True)
    finally:
        shutil.rmtree(base)
    print(json.dumps({"judged": len(picked), "accepted": accepted, "skipped": skipped}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
