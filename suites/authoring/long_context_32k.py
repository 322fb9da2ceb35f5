#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the suite long-context-32k: 24 chronicles of about 4,000 to 31,000 tokens with facts between made-up news.

Usage: long_context_32k.py OUTPUT.jsonl [--seed N]

The build runs it with the default seed; the same seed gives the same bytes under every Python version. needle_in_haystack
asks for one fact at a known depth, aggregation for a sum, a count or a maximum over dozens of them, multi_hop for the end
of a chain of three or four. The answer comes from the planted facts; the check finds them again in the finished text.
"""
import argparse
import json
import sys

from seeded import ANIMALS, COLOURS, GOODS, PEOPLE, TOWNS, Seeded

DEFAULT_SEED = 32768
CHARACTERS_A_TOKEN = 4.0  # of English prose with names, for common vocabularies
SIZES = [4_000, 6_000, 8_000, 12_000, 16_000, 20_000, 26_000, 31_000]

NEWS = [
    "{p} was seen in {t} with a cart of {g} and would not say where it was going.",
    "In {t} the market opened late because {p} could not find the {c} awning.",
    "A {a} got into the storehouse at {t} and frightened the guards more than it meant to.",
    "The {g} that {p} had ordered arrived in {t}, though in the wrong size and rather {c}.",
    "{p} and {q} quarrelled over a fence and made it up over supper.",
    "Word came from {t} that the road was passable again for those in no hurry.",
    "Nobody in {t} believed what {p} told about the {a} on the roof.",
    "{p} painted the shutters {c}, which divided the street for a week.",
    "The council of {t} heard {p} on the matter of the {g} and adjourned.",
    "It rained on {t} from noon, and the {a} that lives under the bridge was content.",
    "{q} lent {p} a ladder and has been asking after it ever since.",
    "At the inn of {t} they sing a new song about a {c} {a}.",
    "{p} repaired {g} in the square until the light failed.",
    "A letter for {q} went to {t} by mistake and came back with a kind note.",
    "The schoolmaster of {t} let the children draw a {a}, and most drew {p} instead.",
    "There is a shortage of {g} in {t}, and {p} is said to know why.",
    "{p} has taken up the flute; {q} has taken to long walks.",
    "The {c} lanterns of {t} were hung for the feast and taken down for the wind.",
    "Travellers from {t} praised the soup and said little of the beds.",
    "{q} found a {c} feather and is certain that it fell from a {a}.",
    "They began to dig a well in {t}; {p} advises against it, as always.",
    "{p} exchanged {g} for a {c} coat and regretted it before evening.",
    "The bell of {t} was heard as far as the mill, where {q} set the clock by it.",
    "An old map shows a lake near {t}; {p} went to look and came back dry.",
    "A {a} was carved over the door of the new house in {t}, not very like one.",
    "{p} gave a talk on {g} to which {q} listened with closed eyes.",
    "The ferryman refused to carry {g} to {t} on account of the current.",
    "In spite of the frost {p} planted {c} tulips along the wall.",
    "{q} counted the stars over {t} and stopped when it became {c} in the east.",
    "On the way to {t} {p} met a {a}, and both stepped aside.",
]


def chronicle(r, facts, characters, depths=None):
    """News with the facts between, in their order; at the given depths (0 to 1) or spread out by chance."""
    entries, size = [], 0
    while size < characters:
        people = r.sample(PEOPLE, 2)
        line = r.pick(NEWS).format(p=people[0], q=people[1], t=r.pick(TOWNS), g=r.pick(GOODS), c=r.pick(COLOURS), a=r.pick(ANIMALS))
        entries.append(line)
        size += len(line) + 1
    places = sorted(int(d * len(entries)) for d in depths) if depths else sorted(r.int(0, len(entries)) for _ in facts)
    for place, fact in reversed(list(zip(places, facts))):
        entries.insert(place, fact)
    paragraphs, at = [], 0
    while at < len(entries):
        count = r.int(4, 9)
        paragraphs.append(f"Entry {len(paragraphs) + 1}. " + " ".join(entries[at:at + count]))
        at += count
    return "\n\n".join(paragraphs)


def needles(r, index, size):
    depth = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.92, 0.5][index]
    town, other = r.sample(TOWNS, 2)
    who = r.sample(PEOPLE, 2)
    number = r.int(10_000, 99_999)
    kinds = [
        (f"The number of the strongbox in {town} is {number}.", f"The number of the strongbox in {other} was never written down.",
         f"What is the number of the strongbox in {town}? Answer with the number only.", "number", str(number), f"re.search(r'strongbox in {town} is (\\d+)', text)[1]"),
        (f"{who[0]} swore the oath as harbour master of {town}.", f"{who[1]} swore the oath as harbour master of {other}.",
         f"Who swore the oath as harbour master of {town}? Answer with the name only.", "exact", who[0], f"re.search(r'(\\w+) swore the oath as harbour master of {town}', text)[1]"),
        (f"The rent of the mill at {town} was settled at {number} crowns.", f"The rent of the mill at {other} stays what it was.",
         f"At how many crowns was the rent of the mill at {town} settled?", "number", str(number), f"re.search(r'mill at {town} was settled at (\\d+)', text)[1]"),
        (f"For the tower of {town} the masons ordered {number % 900 + 100} blocks and {number % 70 + 20} beams.", f"For the tower of {other} the masons ordered nothing.",
         f"How many blocks and how many beams were ordered for the tower of {town}? Two numbers separated by a comma.", "list", f"{number % 900 + 100}, {number % 70 + 20}",
         f"[int(k) for k in re.search(r'tower of {town} the masons ordered (\\d+) blocks and (\\d+) beams', text).groups()]"),
    ]
    fact, decoy, ask, kind, value, check = kinds[index % 4]
    text = chronicle(r, [fact, decoy] if depth < 0.6 else [decoy, fact], size, sorted([depth, 0.97 if depth < 0.6 else 0.03]))
    return text, ask, kind, value, check, f"the sentence was put in at {depth:.0%} of the text; the check finds it there"


def aggregation(r, index, size):
    gates = r.sample(TOWNS, 3)
    counts = 20 + index * 6
    tolls = [(r.pick(gates), r.int(2, 60)) for _ in range(counts)]
    facts = [f"Toll taken at the gate of {g}: {k} crowns." for g, k in tolls]
    gate = gates[0]
    found = f"[int(k) for k in re.findall(r'Toll taken at the gate of {gate}: (\\d+) crowns', text)]"
    everything = "[int(k) for k in re.findall(r'Toll taken at the gate of \\w+: (\\d+) crowns', text)]"
    mine = [k for g, k in tolls if g == gate]
    ask, value, check = [
        (f"How many crowns of toll were taken at the gate of {gate} altogether?", sum(mine), f"sum({found})"),
        (f"How many times was toll taken at the gate of {gate}?", len(mine), f"len({found})"),
        ("What was the largest single toll at any gate, in crowns?", max(k for _, k in tolls), f"max({everything})"),
        ("How many of all the tolls, at whatever gate, were above 30 crowns?", sum(k > 30 for _, k in tolls), f"sum(k > 30 for k in {everything})"),
    ][index % 4]
    return chronicle(r, facts, size), ask, "number", str(value), check, f"{counts} tolls were put in; the check collects them from the text"


def multi_hop(r, index, size):
    people, towns, colours = r.sample(PEOPLE, 9), r.sample(TOWNS, 3), r.sample(COLOURS, 3)
    numbers = [r.int(100, 999) for _ in range(3)]
    facts, chains = [], []
    for i in range(3):
        a, b, c = people[3 * i:3 * i + 3]
        facts += [f"{a} left the sealed box in the care of {b}.", f"{b} has moved in with {c} for the winter.", f"{c} keeps the house with the {colours[i]} door.",
                  f"The house with the {colours[i]} door pays {numbers[i]} crowns of hearth tax in {towns[i]}."]
        chains.append((a, colours[i], numbers[i]))
    who, colour, number = chains[index % 3]
    keeper = f"re.search(r'{who} left the sealed box in the care of (\\w+)', text)[1]"
    host = f"re.search({keeper} + r' has moved in with (\\w+) for', text)[1]"
    door = f"re.search({host} + r' keeps the house with the (\\w+) door', text)[1]"
    tax = f"re.search(r'The house with the ' + {door} + r' door pays (\\d+) crowns', text)[1]"
    ask, kind, value, check = [
        (f"How many crowns of hearth tax does the house pay in which {who}'s sealed box now is, if its keeper took it along?", "number", str(number), tax),
        (f"What colour is the door of the house in which the keeper of {who}'s sealed box spends the winter? One word.", "exact", colour, door),
    ][index % 2]
    return chronicle(r, r.shuffled(facts), size), ask, kind, value, check, "twelve facts in three chains were put in; the check follows the chain through the text"


def lines(seed):
    for number, (category, make) in enumerate((("needle_in_haystack", needles), ("aggregation", aggregation), ("multi_hop", multi_hop))):
        for index, tokens in enumerate(SIZES):
            r = Seeded(seed * 1000 + number * 100 + index)
            document, ask, kind, value, check, why = make(r, index, int(tokens * CHARACTERS_A_TOKEN))
            yield {"id": f"long-context-32k/{category}-{index + 1:03}", "category": category, "text": f"{document}\n\n{ask}", "max_tokens": 256,
                   "answer": {"type": kind, "value": value}, "why": why, "check": {"python": check},
                   "metadata": {"approximate_tokens": tokens, "seed": seed}}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("output")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    arguments = parser.parse_args()
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines(arguments.seed))
    with open(arguments.output, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
