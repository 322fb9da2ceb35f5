#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recomputes the answers of suites from each line's "check", and fails where an answer is not what comes out.

Usage: check_suites.py FILE.jsonl…

A check says how the answer is known, never what it is:
  python     an expression; integers, fractions (F) and decimals (D) are exact; `text` is the prompt, `numbers` the
             numbers in it
  also       further expressions that have to give the same value by another way
  program    a Python program whose output is the answer, run by itself with a time limit; {prompt} in it is replaced
             by the code block of the prompt, so that the very code that is asked about runs
  schema     a JSON Schema (a small part of it) the answer has to satisfy
  behaviour  for code: expressions with their values, which the answer's code has to give and every program of
             `wrong` has to miss
  sql        for SQL: a set-up script, another statement with the same result, statements with other results
Exit code: 0 all right, 1 some are wrong, 2 wrong usage.
"""
import ast
import bisect
import builtins
import collections
import datetime
import decimal
import fractions
import functools
import itertools
import json
import math
import re
import sqlite3
import struct
import subprocess
import sys

D, F = decimal.Decimal, fractions.Fraction
LIMIT_SECONDS = 20
NUMBER = re.compile(r"(?<![\w.])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")


class Wrong(Exception):
    """What is wrong with a line, in one sentence."""


def rnd(value, places):
    """Rounded to decimal places; a tie would depend on the rule, so it is an error."""
    scaled = F(value) * 10 ** places
    if (scaled * 2).denominator == 1 and scaled.denominator == 2:
        raise Wrong(f"{value} lies halfway between two values of {places} places")
    return F(round(scaled), 10 ** places)


def f32(value):
    """The exact value of the nearest IEEE 754 single."""
    return F(struct.unpack("<f", struct.pack("<f", float(F(value))))[0])


def f64(value):
    """The exact value of the nearest IEEE 754 double (division of exact integers rounds once)."""
    value = F(value)
    return F(value.numerator / value.denominator)


def f16(value):
    """The exact value of the nearest IEEE 754 half."""
    return F(struct.unpack("<e", struct.pack("<e", float(F(value))))[0])


def root(value, places):
    """The square root, truncated to decimal places."""
    value = F(value)
    return F(math.isqrt(value.numerator * 10 ** (2 * places) // value.denominator), 10 ** places)


def base(value, radix):
    """A natural number in another base, lower-case digits."""
    digits = ""
    while value or not digits:
        value, digit = divmod(value, radix)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def prime(n):
    return n > 1 and all(n % d for d in range(2, math.isqrt(n) + 1))


NAMES = {name: getattr(builtins, name) for name in (
    "abs all any bin bool chr dict divmod enumerate filter float hex int isinstance len list map max min next oct ord "
    "pow range repr reversed round set sorted str sum tuple zip".split())}
NAMES |= {"D": D, "F": F, "math": math, "re": re, "json": json, "Counter": collections.Counter,
          "permutations": itertools.permutations, "combinations": itertools.combinations,
          "product": itertools.product, "accumulate": itertools.accumulate, "date": datetime.date, "time": datetime.datetime,
          "timedelta": datetime.timedelta, "rnd": rnd, "f16": f16, "f32": f32, "f64": f64, "root": root, "base": base,
          "prime": prime, "bisect": bisect.bisect, "reduce": functools.reduce}


def evaluate(expression, text=""):
    """The value of an expression over exact numbers; no statements, no hidden attributes."""
    tree = ast.parse(expression.strip(), mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            raise Wrong(f"the check uses {node.attr}")
        if isinstance(node, ast.Name) and node.id.startswith("__"):
            raise Wrong(f"the check uses {node.id}")
    numbers = [F(n.replace(",", "")) for n in NUMBER.findall(text)]
    with decimal.localcontext() as context:
        context.prec = 120
        return eval(compile(tree, "check", "eval"), {"__builtins__": {}, **NAMES, "text": text, "numbers": numbers})


def code_block(text):
    found = re.search(r"```\w*\n(.*?)```", text, re.S)
    if not found:
        raise Wrong("the prompt has no code block to run")
    return found.group(1)


def run(program):
    """Standard output of a Python program, without the line end."""
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, timeout=LIMIT_SECONDS,
                          check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Wrong(f"the program failed: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout.rstrip("\n")


def exact(value):
    """A number as a fraction: from text ("2/3", "1e-5", "-0.5"), int, Decimal, Fraction. A float has to be exact."""
    if isinstance(value, bool):
        raise Wrong("a truth value is no number")
    if isinstance(value, str):
        top, _, bottom = value.strip().partition("/")
        return F(D(top)) / (F(D(bottom)) if bottom else 1)
    return F(value)


def decimal_text(value):
    """A fraction as the shortest decimal, or "p/q" where it has no end."""
    value = F(value)
    rest, places = value.denominator, 0
    for factor in (2, 5):
        count = 0
        while rest % factor == 0:
            rest, count = rest // factor, count + 1
        places = max(places, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10 ** places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (digits if not places else f"{digits[:-places]}.{digits[-places:]}")


def item(value):
    """A list item as the suite writes it."""
    if isinstance(value, str):
        return value
    return decimal_text(value)


def written_form(kind, value):
    """How a computed value is written in an answer of this type."""
    if kind == "number":
        return decimal_text(exact(value))
    if kind == "yes_no":
        if not isinstance(value, bool):
            value = {"True": True, "False": False}[str(value)]
        return "yes" if value else "no"
    if kind == "list":
        if isinstance(value, str):
            value = ast.literal_eval(value) if value.startswith("[") else value.split(", ")
        return ", ".join(item(x) for x in value)
    if kind == "json":
        return json.dumps(json.loads(value) if isinstance(value, str) else value, ensure_ascii=False)
    return str(value)


def same(kind, written, value, tolerance):
    if kind == "number":
        return abs(exact(written) - exact(value)) <= F(tolerance)
    if kind == "json":
        value = json.loads(value) if isinstance(value, str) else value
        return json.loads(written) == value
    if kind == "list":
        return [x.strip() for x in written.split(",")] == [x.strip() for x in written_form(kind, value).split(",")]
    return written == written_form(kind, value)


def schema_problem(schema, value, where="$"):
    """What a value breaks of a schema (type, enum, properties, required, additionalProperties, items, minItems,
    maxItems, minimum, maximum, pattern), or nothing."""
    types = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    known = {"type", "enum", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "minimum",
             "maximum", "pattern"}
    if set(schema) - known:
        raise Wrong(f"the schema uses {sorted(set(schema) - known)}, which the checker does not know")
    kind = schema.get("type")
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    fits = kind is None or (number if kind == "number" else number and value == int(value) if kind == "integer"
                            else isinstance(value, types[kind]))
    if not fits:
        return f"{where} is no {kind}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{where} is not one of {schema['enum']}"
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for key in schema.get("required", []):
            if key not in value:
                return f"{where} has no {key}"
        for key, part in value.items():
            if key in properties:
                if found := schema_problem(properties[key], part, f"{where}.{key}"):
                    return found
            elif schema.get("additionalProperties", True) is False:
                return f"{where} has {key} besides"
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            return f"{where} has {len(value)} items"
        for i, part in enumerate(value):
            if found := schema_problem(schema.get("items", {}), part, f"{where}[{i}]"):
                return found
    if number and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return f"{where} is out of range"
    if isinstance(value, str) and "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        return f"{where} does not match {schema['pattern']}"
    return None


def broken_variants(schema, value):
    """Values that a strict schema has to refuse: a key missing, a key too many, another type."""
    if isinstance(value, dict):
        for key in schema.get("required", []):
            yield {k: v for k, v in value.items() if k != key}
        if schema.get("additionalProperties") is False:
            yield {**value, "unexpected": 1}
    yield [value] if not isinstance(value, list) else {"value": value}


def behaves(code, tests):
    program = code + "\nimport json as _json\n" + "".join(
        f"print(_json.dumps(({expression}) == ({expected})))\n" for expression, expected in tests)
    try:
        return set(run(program).split()) == {"true"}
    except (Wrong, subprocess.TimeoutExpired):
        return False


def rows(setup, statement):
    with sqlite3.connect(":memory:") as database:
        database.executescript(setup)
        cursor = database.execute(statement)
        if cursor.description is None:  # a change: the tables afterwards are the result
            tables = [r[0] for r in database.execute("select name from sqlite_master where type='table' order by 1")]
            return [(t, sorted(map(repr, database.execute(f'select * from "{t}"')))) for t in tables]
        found = [tuple(r) for r in cursor]
        return found if re.search(r"\border\s+by\b(?![^()]*\))", statement, re.I) else sorted(found, key=repr)


def check_line(line):
    """Raises Wrong when the line's answer is not what its check says."""
    answer, check, text = line.get("answer"), line.get("check"), line.get("text", "")
    if not isinstance(answer, dict) or "value" not in answer:
        if check:
            raise Wrong("there is a check but no answer")
        return
    if not line.get("why"):
        raise Wrong("the answer has no why")
    if not check:
        raise Wrong("the answer has no check")
    kind, written = answer["type"], answer["value"]
    values = []
    if "python" in check:
        values.append(evaluate(check["python"], text))
    values += [evaluate(e, text) for e in check.get("also", [])]
    if "program" in check:
        program = check["program"]
        values.append(run(program.replace("{prompt}", code_block(text)) if "{prompt}" in program else program))
    for value in values:
        if not same(kind, written, value, answer.get("tolerance", 0)):
            raise Wrong(f"the answer is {written!r}, the check gives {written_form(kind, value)!r}")
    if "schema" in check:
        if found := schema_problem(check["schema"], json.loads(written)):
            raise Wrong(f"the answer breaks its schema: {found}")
        for variant in broken_variants(check["schema"], json.loads(written)):
            if not schema_problem(check["schema"], variant):
                raise Wrong(f"the schema lets {json.dumps(variant)} pass")
    if "behaviour" in check:
        tests, wrong = check["behaviour"]["tests"], check["behaviour"]["wrong"]
        context = check["behaviour"].get("context", "{answer}")
        if not behaves(context.replace("{answer}", written), tests):
            raise Wrong("the answer's code does not behave as the tests say")
        for code in wrong:
            if behaves(context.replace("{answer}", code), tests):
                raise Wrong(f"the tests do not notice the wrong code {code!r}")
        if not wrong:
            raise Wrong("no wrong code is given")
    if "sql" in check:
        sql = check["sql"]
        right = rows(sql["setup"], written)
        if rows(sql["setup"], sql["same"]) != right:
            raise Wrong("the other statement gives other rows")
        if any(rows(sql["setup"], w) == right for w in sql["wrong"]) or not sql["wrong"]:
            raise Wrong("a wrong statement gives the same rows, or none is given")
    if not values and not {"behaviour", "sql"} & set(check):
        raise Wrong("the check computes nothing")


