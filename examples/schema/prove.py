#!/usr/bin/env python3
"""Proves the rules of `constraints.json` with the AWS provider, and corrects them.

    prove.py PROVIDER AWS.json constraints.json proven.tsv [--correct]

`PROVIDER` is the binary of `hashicorp/aws` 5.100.0 and `AWS.json` the output of `terraform providers
schema -json`. The provider runs once, with `-debug`. Each argument with a rule is set alone, in its own
block, and the provider validates it: a rule is proven if the provider refuses a value that the rule
refuses, accepts one that the rule accepts, and accepts none of the tried values that the rule refuses.
`proven.tsv` lists every proven rule with its two values. The exit code is 1 if a rule is not proven.

With `--correct` every argument of a type is tried. Rules that the provider contradicts are replaced by
those that its messages state, and rules that its messages state and that are missing are added.

Needs Python 3.11 with grpcio and msgpack.
"""
import json, os, re, signal, subprocess, sys, tempfile
import grpc, msgpack

# A type with more arguments than this is tried only at the arguments that have a rule.
LEAVES_MAX = 600
VALUE_BYTES_MAX = 120
STRANGE = ["zz{}Aa", "zz{}_a", "zz{}-a", "zz{}.a", "zz{} a", "zz{}/a", "zz{}:a", "zz{}@a", "zz{}#a",
           "zz{}$a", "zz{}*a", "zz{}+a", "zz{},a", "1zz{}", "-zz{}", "zz{}-", "zz--{}", "zz{}."]
# Starts that services keep for themselves.
KEPT_STARTS = ["_", "/", "aws", "AWS", "sg-", "rds", "aws-", "aws:", "xn--", "amzn-", "default", "internal-"]
# Accepted texts into which strange characters are put; each is short, and in small letters.
BASES = ["zz", "zzazz", "zzazzazz", "zzazzazzazzazzazzazz"]
TIME = "2030-01-02T03:04:05Z"
ACCOUNT = "123456789012"
POOL = [
    "zz", "zzAa0azz", "*", "-1", "auto", "none", "AUTO", "NONE", "$LATEST", "lt-12345678", "a", "abc", "ABC", "Zz9", "1", "12", "a-b", "a_b", "a.b", "a b", "a/b", "/a/b", "/a/b/", "/a", "/",
    "a:b", "a@b.example", "zz.example.com", "https://a.example/b", "s3://zz/a", "arn:aws:iam::%s:role/a" % ACCOUNT, ACCOUNT,
    "arn:aws:s3:::zz", "arn:aws:sns:us-east-1:%s:a" % ACCOUNT, "arn:aws:lambda:us-east-1:%s:function:a" % ACCOUNT,
    "arn:aws:kms:us-east-1:%s:key/12345678-1234-1234-1234-123456789012" % ACCOUNT,
    "12345678-1234-1234-1234-123456789012", "us-east-1", "us-east-1a", "{}", "[]", '"x"', "{", " {}", '{"a":1}',
    '{"Version":"2012-10-17","Statement":[]}', '{"Statement":[],"Statement":[]}', "true", "false", "0", "0.5", "-1", "443", "65535", "65536", "100", "1000",
    "10.0.0.1", "10.0.0.0/16", "10.0.0.1/16", "10.0.0.0/8", "10.0.0.0/24", "10.0.0.0/32", "0.0.0.0/0", "2001:db8::/56", "2001:db8::1/56", "2001:db8::/64", "::/0", "2001:db8::1",
    "mon:03:00-mon:04:00", "03:00-04:00", "2030-01-02T03:04:05Z", "03:00", "rate(1 day)", "vpc-12345678", "a" * 20, "a" * 33, "a" * 65, "a" * 300, "zz" * 20,
]
CIDR_POOL = {"4": ["10.0.0.0/16", "10.0.0.0/8", "10.0.0.0/24", "0.0.0.0/0", "10.0.0.0/32", "10.0.0.0/20"],
             "4host": ["10.0.0.1/16", "10.1.2.3/24"],
             "6": ["2001:db8::/56", "::/0", "2001:db8::/64", "2001:db8::/32"], "6host": ["2001:db8::1/56"]}


# The part of the plugin protocol that is needed, version 5.

def varint(number):
    out = b""
    while True:
        number, low = number >> 7, number & 127
        out += bytes([low | (128 if number else 0)])
        if not number:
            return out


