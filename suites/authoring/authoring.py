# SPDX-License-Identifier: GPL-3.0-or-later
"""What the suites' authoring scripts share: prompts are written by hand, their answers are computed from the check that
goes with them (tests/check_suites.py says what a check is), and the lines are written to suites/NAME.jsonl."""
import json
import pathlib
import re
import sys

SUITES = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SUITES.parent / "tests"))
import check_suites  # noqa: E402


class Suite:
    """One suite. `budgets` {max_tokens: number of prompts} is shared out by length where a prompt does not say its own;
    `counts` {category: number of prompts} has to come out exactly."""

    def __init__(self, name, budgets, counts):
        self.name, self.budgets, self.counts = name, dict(budgets), counts
        self.lines, self.current, self.per = [], None, {}

    def cat(self, category):
        self.current = category

    def add(self, text, kind=None, value=None, check=None, why=None, b=None, tol=None):
        self.per[self.current] = self.per.get(self.current, 0) + 1
        line = {"id": f"{self.name}/{self.current}-{self.per[self.current]:03}", "category": self.current, "text": text,
                "max_tokens": b}
        if kind:
            line["answer"] = {"type": kind}
            if value is not None:
                line["answer"]["value"] = value
                if tol:
                    line["answer"]["tolerance"] = tol
                line["why"] = why
                line["check"] = check
        self.lines.append(line)

    def computed(self, kind, text, expression, why, also=None, schema=None, **more):
        check = {"python": expression}
        if also:
            check["also"] = [also] if isinstance(also, str) else also
        if schema:
            check["schema"] = schema
        try:
            value = check_suites.written_form(kind, check_suites.evaluate(expression, text))
        except Exception as error:
            raise SystemExit(f"{self.name}: {text[:70]!r}: {expression}: {error!r}")
        self.literals(text, expression)
        self.add(text, kind, value, check, why or f"computed exactly: {expression}", **more)

    def literals(self, text, expression):
        """Numbers of an expression that the prompt does not show are worth a look while authoring."""
        if "-v" not in sys.argv:
            return
        shown = text.replace(",", "")
        odd = [n for n in re.findall(r"\d+", expression) if len(n) > 1 and n not in shown]
        if odd:
            print(f"{text[:80]!r}: {expression} has {odd}")

    def n(self, text, expression, why=None, **more):
        self.computed("number", text, expression, why, **more)

    def yn(self, text, expression, why=None, **more):
        self.computed("yes_no", text, expression, why, **more)

    def li(self, text, expression, why=None, **more):
        self.computed("list", text, expression, why, **more)

    def ex(self, text, expression, why=None, **more):
        self.computed("exact", text, expression, why, **more)

    def ch(self, text, expression, why=None, **more):
        self.computed("choice", text, expression, why, **more)

    def js(self, text, expression, why=None, schema=None, **more):
        self.computed("json", text, expression, why, schema=schema, **more)

    def prints(self, kind, text, why=None, **more):
        """A question about what the code block of the prompt prints: the block itself is run."""
        value = check_suites.written_form(kind, check_suites.run(check_suites.code_block(text)))
        self.add(text, kind, value, {"program": "{prompt}"}, why or "the program of the prompt was run", **more)

    def program(self, kind, text, program, why, **more):
        value = check_suites.written_form(kind, check_suites.run(program))
        self.add(text, kind, value, {"program": program}, why, **more)

    def code(self, text, value, tests, wrong, why=None, context="{answer}", **more):
        check = {"behaviour": {"tests": tests, "wrong": wrong}}
        if context != "{answer}":
            check["behaviour"]["context"] = context
        self.add(text, "code", value, check, why or "the code passes its tests and the slips beside it do not", **more)

    def sql(self, text, value, setup, same, wrong, why=None, **more):
        self.add(text, "sql", value, {"sql": {"setup": setup, "same": same, "wrong": wrong}},
                 why or "run on a small database: the same rows as another statement, other rows than wrong ones", **more)

    def free(self, text, **more):
        """A task without one right answer: the texts are compared, nothing is judged."""
        self.add(text, **more)

    def share_budgets(self):
        left = dict(self.budgets)
        for line in self.lines:
            if line["max_tokens"]:
                left[line["max_tokens"]] = left.get(line["max_tokens"], 0) - 1
        if min(left.values()) < 0:
            raise SystemExit(f"{self.name}: budgets {left}")
        unsaid = sorted((line for line in self.lines if not line["max_tokens"]), key=lambda line: -len(line["text"]))
        supply = [b for b in sorted(left, reverse=True) for _ in range(left[b])]
        if len(supply) != len(unsaid):
            raise SystemExit(f"{self.name}: {len(unsaid)} prompts without a budget, {len(supply)} budgets left {left}")
        for line, budget in zip(unsaid, supply):
            line["max_tokens"] = budget

    def write(self):
        off = {c: self.per.get(c, 0) - n for c, n in self.counts.items() if self.per.get(c, 0) != n}
        if off or set(self.per) - set(self.counts):
            raise SystemExit(f"{self.name}: too many (+) or too few (-) of {off}, unknown {set(self.per) - set(self.counts)}")
        self.share_budgets()
        path = SUITES / f"{self.name}.jsonl"
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            for line in self.lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        print(f"{path.name}: {len(self.lines)} prompts, {path.stat().st_size} bytes")