def slip(line):
    """The line with a wrong answer close to the right one."""
    kind, value = line["answer"]["type"], line["answer"]["value"]
    wrong = {"number": lambda: decimal_text(exact(value) + 1), "yes_no": lambda: "no" if value == "yes" else "yes",
             "choice": lambda: "B" if value == "A" else "A", "list": lambda: value + ", 5", "json": lambda: f"[{value}]",
             "code": lambda: f"{value} + 1", "sql": lambda: f"{value} LIMIT 0", "exact": lambda: value + "x"}[kind]()
    return {**line, "answer": {**line["answer"], "value": wrong}}


FAILURES = (Wrong, ArithmeticError, ValueError, TypeError, LookupError, AttributeError, NameError, SyntaxError, sqlite3.Error,
            subprocess.TimeoutExpired, StopIteration)


def notices_slip(line):
    try:
        check_line(slip(line))
    except FAILURES:
        return True
    return False


def main(paths):
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    problems, checked = [], 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for number, raw in enumerate(file, 1):
                line = json.loads(raw)
                try:
                    check_line(line)
                    if "check" in line:
                        checked += 1
                        if not notices_slip(line):
                            raise Wrong("a wrong answer passes the check, too")
                except FAILURES as error:
                    problems.append(f"{path}:{number}: {line.get('id')}: {type(error).__name__}: {error}")
    print("\n".join(problems) or f"{checked} answers recomputed, all right")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
