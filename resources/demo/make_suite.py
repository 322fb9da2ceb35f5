# SPDX-License-Identifier: GPL-3.0-or-later
"""Write suites/demo.jsonl: 120 different prompts in the demo model's manner, over all its categories.

Usage: python3 make_suite.py [OUT]        (default: ../../suites/demo.jsonl beside this script)

The same file comes out every time: one fixed seed, unlike the training's (1 and 0…5,999), its progress check's
(900,000…) and the 5,000,000… of the README's figures, whose prompts are left out as well.
"""
import json
import math
import pathlib
import random
import re
import sys

from corpus import TASKS, sample

SEED = 8_000_000
PROMPTS = 120
MOST_ALIKE = 0.8  # of two prompts
LEAST = 6  # per category, so that each has something to show
MAX_TOKENS = 128  # measured: prompts up to 48 tokens, answers up to 93; the context is 256
README_SEEDS = range(5_000_000, 5_000_200)


def quotas():
    """Prompts of each category: the corpus weights by largest remainder, but at least LEAST."""
    exact = {task: weight * PROMPTS for task, weight in TASKS}
    counts = {task: max(LEAST, math.floor(share)) for task, share in exact.items()}
    for task in sorted(exact, key=lambda t: counts[t] - exact[t]):
        if sum(counts.values()) < PROMPTS:
            counts[task] += 1
    assert sum(counts.values()) == PROMPTS
    return counts


def fenced(text):
    """What stands between the opening fence's line and the closing fence."""
    return text.split("\n", 1)[1].rsplit("\n```", 1)[0]


def reference(category, answer):
    """The suite's "answer" member, or None where the task has no single answer."""
    if category in ("arithmetic", "word_problem", "logic"):
        value = answer.rsplit("The answer is ", 1)[1].rstrip(".")
        return {"type": "yes_no" if category == "logic" else "number", "value": value}
    if category in ("sorting", "sequence"):
        return {"type": "list", "value": answer.rstrip(".")}
    if category in ("json", "python"):
        return {"type": "json" if category == "json" else "code", "value": fenced(answer)}
    return None


def similarity(a, b):
    """2·LCS / (|a| + |b|) over words and signs, as `suites check` measures it."""
    one, other = (re.findall(r"\w+|[^\w\s]", text) for text in (a, b))
    row = [0] * (len(other) + 1)
    for word in one:
        row = [0, *row]
        for j, match in enumerate(other, 1):
            row[j] = row[j] + 1 if word == match else max(row[j - 1], row[j + 1])
        row.pop()
    return 2 * row[-1] / (len(one) + len(other))


def draw(task, r, seen, others=()):
    """A new sample of a task, not too much like the others."""
    while True:
        text, answer, category = task(r)
        if text not in seen and all(similarity(text, other) <= MOST_ALIKE for other in others):
            seen.add(text)
            return text, answer, category


def suite():
    r = random.Random(SEED)
    seen = {sample(random.Random(seed))[0] for seed in README_SEEDS}
    order = [task for task, count in quotas().items() for _ in range(count)]
    r.shuffle(order)
    drawn = [draw(task, r, seen) for task in order]
    # What is too much like a line above is drawn again, from numbers of its own so that all other lines stay.
    again = random.Random(SEED + 1)
    for i, task in enumerate(order):
        others = [text for j, (text, *_) in enumerate(drawn) if j != i]
        if any(similarity(drawn[i][0], other) > MOST_ALIKE for other in others[:i]):
            drawn[i] = draw(task, again, seen, others)
    numbers = {}
    for text, answer, category in drawn:
        numbers[category] = numbers.get(category, 0) + 1
        line = {"id": f"demo/{category}-{numbers[category]:03}", "category": category, "text": text, "max_tokens": MAX_TOKENS}
        known = reference(category, answer)
        if known:
            line["answer"] = known
        yield line


def main():
    here = pathlib.Path(__file__).resolve().parent
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent.parent / "suites" / "demo.jsonl"
    out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in suite()), encoding="utf-8")


if __name__ == "__main__":
    main()
