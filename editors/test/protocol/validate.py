#!/usr/bin/env python3
"""Holds what a server said in recorded sessions to the specification of the protocol.

    validate.py META_MODEL LOG...

META_MODEL is the specification in machine-readable form, `metaModel.json`. Where there is none, the types of PyPI's `lsprotocol` take its
place, which see a little less. Checked: framing, envelopes, direction, types, required and unknown properties, one answer to each request.
What editors send is not checked: some have misspelt capabilities.
"""

import json
import sys


class MetaModel:
    """Checks by the meta model of the protocol."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            model = json.load(file)
        self.name = f"LSP {model['metaData']['version']}"
        self.structures = {s["name"]: s for s in model["structures"]}
        self.enumerations = {e["name"]: e for e in model["enumerations"]}
        self.aliases = {a["name"]: a["type"] for a in model["typeAliases"]}
        self.requests = {r["method"]: r for r in model["requests"]}
        self.notifications = {n["method"]: n for n in model["notifications"]}

    def message(self, message):
        """Problems of what a server says on its own account."""
        method = message["method"]
        known = (self.requests if "id" in message else self.notifications).get(method)
        if known is None:
            return [f"unknown method {method}"]
        if known["messageDirection"] == "clientToServer":
            return [f"{method} is for clients to send"]
        return self.check(known["params"], message.get("params"), method) if "params" in known else []

    def answer(self, method, message):
        """Problems of an answer."""
        if "error" in message:
            error = message["error"]
            good = isinstance(error.get("code"), int) and isinstance(error.get("message"), str)
            return [] if good else [f"{method}: no proper error: {error}"]
        known = self.requests.get(method)
        return self.check(known["result"], message["result"], method) if known else []

    def properties(self, name):
        structure = self.structures[name]
        all_of = {}
        for parent in structure.get("extends", []) + structure.get("mixins", []):
            all_of |= self.properties(parent["name"])
        return all_of | {p["name"]: p for p in structure["properties"]}

    def check(self, kind, value, at):
        return getattr(self, "check_" + kind["kind"])(kind, value, at)

    def check_base(self, kind, value, at):
        name = kind["name"]
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        least = {"integer": -(2**31), "uinteger": 0}
        good = {
            "boolean": isinstance(value, bool),
            "null": value is None,
            "decimal": number,
            "DocumentUri": isinstance(value, str) and ":" in value,
            "URI": isinstance(value, str) and ":" in value,
        }
        if name in least:
            fine = number and value == int(value) and least[name] <= value < 2**31
        else:
            fine = good.get(name, isinstance(value, str))
        return [] if fine else [f"{at}: no {name}: {json.dumps(value)[:60]}"]

    def check_reference(self, kind, value, at):
        name = kind["name"]
        if name in ("LSPAny", "LSPObject", "LSPArray"):
            return []
        if name in self.aliases:
            return self.check(self.aliases[name], value, at)
        if name in self.enumerations:
            enumeration = self.enumerations[name]
            if not isinstance(value, bool) and value in [v["value"] for v in enumeration["values"]]:
                return []
            custom = enumeration.get("supportsCustomValues")
            return self.check(enumeration["type"], value, at) if custom else [f"{at}: no {name}: {json.dumps(value)}"]
        return self.object(self.properties(name), value, at)

    def object(self, properties, value, at):
        if not isinstance(value, dict):
            return [f"{at}: no object: {json.dumps(value)[:60]}"]
        problems = [f"{at}.{name}: unknown property" for name in value if name not in properties]
        for name, p in properties.items():
            if name in value:
                problems += self.check(p["type"], value[name], f"{at}.{name}")
            elif not p.get("optional"):
                problems.append(f"{at}.{name}: missing")
        return problems

    def check_array(self, kind, value, at):
        if not isinstance(value, list):
            return [f"{at}: no array: {json.dumps(value)[:60]}"]
        return [p for i, item in enumerate(value) for p in self.check(kind["element"], item, f"{at}[{i}]")]

    def check_map(self, kind, value, at):
        if not isinstance(value, dict):
            return [f"{at}: no map: {json.dumps(value)[:60]}"]
        pairs = [self.check(kind["key"], k, f"{at}<{k}>") + self.check(kind["value"], v, f"{at}[{k}]") for k, v in value.items()]
        return [p for problems in pairs for p in problems]

    def check_or(self, kind, value, at):
        return min((self.check(item, value, at) for item in kind["items"]), key=len)

    def check_and(self, kind, value, at):
        return [p for item in kind["items"] for p in self.check(item, value, at)]

    def check_tuple(self, kind, value, at):
        if not isinstance(value, list) or len(value) != len(kind["items"]):
            return [f"{at}: no tuple of {len(kind['items'])}"]
        return [p for item, v in zip(kind["items"], value) for p in self.check(item, v, at)]

    def check_literal(self, kind, value, at):
        return self.object({p["name"]: p for p in kind["value"]["properties"]}, value, at)

    def check_stringLiteral(self, kind, value, at):
        return [] if value == kind["value"] else [f"{at}: {kind['value']!r} expected"]


class Lsprotocol:
    """Checks by reading each message into a typed class and back: what is lost on the way was not known."""

    def __init__(self):
        from lsprotocol import converters, types

        self.name = "lsprotocol"
        self.types = types.METHOD_TO_TYPES
        self.converter = converters.get_converter()

    def message(self, message):
        return self.round_trip(message, 0, message["method"])

    def answer(self, method, message):
        return [] if "error" in message else self.round_trip(message, 1, method)

    def round_trip(self, message, index, method):
        kind = self.types.get(method, (None, None))[index]
        if kind is None:
            return [f"unknown method {method}"]
        try:
            back = self.converter.unstructure(self.converter.structure(message, kind))
        except Exception as error:  # noqa: BLE001, whatever the library finds wrong
            return [f"{method}: {error}"]
        same = without_nulls(json.loads(json.dumps(back))) == without_nulls(message)
        return [] if same else [f"{method}: has what the protocol does not know: {json.dumps(message)[:300]}"]


def without_nulls(value):
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    return [without_nulls(v) for v in value] if isinstance(value, list) else value


def session(checker, path):
    """Number of messages and problems of the sessions in a log. A killed server owes no answers, nor does one whose client leaves."""
    count, problems, open_requests, leaves = 0, [], {}, False
    with open(path, encoding="utf-8") as log:
        for number, line in enumerate(log, 1):
            record = json.loads(line)
            found = []
            if record["from"] == "end":
                owed = record["code"] >= 0 and not leaves
                found = [f"no answer to {m}" for m in open_requests.values() if owed]
                open_requests, leaves = {}, False
            elif "bad" in record:
                found = [record["bad"]] if record["from"] == "server" else []
            elif record["from"] == "client":
                message = record["message"]
                if "method" in message and "id" in message:
                    open_requests[message["id"]] = message["method"]
                elif message.get("method") == "exit":
                    leaves = True
            else:
                count += 1
                found = from_server(checker, record["message"], open_requests)
            problems += [f"{path}:{number}: {problem}" for problem in found]
    return count, problems


def from_server(checker, message, open_requests):
    extra = [f"unknown property {name}" for name in message if name not in ("jsonrpc", "id", "method", "params", "result", "error")]
    if message.get("jsonrpc") != "2.0":
        extra.append("jsonrpc is not 2.0")
    if "method" in message:
        return extra + checker.message(message)
    method = open_requests.pop(message.get("id"), None)
    if method is None:
        return extra + [f"an answer to nothing: {message.get('id')!r}"]
    if ("result" in message) == ("error" in message):
        return extra + [f"{method}: either a result or an error"]
    return extra + checker.answer(method, message)


def main():
    try:
        checker = MetaModel(sys.argv[1])
    except FileNotFoundError:
        print(f"SKIPPED the meta model: there is no {sys.argv[1]}; checking with lsprotocol instead")
        checker = Lsprotocol()
    total, all_problems = 0, []
    for path in sys.argv[2:]:
        count, problems = session(checker, path)
        total, all_problems = total + count, all_problems + problems
    for problem in all_problems[:40]:
        print("not ok -", problem)
    print(f"{checker.name}: {total - len(all_problems)} passed, {len(all_problems)} failed")
    sys.exit(bool(all_problems) or total == 0)


main()