def field(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def fields(data):
    at = 0

    def read():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
    while at < len(data):
        key = read()
        if key & 7 == 2:
            size = read()
            yield key >> 3, data[at:at + size]
            at += size
        else:
            yield key >> 3, read()


def diagnostics(data):
    """Returns the errors of a response as (summary, detail, names of the path)."""
    found = []
    for number, one in fields(data):
        if number != 1:
            continue
        severity, summary, detail, path = 0, "", "", []
        for number, value in fields(one):
            if number == 1:
                severity = value
            elif number == 2:
                summary = value.decode()
            elif number == 3:
                detail = value.decode()
            elif number == 4:
                for _, step in fields(value):
                    path += [name.decode() for kind, name in fields(step) if kind == 1]
        if severity == 1:
            found.append((summary, detail, ".".join(path)))
    return found


class Provider:
    def __init__(self, binary, schema):
        provider = schema["provider_schemas"]["registry.terraform.io/hashicorp/aws"]
        self.roots = {name: one["block"] for name, one in provider["resource_schemas"].items()}
        self.roots |= {"data." + name: one["block"] for name, one in provider["data_source_schemas"].items()}
        # Types of which a call takes a tenth of a second.
        self.large = {name for name, block in self.roots.items() if len(json.dumps(block)) > 1_000_000}
        folder = tempfile.mkdtemp(prefix="prove-")
        env = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
        env |= {"TMPDIR": folder, "HOME": folder, "AWS_EC2_METADATA_DISABLED": "true", "TF_LOG": "OFF"}
        self.process = subprocess.Popen([binary, "-debug"], env=env, cwd=folder, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if found := re.search(r"TF_REATTACH_PROVIDERS='(.*)'", line):
                address = next(iter(json.loads(found[1]).values()))["Addr"]["String"]
                break
        channel = grpc.insecure_channel("unix:" + address, options=[("grpc.max_receive_message_length", -1)])
        methods = {False: "ValidateResourceTypeConfig", True: "ValidateDataSourceConfig"}
        self.calls = {data: channel.unary_unary("/tfplugin5.Provider/" + name) for data, name in methods.items()}
        self.cache, self.count = {}, 0
        # Arguments that the provider looks at only in a block with its required arguments.
        self.filled = set()

    def close(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    def errors(self, key, config):
        self.count += 1
        data = key.startswith("data.")
        name = key.removeprefix("data.").encode()
        request = field(1, name) + field(2, field(1, msgpack.packb(config)))
        return diagnostics(self.calls[data](request, timeout=60))

    def objections(self, key, path, value):
        """Returns the messages about a value that is set alone, or None if it cannot be set."""
        known = (key, path, value)
        if known not in self.cache:
            others = self.companions(key, path, value)
            base = (key, path, None)
            if base not in self.cache:
                self.cache[base] = self.errors(key, config(self.roots[key], {**others, tuple(path.split(".")): None}))
            setting = config(self.roots[key], {**others, tuple(path.split(".")): value})
            found = [one for one in self.errors(key, setting) if one not in self.cache[base]]
            self.cache[known] = [one for one in found if not is_group(one)]
        return self.cache[known]

    def forget(self, key, path, is_filled):
        """Forgets what is known of an argument, and tries it from now on in a filled block or alone."""
        for known in [one for one in self.cache if one[:2] == (key, path)]:
            del self.cache[known]
        (self.filled.add if is_filled else self.filled.discard)((key, path))

    def companions(self, key, path, value):
        """Returns values of the arguments without which the provider does not look at this one."""
        known = (key, path)
        if known not in self.cache:
            own = tuple(path.split("."))
            plain = lambda name: tuple(step for step in name.split(".") if not step.isdigit())
            names = required(self.roots[key], own) if known in self.filled else []
            for summary, detail, at in self.errors(key, config(self.roots[key], {own: value})):
                if summary == "Missing required argument" and ": all of `" in detail:
                    at = plain(detail.split('"')[1])
                    if at == own[: len(at)]:
                        names += [plain(name) for name in detail.split("`")[1].split(",")]
            kinds = {other: leaf(self.roots[key], list(other)) for other in names if other != own}
            self.cache[known] = {other: {"bool": "true", "number": "1"}.get(kind, "zz") for other, kind in kinds.items() if kind}
        return self.cache[known]


def is_group(message):
    summary, detail, _ = message
    return (summary in ("Conflicting configuration arguments", "Invalid combination of arguments", "Invalid Attribute Combination", "Missing Attribute Configuration")
            or summary == "Missing required argument")


def config(block, settings):
    """Returns the configuration of a block in which the arguments at some paths have values."""
    out = {}
    within = lambda name: {path[1:]: value for path, value in settings.items() if path and path[0] == name}
    for name, attribute in block.get("attributes", {}).items():
        inner = within(name)
        out[name] = attribute_value(attribute, inner) if inner else None
    for name, nested in block.get("block_types", {}).items():
        mode, inner = nested["nesting_mode"], within(name)
        one = config(nested["block"], inner) if inner else None
        if mode in ("single", "group"):
            out[name] = one
        else:
            empty, full = ({}, {"a": one}) if mode == "map" else ([], [one])
            out[name] = full if inner else empty
    return dict(sorted(out.items()))


def attribute_value(attribute, settings):
    if "nested_type" in attribute:
        nested = attribute["nested_type"]
        inner = config(nested, settings)
        mode = nested["nesting_mode"]
        return inner if mode == "single" else {"a": inner} if mode == "map" else [inner]
    (path, value), *_ = settings.items()
    return typed(attribute["type"], path, value)


def typed(kind, path, value):
    if value is None and not path:
        return None
    if isinstance(kind, str):
        if kind == "number":
            number = float(value)
            return int(number) if number.is_integer() else number
        if kind == "bool":
            return value == "true"
        return value
    if kind[0] in ("list", "set"):
        return [typed(kind[1], path, value)]
    if kind[0] == "map":
        return {"a": typed(kind[1], path, value)}
    if kind[0] == "object":
        return {name: typed(inner, path[1:], value) if path and name == path[0] else None for name, inner in sorted(kind[1].items())}
    raise ValueError(kind)


def leaf(block, path):
    """Returns the primitive type of an argument whose values are checked one by one, or None."""
    name, rest = path[0], path[1:]
    if rest and name in block.get("block_types", {}):
        nested = block["block_types"][name]
        return leaf(nested["block"], rest) if nested["nesting_mode"] != "map" else None
    attribute = block.get("attributes", {}).get(name)
    if attribute is None or not (attribute.get("optional") or attribute.get("required")):
        return None
    if "nested_type" in attribute:
        return None
    kind = attribute["type"]
    if rest:
        inner = kind[1] if isinstance(kind, list) and kind[0] in ("list", "set") else None
        if len(rest) != 1 or not (isinstance(inner, list) and inner[0] == "object"):
            return None
        kind = inner[1].get(rest[0])
    if isinstance(kind, list) and kind[0] in ("list", "set"):
        kind = kind[1]
    return kind if isinstance(kind, str) else None


def required(block, path):
    """Returns the paths of the required arguments of the blocks around an argument."""
    found, before = [], ()
    for step in path[:-1]:
        nested = block.get("block_types", {}).get(step)
        if nested is None:
            break
        block, before = nested["block"], (*before, step)
        found += [(*before, name) for name, one in block.get("attributes", {}).items() if one.get("required")]
        for name, inner in block.get("block_types", {}).items():
            if inner.get("min_items", 0):
                attributes = inner["block"].get("attributes", {})
                found += [(*before, name, other) for other, one in attributes.items() if one.get("required")]
    return found


def leaves(block, before=()):
    for name in block.get("attributes", {}):
        if leaf(block, [name]):
            yield ".".join([*before, name])
        kind = block["attributes"][name].get("type")
        inner = kind[1] if isinstance(kind, list) and kind[0] in ("list", "set") else None
        if isinstance(inner, list) and inner[0] == "object":
            for field_name in inner[1]:
                if leaf(block, [name, field_name]):
                    yield ".".join([*before, name, field_name])
    for name, nested in block.get("block_types", {}).items():
        if nested["nesting_mode"] != "map" and len(before) < 8:
            yield from leaves(nested["block"], (*before, name))


# Rules: what they refuse, and what a message states.

def refuses(rule, text):
    """Returns whether a rule refuses a text, as the checker decides; None where it does not check."""
    (name, value), = rule.items()
    if text == "":
        return rule == {"form": "filled"}
    try:
        number = float(text)
    except ValueError:
        number = None
    outside = lambda low, high: number is not None and (low is not None and number < low or high is not None and number > high)
    if name in ("one_of", "enum", "match"):
        return text not in value
    if name == "one_of_any_case":
        return text.lower() not in [one.lower() for one in value]
    if name in ("range", "new_range"):
        return outside(*value)
    if name in ("at_least", "new_at_least"):
        return outside(value, None)
    if name in ("at_most", "new_at_most"):
        return outside(None, value)
    if name in ("length", "new_length"):
        return not value[0] <= len(text) <= value[1]
    if name == "longest":
        return len(text) > value
    if name == "divisible":
        return number is not None and number % value != 0
    if name == "one_of_or_multiple":
        return number is not None and text not in value[0] and number % value[1] != 0
    if name == "one_of_or_range":
        return text not in value[0] and outside(*value[1:])
    if name == "begins":
        return not text.startswith(value)
    if name == "not_begins":
        return text.startswith(value)
    if name == "prefix":
        found = cidr(text)
        return found is not None and not value[0] <= int(text.split("/")[1]) <= value[1]
    if name == "form":
        return not has_form(value, text)
    if name in ("value", "characters", "pattern"):
        if text.startswith("arn:") or not re.match(r"[\w-]", text) or any(mark in text for mark in ("::", "://", "(")):
            return False
        return any(has_strange(at, text) for at in value)
    if name == "needs":
        return not re.search({"A": "[A-Z]", "a": "[a-z]"}.get(value, "[0-9]"), text)
    if name == "not":
        return text.lower() == value.lower()
    raise ValueError(name)


def has_strange(at, text):
    pattern = ["[A-Z]", "_", "-", r"\.", " ", "/", ":", "@", "#", r"\$", r"\*", r"\+", ",", "^[0-9]", "^-", "-$", "--", r"\.$"][at]
    return re.search(pattern, text) is not None


def cidr(text):
    import ipaddress
    try:
        one = ipaddress.ip_interface(text)
    except ValueError:
        return None
    if "/" not in text:
        return None
    return str(one.version), one.ip == one.network.network_address


def has_form(form, text):
    if form in ("arn", "arn_value"):
        return text.startswith("arn:") and text.count(":") >= 5
    if form in ("json", "json_value", "policy"):
        try:
            pairs = []
            value = json.loads(text, object_pairs_hook=lambda found: pairs.append(len({name for name, _ in found}) == len(found)) or dict(found))
        except ValueError:
            return False
        return form != "policy" or isinstance(value, dict) and all(pairs)
    if form in ("cidr", "cidr_value"):
        return cidr(text) is not None
    if form == "network":
        return cidr(text) is not None and cidr(text)[1]
    if form.startswith("cidr_"):
        found = cidr(text)
        _, family, *rest = form.split("_")
        return found is not None and family in ("any", "v" + found[0]) and (found[1] or rest == ["host"])
    if form == "ipv4":
        return re.fullmatch(r"[0-9.]+|[0-9a-f:]+", text) is not None and cidr(text + "/0") is not None
    if form == "account":
        return re.fullmatch(r"\d{12}", text) is not None
    if form == "region":
        return re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", text) is not None
    if form in ("port", "port_or_zero"):
        try:
            return (form == "port") <= float(text) <= 65535
        except ValueError:
            return False
    time = r"([01]\d|2[0-3]):[0-5]\d"
    day = r"(mon|tue|wed|thu|fri|sat|sun):"
    if form == "week":
        return re.fullmatch(f"{day}{time}-{day}{time}", text, re.I) is not None
    if form == "day":
        return re.fullmatch(f"{time}-{time}", text) is not None
    if form == "filled":
        return text != ""
    if form == "date":
        return re.fullmatch(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", text) is not None
    if form == "target_port":
        return text == "traffic-port" or has_form("port", text)
    if form == "bool":
        return text in ("1", "t", "T", "0", "f", "F", "true", "True", "TRUE", "false", "False", "FALSE")
    if form == "int":
        return re.fullmatch(r"[+-]?\d+", text) is not None
    if form == "float":
        try:
            return float(text) is not None
        except ValueError:
            return False
    raise ValueError(form)


FORMS = [
    (" is an invalid ARN: ", "arn"), (" contains an invalid JSON: ", "json"), (" contains an invalid JSON policy: ", "policy"),
    (" is not a valid CIDR block", "cidr"), (" is not a valid IPv4 CIDR block", "cidr"), (" is not a valid IPv6 CIDR block", "cidr"), ("invalid CIDR address: ", "cidr"), (" to be a valid CIDR Value, got ", "cidr_value"),
    (" to contain a valid IPv4 address, got: ", "ipv4"), (" doesn't look like AWS Account ID ", "account"),
    (" doesn't look like AWS Region", "region"), (" to be a valid port number, got: ", "port"),
    (" to be a valid port number or 0, got: ", "port_or_zero"),
    (' must be a valid port number (1-65536) or "traffic-port"', "target_port"),
    (" to be a valid RFC3339 date, got ", "date"), (" cannot be parsed as iso8601 Timestamp Format", "date"), ("must be in RFC3339 time format", "date"),
    ('the format of "ddd:hh24:mi-ddd:hh24:mi"', "week"), ('the format of "hh24:mi-hh24:mi"', "day"),
    (" is invalid: invalid character 'z' looking for beginning of value", "json"), (" must be a 64-bit integer", "int"),
    (": cannot parse 'zz' as boolean: ", "bool"), (": cannot parse 'zz' as int: ", "int"), (": cannot parse 'zz' as float: ", "float"),
]


def listed(values):
    values = sorted({one for one in values if one})
    return values if values and all(one.isascii() and len(one.encode()) <= VALUE_BYTES_MAX for one in values) else None


def between(text, before, after):
    _, found, rest = text.partition(before)
    return rest.rpartition(after)[0] if found and after in rest else None


def stated(message):
    """Returns the rule that a message states, or None."""
    summary, detail, _ = message
    number = lambda text: int(float(text)) if float(text).is_integer() and abs(float(text)) <= 1e15 else None
    if summary == "Invalid String Enum Value":
        values = between(detail, "Valid Values: [", "]")
        values = values and listed(values.split(" "))
        return values and {"enum": values}
    if summary == "Invalid Attribute Value Match" and "value must be one of: [" in detail:
        values = listed(re.findall(r'"([^"]*)"', between(detail, "value must be one of: [", "], got") or ""))
        return values and {"match": values}
    if summary in ("Invalid Attribute Value", "Invalid Attribute Value Length"):
        is_length = summary.endswith("Length")
        if found := re.search(r" must be between (-?\d+) and (-?\d+), got: ", detail):
            return {"new_length" if is_length else "new_range": [int(found[1]), int(found[2])]}
        if found := re.search(r" must be at (least|most) (-?\d+), got: ", detail):
            if is_length:
                return {"new_length": [int(found[2]), 2**32 - 1] if found[1] == "least" else [0, int(found[2])]}
            return {"new_at_" + found[1]: int(found[2])}
        return None
    if summary == "Invalid ARN Value":
        return {"form": "arn_value"}
    if summary == "Invalid JSON String Value":
        return {"form": "json_value"}
    if summary == "Invalid RFC3339 String Value":
        return {"form": "date"}
    text = summary
    if detail:
        return None
    if " to be one of [" in text:
        values = between(text, " to be one of [", "], got")
        if values is None:
            return None
        values = listed(re.findall(r'"([^"]*)"', values) if values.startswith('"') else values.split(" "))
        return values and {"one_of": values}
    if found := re.search(r" to contain a network Value with between (\d+) and (\d+) significant bits", text):
        return {"prefix": [int(found[1]), int(found[2])]}
    if found := re.search(r" to be in the range \((\S+) - (\S+)\)", text):
        bounds = [number(found[1]), number(found[2])]
        if None in bounds:
            return None
        return {"length" if "expected length of " in text else "range": bounds}
    if found := re.search(r" to be at between \((\d+)\) and \((\d+)\)", text):
        return {"range": [int(found[1]), int(found[2])]}
    if found := re.search(r" cannot be less than (\d+) characters", text):
        return {"length": [int(found[1]), 2**32 - 1]}
    if found := re.search(r" cannot be greater than (\d+) characters| must not be longer than (\d+) characters", text):
        return {"longest": int(found[1] or found[2])}
    if found := re.search(r" cannot be longer than (\d+) characters", text):
        return {"longest": int(found[1])}
    if found := re.search(r" to be at (least|most) \((\S+)\)", text):
        return {"at_" + found[1]: number(found[2])} if number(found[2]) is not None else None
    if found := re.search(r" to be divisible by (\d+)", text):
        return {"divisible": int(found[1])}
    for mark, form in FORMS:
        if mark in text:
            return {"form": form}
    return None


class Prover:
    def __init__(self, provider):
        self.provider = provider

    def candidates(self, key, rules, kind):
        """Returns the texts to try, the most specific first."""
        texts = []
        for rule in rules:
            (name, value), = rule.items()
            if name in ("one_of", "enum", "match", "one_of_any_case"):
                texts += value
                texts += [one.swapcase() for one in value[:3]]
            elif name in ("range", "new_range", "length", "new_length"):
                low, high = value
                if "length" in name:
                    for size in (low, min(high, 4000), low - 1, high + 1, (low + min(high, low + 60)) // 2):
                        if 0 < size <= 5000:
                            texts += ["a" * size, "A" * size, "1" * size, ("Aa0-" * size)[:size].rstrip("-").ljust(size, "z")]
                else:
                    texts += [str(one) for one in (low, high, low - 1, high + 1)]
            elif name in ("at_least", "new_at_least", "at_most", "new_at_most"):
                texts += [str(one) for one in (value, value - 1, value + 1)]
            elif name == "longest":
                texts += ["a" * value, "a" * (value + 1)]
            elif name == "divisible":
                texts += [str(value * 2), str(value * 2 + 1), str(value * 100), str(value * 100 + 1)]
            elif name in ("value", "characters", "pattern"):
                for at in value:
                    texts += [STRANGE[at].format(""), STRANGE[at].format("").replace("zz", "zzAa0azz", 1)]
            elif name == "not":
                texts += [value]
            elif name == "one_of_or_range":
                texts += [*value[0], *[str(bound + more) for bound in value[1:] for more in (-1, 0, 1)]]
            elif name == "one_of_or_multiple":
                texts += [*value[0], *[str(value[1] * at + more) for at in (1, 2, 5) for more in (0, 1, 15)]]
            elif name in ("begins", "not_begins"):
                texts += [start + base for start in (value, value[:-1]) for base in BASES] + BASES
            elif name == "prefix":
                texts += [f"10.0.0.0/{size}" for size in range(8, 33)]
            elif name == "form" and value.startswith(("cidr", "network")):
                texts += [one for group in CIDR_POOL.values() for one in group]
        texts += [""] if {"form": "filled"} in rules else []
        texts += POOL if key not in self.provider.large else POOL[:8]
        if kind == "number":
            numbers = [one for one in texts if re.fullmatch(r"-?\d+(\.\d+)?", one) and len(one) < 16]
            texts = numbers + ["-99999999", "99999999", "7", "30", "60", "300", "3600"]
        return list(dict.fromkeys(texts))

    def verdicts(self, key, path, rules, kind):
        """Returns the objections to each tried text."""
        return {text: self.provider.objections(key, path, text) for text in self.candidates(key, rules, kind)}

    def prove(self, rule, rules, verdicts):
        """Returns the refused and the admitted value of a proven rule, or the reason why it is not proven."""
        refused = [text for text in verdicts if refuses(rule, text)]
        wrong = [text for text in refused if not verdicts[text]]
        if wrong:
            return None, f"the provider accepts `{wrong[0][:40]}`"
        admitted = [text for text in verdicts if not verdicts[text] and not any(refuses(one, text) for one in rules)]
        if not refused:
            return None, "no tried value is refused"
        if not admitted:
            return None, "no tried value is accepted"
        own = [text for text in refused if not any(refuses(one, text) for one in rules if one != rule)]
        return (min(own or refused, key=len), min(admitted, key=len)), ""

    def exact(self, rule, verdicts):
        """Returns a rule in the form that fits what the provider accepts."""
        (name, value), = rule.items()
        if name == "one_of":
            swapped = [one.swapcase() for one in value[:3] if one.swapcase() not in value]
            if swapped and all(not verdicts.get(one, ["?"]) for one in swapped):
                return {"one_of_any_case": value}
        if name == "form" and value == "cidr":
            takes = {group: [one for one in texts if one in verdicts and not verdicts[one]] for group, texts in CIDR_POOL.items()}
            tried = {group: any(one in verdicts for one in texts) for group, texts in CIDR_POOL.items()}
            if not all(tried.values()) or not (takes["4"] or takes["6"]):
                return rule
            family = "any" if takes["4"] and takes["6"] else "v4" if takes["4"] else "v6"
            hosts = [takes["4host"]] * bool(takes["4"]) + [takes["6host"]] * bool(takes["6"])
            host = any(hosts)
            if family == "any" and host:
                return rule
            return {"form": f"cidr_{family}" + ("_host" if host else "")}
        if name == "form" and value in ("json", "policy"):
            strict = [text for text in ("[]", '"x"', '{"Statement":[],"Statement":[]}') if verdicts.get(text)]
            return {"form": "policy" if len(strict) == 3 else "json"}
        return rule

    def further(self, key, path, old, kind):
        """Returns rules that the objections to particular values show."""
        refused = lambda text: list(dict.fromkeys(self.provider.objections(key, path, text)))
        names = {next(iter(rule)) for rule in old}
        if kind == "number":
            rules = [stated(one) for one in refused("45")]
            lists = [rule["one_of"] for rule in rules if rule and "one_of" in rule]
            steps = [rule["divisible"] for rule in rules if rule and "divisible" in rule]
            if len(rules) == 2 and lists and steps:
                return [{"one_of_or_multiple": [lists[0], steps[0]]}]
            rules = [stated(one) for one in refused("99999999")]
            bounds = [rule["range"] for rule in rules if rule and "range" in rule]
            lists = [rule["one_of"] for rule in rules if rule and "one_of" in rule]
            return [{"one_of_or_range": [lists[0], *bounds[0]]}] if len(rules) == 2 and lists and bounds else []
        if names & {"one_of", "enum", "match", "one_of_any_case"}:
            return []
        if names & {"form"}:
            return [rule for text in ("10.0.0.0/8", "10.0.0.0/32") for one in refused(text) if (rule := stated(one)) and "prefix" in rule][:1]
        bases = [text for text in BASES if not refused(text) and not refused(text + "a")]
        if not bases:
            # Several objections are alternatives.
            for one in refused(BASES[0]) if len(refused(BASES[0])) == 1 else []:
                for start in re.findall(r"(?:begin|start)s? with (?:the |an? )?['\"`(]*([\w/.:-]*[/.:-])", one[0] + one[1]):
                    if any(not refused(start + base) for base in BASES) and all(refused(start[:-1] + base) for base in BASES):
                        return [{"begins": start}]
            return []
        found = [{"form": "filled"}] if refused("") else []
        put = [lambda text, mark=mark: text[:1] + mark + text[1:] for mark in "A_-. /:@#$*+,"]
        put += [lambda text: "1" + text, lambda text: "-" + text, lambda text: text + "-", lambda text: text[:1] + "--" + text[1:], lambda text: text + "."]
        known = {at for rule in old for name, value in rule.items() if name in ("value", "characters", "pattern") for at in value}
        strange = {}
        for at, change in enumerate(put):
            objections = [refused(change(text)) for text in bases]
            if at not in known and all(objections):
                text = objections[0][0][0]
                word = "value" if text.startswith("invalid value for ") else "pattern" if "to match regular expression" in text else "characters"
                strange.setdefault(word, []).append(at)
        for word, more in strange.items():
            before = next((value for rule in old for name, value in rule.items() if name == word), [])
            found.append({word: sorted({*before, *more})})
        for start in KEPT_STARTS:
            other = start[:-1] + ("b" if start[-1] != "b" else "c") if start[-1].isalnum() else "b" * len(start)
            if all(refused(start + text) and not refused(other + text) for text in bases):
                if not any(refuses(rule, start + bases[0]) for rule in [*old, *found]):
                    found.append({"not_begins": start})
        return found

    def correct(self, key, path, old, kind):
        """Returns the proven rules of an argument, and those of the old ones that were wrong."""
        probes = ["-99999999", "99999999"] if kind == "number" else ["zz", "a" * 5000]
        found = []
        for text in probes:
            objections = list(dict.fromkeys(self.provider.objections(key, path, text)))
            # Several objections to one value can be alternatives.
            for rule in filter(None, map(stated, objections)):
                is_form = "form" in rule
                if rule not in found and (is_form or len(objections) == 1) and not (is_form and any("form" in one for one in old)):
                    found.append(rule)
        found += [rule for rule in self.further(key, path, [*old, *found], kind) if rule not in found]
        rules = [*old, *[rule for rule in found if rule not in old]]
        if not rules:
            return [], []
        verdicts = self.verdicts(key, path, rules, kind)
        rules = list({json.dumps(one, sort_keys=True): one for one in (self.exact(rule, verdicts) for rule in rules)}.values())
        # A list that is part of another one, and `form` rules that another one includes, add nothing.
        verdicts = self.verdicts(key, path, rules, kind)
        kept = []
        for rule in rules:
            proof, reason = self.prove(rule, [rule], verdicts)
            (name, value), = rule.items()
            if proof is None and name in ("value", "characters", "pattern"):
                value = [at for at in value if all(verdicts[text] for text in verdicts if refuses({name: [at]}, text))]
                rule = {name: value}
                proof = value and self.prove(rule, [rule], verdicts)[0]
            if proof:
                kept.append(rule)
        lists = [one for one in kept if next(iter(one)) in ("one_of", "enum", "match", "one_of_any_case")]
        if len(lists) > 1:
            kept = [one for one in kept if one not in lists or one in found] or kept
        return kept, [one for one in old if one not in kept]


def main():
    binary, schema, constraints_file, proven_file = sys.argv[1:5]
    correct = "--correct" in sys.argv
    provider = Provider(binary, json.load(open(schema)))
    constraints = json.load(open(constraints_file))
    prover = Prover(provider)
    report = []
    try:
        keys = sorted(provider.roots) if correct else sorted(constraints)
        rows, open_rules, total = [], [], 0
        for key in keys:
            values = constraints.get(key, {}).get("values", {})
            root = provider.roots[key]
            if correct:
                more = [] if key in provider.large else list(leaves(root))
                paths = sorted({*values, *(more if len(more) <= LEAVES_MAX else [])})
                new = {}
                for path in paths:
                    kind = leaf(root, path.split("."))
                    if kind is None:
                        report.append((key, path, "left out", values.get(path)))
                        continue
                    if kind == "bool":
                        continue
                    old = values.get(path, [])
                    rules, wrong = prover.correct(key, path, old, kind)
                    if wrong and "." in path:
                        provider.forget(key, path, True)
                        again, still_wrong = prover.correct(key, path, old, kind)
                        if len(still_wrong) < len(wrong):
                            rules = again
                        else:
                            provider.forget(key, path, False)
                    if rules:
                        new[path] = rules
                    if rules != old:
                        report.append((key, path, old, rules))
                values = new
                own = constraints.setdefault(key, {})
                own.pop("values", None)
                if new:
                    constraints[key] = {"values": new, **own}
                elif not own:
                    del constraints[key]
            for path, rules in values.items():
                kind = leaf(root, path.split("."))
                verdicts = prover.verdicts(key, path, rules, kind) if kind else {}
                if "." in path and any(prover.prove(rule, rules, verdicts)[0] is None for rule in rules):
                    provider.forget(key, path, True)
                    verdicts = prover.verdicts(key, path, rules, kind)
                for rule in rules:
                    total += 1
                    proof, reason = prover.prove(rule, rules, verdicts)
                    text = json.dumps(rule, separators=(",", ":"))
                    if proof:
                        rows.append((key, path, text, *proof))
                    else:
                        open_rules.append((key, path, text, reason))
            provider.cache.clear()
    finally:
        provider.close()
    if correct:
        lines = [f"{json.dumps(key)}: {json.dumps(one, separators=(',', ':'))}" for key, one in sorted(constraints.items())]
        open(constraints_file, "w").write("{\n" + ",\n".join(lines) + "\n}\n")
        for row in report:
            print("changed", *[json.dumps(one)[:300] for one in row], sep="\t")
    with open(proven_file, "w") as out:
        out.write("# Rules of constraints.json that AWS provider 5.100.0 proves: argument, rule, refused value, admitted value.\n")
        for key, path, rule, refused, admitted in rows:
            kind = next(iter(json.loads(rule)))
            name = json.loads(rule)[kind] if kind == "form" else kind
            short = [one if len(one) <= 40 else f"{one[:8]}…{len(one)}" for one in (refused, admitted)]
            out.write("\t".join([f"{key}.{path}", name, *short]) + "\n")
    for row in open_rules:
        print("open", *row, sep="\t")
    print(json.dumps({"rules": total, "proven": len(rows), "calls": provider.count}))
    return 0 if len(rows) == total else 1


if __name__ == "__main__":
    sys.exit(main())
