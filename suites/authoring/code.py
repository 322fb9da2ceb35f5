#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs to read, to mend, to complete and to write. What a program prints is found by running it; functions to write
have no reference, since there are many right ones: their texts are compared only."""
from authoring import Suite, check_suites

s = Suite("code", {512: 70, 256: 30},
          {"python": 49, "debugging": 16, "completion": 11, "json": 8, "sql": 6, "devops": 4, "bash": 3, "yaml": 2, "html": 1})


def prints(kind, ask, code, after="", **more):
    s.prints(kind, f"{ask}\n```python\n{code}\n```" + (f"\n{after}" if after else ""), **more)


s.cat("python")
prints("number", "What does this program print?", "total = 0\nfor i in range(1, 20, 3):\n    if i % 2:\n        total += i\nprint(total)")
prints("number", "Follow the loop and give the number it prints at the end.",
       "a, b = 1, 1\nwhile b < 500:\n    a, b = b, a + b\nprint(a)")
prints("list", "Which list does this print?", "words = ['pear', 'fig', 'apple', 'kiwi']\nprint(sorted(len(w) for w in words))")
prints("exact", "Say exactly what appears on the screen, nothing else.", "s = 'stressed'\nprint(s[::-2])")
prints("number", "What number is printed?", "def f(n):\n    return n if n < 2 else f(n // 2) + f(n % 2)\n\nprint(f(255))")
prints("list", "Trace this code and state the final list.", "xs = [4, 1, 3]\nys = xs\nys.append(2)\nxs.sort()\nprint(ys)")
prints("number", "A default argument trap: what does the last line print?",
       "def add(x, bag=[]):\n    bag.append(x)\n    return len(bag)\n\nadd(5)\nadd(6)\nprint(add(7))")
prints("yes_no", "Is the printed value True? Answer yes or no.", "print(0.1 * 3 == 0.3)")
prints("number", "How large is the set at the end? Give the printed number.",
       "seen = set()\nfor x in range(10):\n    for y in range(10):\n        seen.add(x * y % 7)\nprint(len(seen))")
prints("exact", "Write the one word that is printed.", "d = {'a': 'north', 'b': 'south'}\nd['a'], d['b'] = d['b'], d['a']\nprint(d['a'])")
prints("number", "Closures: what comes out?", "fs = [lambda: i * 10 for i in range(4)]\nprint(fs[0]() + fs[3]())")
prints("number", "Integer division of negative numbers. Output?", "print(-17 // 5 + -17 % 5)")
prints("list", "What does the comprehension produce?", "print([r * c for r in (1, 2, 3) for c in (4, 5) if r != c - 2])")
prints("number", "What is printed after the generator has been used up once?",
       "g = (k * k for k in range(5))\nfirst = sum(g)\nsecond = sum(g)\nprint(first - second)")
prints("exact", "Give the output of this string formatting, character for character.", "print(f'{1234567.891:,.1f}')")
prints("number", "Reading slices: which number does this give?", "data = list(range(0, 100, 5))\nprint(data[-3] - data[3:12:4][1])")
prints("exact", "Which of the branches speaks? Reply with its word only.",
       "def kind(n):\n    match n:\n        case 0:\n            return 'zero'\n        case int() if n % 2:\n            return 'odd'\n        case _:\n            return 'other'\n\nprint(kind(-3))")
prints("number", "What does bisect find here?", "import bisect\nprint(bisect.bisect_left([2, 4, 4, 4, 9], 4) * 10 + bisect.bisect_right([2, 4, 4, 4, 9], 4))")
prints("number", "Bit fiddling. What is the output?", "x = 0b101101\nx &= x - 1\nx ^= 0b11\nprint(x << 1)")
prints("list", "A stack and a queue at work; which sequence is printed?",
       "from collections import deque\nq = deque([1, 2, 3])\nq.rotate(1)\nq.appendleft(q.pop())\nprint(list(q))")
prints("number", "Inheritance: whose method runs? Give the printed number.",
       "class A:\n    def v(self):\n        return 1\n\nclass B(A):\n    def v(self):\n        return super().v() + 10\n\nclass C(A):\n    def v(self):\n        return super().v() + 100\n\nclass D(B, C):\n    pass\n\nprint(D().v())")
prints("number", "What does the exception handling leave in n?",
       "n = 0\nfor t in ('4', 'x', '', '9'):\n    try:\n        n += int(t)\n    except ValueError:\n        n -= 1\n    else:\n        n += 100\n    finally:\n        n += 1000\nprint(n)")
prints("exact", "Caesar on the command line: what is printed?", "print(''.join(chr((ord(c) - 97 + 3) % 26 + 97) for c in 'xylem'))", "Answer with the output alone.")
prints("number", "Matrix as nested lists. What does the sum come to?",
       "m = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]\nprint(sum(row[i] - row[2 - i] * i for i, row in enumerate(m)))")
prints("number", "How many times is the inner line reached? The program counts it.",
       "count = 0\nfor i in range(12):\n    for j in range(i, 12, 3):\n        if j == 10:\n            break\n        count += 1\nprint(count)")
prints("list", "Shallow copies: which numbers are printed?", "a = [[0] * 2] * 3\na[1][0] = 7\nprint([row[0] for row in a])")
prints("number", "Memoised recursion. Determine the output.",
       "from functools import cache\n\n@cache\ndef ways(n):\n    if n < 0:\n        return 0\n    return 1 if n == 0 else ways(n - 1) + ways(n - 3) + ways(n - 4)\n\nprint(ways(12))")
prints("exact", "What does strip really strip? State the output only.", "print('xx-mixed-xx'.strip('x-') + '/' + 'aXbX'.rstrip('X'))")
prints("number", "Sorting with a key: which number results?",
       "p = [(3, 'b'), (1, 'c'), (3, 'a'), (2, 'd')]\np.sort(key=lambda t: (-t[0], t[1]))\nprint(ord(p[0][1]) + p[-1][0])")
prints("number", "Walrus and while. What is printed?", "n, steps = 27, 0\nwhile (n := n // 2 if n % 2 == 0 else 3 * n + 1) != 40:\n    steps += 1\nprint(steps)")
for task in (
        "Write a Python function `median(values)` that returns the median of a non-empty list of numbers without changing the list.",
        "Implement `roman(n)` for 1 ≤ n ≤ 3999, returning the Roman numeral as a string. Add a docstring.",
        "I need a class `RingBuffer(capacity)` with `push(item)` and `items()`; when it is full, the oldest item is dropped. Python please.",
        "Write a generator `chunks(iterable, size)` that yields lists of `size` items; the last one may be shorter. It must work for iterators too.",
        "Create a function that checks whether two strings are anagrams, ignoring case and blanks. Name it `is_anagram`.",
        "Using only the standard library, write `top_words(path, n)`: the n most frequent words of a text file with their counts.",
        "Write a decorator `retry(times)` that calls the function again after an exception and lets the last exception through.",
        "Show a recursive `flatten(nested)` which turns arbitrarily nested lists into one flat list.",
        "Give me a context manager called `timed` that prints how many milliseconds its block took.",
        "Write `binary_search(items, target)`, returning the index or -1. Do not use the bisect module.",
        "Code a function `merge(a, b)` merging two sorted lists into one sorted list in linear time.",
        "Write a small `Matrix` class with addition and multiplication through operator overloading. Raise ValueError if the shapes do not fit.",
        "Produce a Python script that reads numbers from standard input, one a line, skips bad lines and prints the mean.",
        "Implement Dijkstra's algorithm on a graph given as a dict of dicts of weights; return the distances from one start node.",
        "Write a dataclass `Money` with cents as an integer and a currency; adding two currencies must fail.",
        "Write `parse_duration('2h 15m')` returning seconds. Hours, minutes and seconds are each optional.",
        "Write an asynchronous function that fetches a list of awaitables with at most five running at the same time and keeps the order of results.",
        "Write a pytest test with three parametrised cases for a function `clamp(x, low, high)`.",
        "Implement run-length encoding and decoding as two functions that undo each other, for any string without digits."):
    s.free(task)

s.cat("debugging")

# Runs candidates with a bound on their steps: a wrong loop may never end.
GUARDED = """import sys
def passes(source):
    space, steps = {}, [0]
    def count(*_):
        steps[0] += 1
        if steps[0] > 20000:
            raise RuntimeError('endless')
        return count
    sys.settrace(count)
    try:
        exec(source, space)
        return all(eval(a, dict(space)) == b for a, b in tests)
    except Exception:
        return False
    finally:
        sys.settrace(None)
"""


def bug_line(ask, code, line, fix, tests):
    """The line whose replacement by `fix` makes the tests pass; the program verifies that they fail as it stands."""
    program = ("src = r'''{prompt}'''\n"
               f"tests = {tests!r}\n" + GUARDED +
               "lines = src.splitlines()\n"
               f"fix = {fix!r}\n"
               "good = [i + 1 for i in range(len(lines)) if passes('\\n'.join(lines[:i] + [fix] + lines[i + 1:]))]\n"
               f"print({line} if good == [{line}] and not passes(src) else 'the bug is elsewhere: %s' % good)\n")
    text = f"{ask}\n```python\n{code}\n```"
    value = check_suites.run(program.replace("{prompt}", check_suites.code_block(text)))
    s.add(text, "number", check_suites.written_form("number", value), {"program": program},
          f"with line {line} as `{fix.strip()}` the tests pass, as it stands they do not")


def bug_choice(ask, code, options, tests, marker="???"):
    """Four candidates for the marked place, of which exactly one passes the tests."""
    program = ("src = r'''{prompt}'''\n"
               f"options, tests = {options!r}, {tests!r}\n" + GUARDED +
               f"right = [c for c, o in zip('ABCD', options) if passes(src.replace({marker!r}, o))]\n"
               "print(right[0] if len(right) == 1 else 'not one right: %s' % right)\n")
    listed = "\n".join(f"{c}) `{o}`" for c, o in zip("ABCD", options))
    text = f"{ask}\n```python\n{code}\n```\n{listed}\nReply with one letter."
    value = check_suites.run(program.replace("{prompt}", check_suites.code_block(text)))
    if len(value) != 1:
        raise SystemExit(f"{text}: {value}")
    s.add(text, "choice", value, {"program": program}, "every candidate was put in and tested; one passes")


bug_line("One line of this function is wrong; it should return the mean. Which line (count from 1)? Reply with the number.",
         "def mean(xs):\n    total = 0\n    for x in xs:\n        total = x\n    return total / len(xs)", 4, "        total += x",
         [("mean([1, 2, 3, 6])", 3.0), ("mean([5])", 5.0)])
bug_line("This is meant to count the vowels of a word. Name the number of the faulty line.",
         "def vowels(word):\n    count = 0\n    for c in word.lower():\n        if c not in 'aeiou':\n            count += 1\n    return count",
         4, "        if c in 'aeiou':", [("vowels('Oregano')", 4), ("vowels('rhythm')", 0)])
bug_line("A half-open binary search that overlooks some elements: where is the mistake? Give the line number only.",
         "def find(xs, t):\n    lo, hi = 0, len(xs)\n    while lo < hi:\n        mid = (lo + hi) // 2\n        if xs[mid] == t:\n            return mid\n        if xs[mid] < t:\n            lo = mid + 1\n        else:\n            hi = mid - 1\n    return -1",
         10, "            hi = mid", [("[find([1, 3, 5, 7, 9], k) for k in (1, 3, 5, 7, 9, 4)]", [0, 1, 2, 3, 4, -1])])
bug_line("`is_prime(1)` should be False here, but something lets it pass. Which line has the wrong limit?",
         "def is_prime(n):\n    if n < 1:\n        return False\n    d = 2\n    while d * d <= n:\n        if n % d == 0:\n            return False\n        d += 1\n    return True",
         2, "    if n < 2:", [("[is_prime(k) for k in (0, 1, 2, 9, 11)]", [False, False, True, False, True])])
bug_line("Factorial goes wrong for every n above 1. State the number of the line to blame.",
         "def fact(n):\n    if n == 0:\n        return 1\n    return n + fact(n - 1)", 4,
         "    return n * fact(n - 1)", [("fact(5)", 120), ("fact(0)", 1)])
bug_line("The second largest value is wanted, yet duplicates of the largest spoil it. Which line needs the change?",
         "def second(xs):\n    first = max(xs)\n    rest = list(xs)\n    rest.remove(first)\n    return max(rest)", 4,
         "    rest = [x for x in rest if x != first]", [("second([3, 9, 9, 4])", 4), ("second([1, 2])", 1)])
bug_choice("What has to stand in place of ??? so that the function reverses the order of words?",
           "def flip(line):\n    return ' '.join(???)", ["line[::-1]", "line.split()[::-1]", "reversed(line)", "sorted(line.split())"],
           [("flip('one two three')", "three two one")])
bug_choice("The loop skips items because the list shrinks while it runs. Which replacement for ??? cures that?",
           "def drop_odd(xs):\n    for x in ???:\n        if x % 2:\n            xs.remove(x)\n    return xs",
           ["xs", "iter(xs)", "list(xs)", "range(len(xs))"], [("drop_odd([1, 3, 5, 2, 7])", [2])])
bug_choice("Sorting (name, score) pairs by falling score and rising name: choose the right key.",
           "def rank(pairs):\n    return sorted(pairs, key=???)",
           ["lambda p: (p[1], p[0])", "lambda p: (-p[1], p[0])", "lambda p: (p[0], -p[1])", "lambda p: -p[1] + len(p[0])"],
           [("rank([('b', 2), ('a', 2), ('c', 9)])", [("c", 9), ("a", 2), ("b", 2)]), ("rank([('bb', 1), ('a', 1), ('z', 1)])", [("a", 1), ("bb", 1), ("z", 1)])])
bug_choice("This leap-year test fails for 1900. Which condition is correct?",
           "def leap(y):\n    return ???",
           ["y % 4 == 0", "y % 4 == 0 and y % 100 != 0", "y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)", "y % 400 == 0 or y % 100 == 0"],
           [("[leap(y) for y in (1900, 2000, 2023, 2024)]", [False, True, False, True])])
bug_choice("A dictionary of lists shares one list among all keys. What belongs in place of ???",
           "def table(keys):\n    t = ???\n    for k in keys:\n        t[k].append(len(k))\n    return t",
           ["dict.fromkeys(keys, [])", "{k: [] for k in keys}", "dict(zip(keys, [[]] * len(keys)))", "{keys: []}"],
           [("table(['a', 'bcd'])", {"a": [1], "bcd": [3]})])
bug_choice("The window sums come out one short at the end. Pick the bound that repairs them.",
           "def windows(xs, k):\n    return [sum(xs[i:i + k]) for i in range(???)]",
           ["len(xs) - k", "len(xs)", "len(xs) - k + 1", "k"], [("windows([1, 2, 3, 4], 2)", [3, 5, 7]), ("windows([1, 2, 3, 4, 5], 3)", [6, 9, 12])])
prints("number", "The author expected 6. What does the buggy program print instead?", "def total(*parts):\n    result = 0\n    for p in parts:\n        result =+ p\n    return result\n\nprint(total(1, 2, 3))")
prints("number", "Someone forgot that strings compare letter by letter. Which number does this faulty maximum print?", "print(max(['9', '10', '200']))")
prints("number", "`n` was meant to be the global counter. What is printed?", "n = 5\n\ndef bump():\n    n = 6\n    return n\n\nbump()\nprint(n)")
prints("number", "An off-by-one: these squares should add up to 55, but what is the real output?", "print(sum(k ** 2 for k in range(5)))")

s.cat("completion")


def fill(text, value, tests, wrong, context):
    s.code(text + "\nReply with one code block that holds nothing but the missing part.", value, tests, wrong,
           "put into the stub it passes the tests; the slips beside it do not", context)


fill("Complete the last line with one method call on `text`, so that the function says whether it starts with a given prefix:\n```python\ndef begins(text, prefix):\n    return ____\n```",
     "text.startswith(prefix)", [["begins('abc', 'ab')", "True"], ["begins('abc', 'bc')", "False"]], ["text.endswith(prefix)", "prefix.startswith(text)"],
     "def begins(text, prefix):\n    return {answer}")
fill("Fill the gap using the modulo operator and a comparison with zero:\n```python\ndef divides(d, n):\n    # True when d divides n\n    return ____\n```",
     "n % d == 0", [["divides(3, 12)", "True"], ["divides(5, 12)", "False"]], ["d % n == 0", "n % d != 0"], "def divides(d, n):\n    return {answer}")
fill("`tail(xs)` returns everything but the first element. Complete it with one slice of `xs`:\n```python\ndef tail(xs):\n    return ____\n```",
     "xs[1:]", [["tail([4, 5, 6])", "[5, 6]"], ["tail([])", "[]"]], ["xs[:1]", "xs[:-1]"], "def tail(xs):\n    return {answer}")
fill("Write the missing right side of the assignment, which swaps `a` and `b` by tuple assignment:\n```python\na, b = ____\n```",
     "b, a", [["(lambda r: r)(swap(1, 2))", "(2, 1)"]], ["a, b", "b, b"], "def swap(a, b):\n    return {answer}")
fill("Finish the dictionary comprehension (the part between the braces) that maps each word of `words` to its length; call the loop variable `w`.\n```python\nlengths = {____}\n```",
     "w: len(w) for w in words", [["lengths(['a', 'bcd'])", "{'a': 1, 'bcd': 3}"]], ["len(w): w for w in words", "w: len(words) for w in words"],
     "def lengths(words):\n    return {{answer}}")
fill("What comes after `return`? The function clamps x into low … high with `max` outside and `min` inside, arguments in the order bound, value:\n```python\ndef clamp(x, low, high):\n    return ____\n```",
     "max(low, min(high, x))", [["[clamp(k, 2, 5) for k in (1, 3, 9)]", "[2, 3, 5]"]], ["max(high, min(low, x))", "min(low, max(high, x))"],
     "def clamp(x, low, high):\n    return {answer}")
bug_choice("Choose the expression for the gap, which has to give the digits of n from left to right.", "def digits(n):\n    return ???",
           ["[int(c) for c in str(n)]", "[c for c in str(n)]", "list(n)", "[n % 10 for _ in str(n)]"], [("digits(407)", [4, 0, 7])])
bug_choice("Which expression completes the greatest common divisor?", "def gcd(a, b):\n    return a if b == 0 else ???",
           ["gcd(a % b, b)", "gcd(b, a % b)", "gcd(a, a % b)", "gcd(b, a // b)"], [("[gcd(48, 18), gcd(7, 5), gcd(6, 0)]", [6, 1, 6])])
bug_choice("A prefix-sum list is built step by step. What should be appended?", "def prefix(xs):\n    out = [0]\n    for x in xs:\n        out.append(???)\n    return out",
           ["x", "out[-1] + x", "out[0] + x", "sum(out) + x"], [("prefix([3, 1, 4])", [0, 3, 4, 8])])
bug_choice("Complete the transposition of a rectangular list of rows.", "def transpose(rows):\n    return ???",
           ["[list(c) for c in zip(*rows)]", "[list(c) for c in zip(rows)]", "rows[::-1]", "[r[::-1] for r in rows]"], [("transpose([[1, 2, 3], [4, 5, 6]])", [[1, 4], [2, 5], [3, 6]])])
bug_choice("The palindrome test should not care about case. Which comparison goes there?", "def palindrome(t):\n    return ???",
           ["t == t[::-1]", "t.lower() == t[::-1].lower()", "t.lower() == t.upper()[::-1]", "t.lower() == t[::-1]"], [("[palindrome(w) for w in ('Level', 'aBa', 'Otto', 'ab')]", [True, True, True, False])])

s.cat("json")
OBJ = {"type": "object", "additionalProperties": False}
s.js("Print a JSON object for a book: title \"Salt Roads\", year 1987, in_stock true, tags \"sea\" and \"trade\" in that order under the key tags. No other keys.",
     "{'title': 'Salt Roads', 'year': 1987, 'in_stock': True, 'tags': ['sea', 'trade']}", "the values are those of the task",
     {**OBJ, "required": ["title", "year", "in_stock", "tags"], "properties": {"title": {"type": "string"}, "year": {"type": "integer"}, "in_stock": {"type": "boolean"}, "tags": {"type": "array", "items": {"type": "string"}}}})
s.js("Give a JSON array of the squares of 3, 4, 5 and 6.", "[k * k for k in (3, 4, 5, 6)]", None, {"type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "integer"}})
s.js("Turn `host=db1;port=5432;ssl=on` into a JSON object. The port becomes a number, on becomes true.",
     "{'host': 'db1', 'port': int(re.search(r'port=(\\d+)', text)[1]), 'ssl': True}", "read from the text of the prompt",
     {**OBJ, "required": ["host", "port", "ssl"], "properties": {"host": {"type": "string"}, "port": {"type": "integer"}, "ssl": {"type": "boolean"}}})
s.js("Represent the point x = -2.5, y = 4 with a null label in JSON, using the keys x, y and label.", "{'x': -2.5, 'y': 4, 'label': None}", "the values are those of the task",
     {**OBJ, "required": ["x", "y", "label"], "properties": {"x": {"type": "number"}, "y": {"type": "number"}, "label": {"type": "null"}}})
s.js("Count the letters of the word banana and output the counts as JSON, one key a letter.", "dict(Counter('banana'))", "counted",
     {**OBJ, "required": ["a", "b", "n"], "properties": {k: {"type": "integer"} for k in "abn"}})
s.js("Two users: Mia (id 4, roles admin and dev) and Leo (id 9, no roles). Write {\"users\": […]} with id, name and roles for each, roles as a list.",
     "{'users': [{'id': 4, 'name': 'Mia', 'roles': ['admin', 'dev']}, {'id': 9, 'name': 'Leo', 'roles': []}]}", "the values are those of the task",
     {**OBJ, "required": ["users"], "properties": {"users": {"type": "array", "items": {**OBJ, "required": ["id", "name", "roles"], "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "roles": {"type": "array", "items": {"type": "string"}}}}}}})
s.js("Convert this CSV into a JSON array of objects, prices as numbers:\nitem,price\nbolt,0.15\nnut,0.1\nwasher,0.05",
     "[{'item': l.split(',')[0], 'price': float(l.split(',')[1])} for l in text.splitlines()[2:]]", "parsed from the prompt",
     {"type": "array", "items": {**OBJ, "required": ["item", "price"], "properties": {"item": {"type": "string"}, "price": {"type": "number"}}}})
s.js("Nest it: the key path a → b → c ends in the list of even numbers below 10, starting from 2. JSON only.", "{'a': {'b': {'c': list(range(2, 10, 2))}}}", None,
     {**OBJ, "required": ["a"], "properties": {"a": {**OBJ, "required": ["b"], "properties": {"b": {**OBJ, "required": ["c"], "properties": {"c": {"type": "array", "items": {"type": "integer"}}}}}}}})

s.cat("sql")
SETUP = ("create table staff(id integer, name text, city text, pay integer, dept integer);"
         "insert into staff values(1,'Ann','Oslo',300,1),(2,'Bo','Rome',200,1),(3,'Cy','Oslo',200,2),(4,'Di','Bonn',450,2),(5,'Ed','Rome',100,3);"
         "create table dept(id integer, title text);insert into dept values(1,'Sales'),(2,'Lab'),(4,'Post');")
s.sql("Table staff(id, name, city, pay, dept). One SQL statement without aliases: the names of everybody who earns more than 200, ordered by name.",
      "SELECT name FROM staff WHERE pay > 200 ORDER BY name", SETUP, "select name from staff where not pay <= 200 order by name",
      ["SELECT name FROM staff WHERE pay >= 200 ORDER BY name", "SELECT name FROM staff WHERE pay > 200 ORDER BY name DESC"])
s.sql("Using staff(id, name, city, pay, dept), count the rows of each city: select city and COUNT(*), grouped by city, nothing more.",
      "SELECT city, COUNT(*) FROM staff GROUP BY city", SETUP, "select distinct city, (select count(*) from staff s where s.city = t.city) from staff t",
      ["SELECT city, COUNT(*) FROM staff", "SELECT city, SUM(pay) FROM staff GROUP BY city"])
s.sql("Write an UPDATE that raises the pay in table staff by 50 for dept 2 only.", "UPDATE staff SET pay = pay + 50 WHERE dept = 2", SETUP,
      "update staff set pay = case dept when 2 then pay + 50 else pay end", ["UPDATE staff SET pay = pay + 50", "UPDATE staff SET pay = 50 WHERE dept = 2"])
s.sql("Delete everyone living in Rome from the table staff (column city).", "DELETE FROM staff WHERE city = 'Rome'", SETUP,
      "delete from staff where id in (select id from staff where city = 'Rome')", ["DELETE FROM staff", "DELETE FROM staff WHERE city <> 'Rome'"])
s.n("With rows staff(name, pay) = (Ann, 300), (Bo, 200), (Cy, 200), (Di, 450), (Ed, 100): what number does `SELECT COUNT(DISTINCT pay) FROM staff WHERE pay < 400` return?",
    "len({p for p in (300, 200, 200, 450, 100) if p < 400})")
s.n("Table a holds ids 1, 2, 3, 5 and table b holds ids 2, 3, 3, 8. How many rows does `SELECT * FROM a LEFT JOIN b ON a.id = b.id` give?",
    "sum(max(1, [2, 3, 3, 8].count(k)) for k in (1, 2, 3, 5))", "each left row once, or once for each match")

s.cat("devops")
s.n("A deployment of 12 pods is updated with maxUnavailable 25 % and maxSurge 0. At least how many pods stay available throughout?", "12 - 12 * 25 // 100", "25 % of 12 may be missing, rounded down")
s.n("What octal mode does `chmod u=rwx,g=rx,o= backup.sh` set (three digits)?", "'%d%d%d' % (4 + 2 + 1, 4 + 1, 0)", "r = 4, w = 2, x = 1")
s.n("How many usable host addresses does the IPv4 network 10.20.30.0/27 have, network and broadcast address left out?", "2 ** (32 - 27) - 2")
s.n("A cron entry reads `*/15 8-17 * * 1-5`. How many times does it run in a normal week?", "4 * 10 * 5", "four times an hour, ten hours, five days",
    also="len([0 for d in range(1, 6) for h in range(8, 18) for m in range(0, 60, 15)])")

s.cat("bash")
s.n("In bash, what does `x=7; echo $(( (x << 2) - x % 4 ))` print?", "(7 << 2) - 7 % 4")
s.n("A file has the lines pear, fig, pear, kiwi, fig, pear. What number does `sort fruit.txt | uniq -d | wc -l` output?",
    "sum(c > 1 for c in Counter(['pear', 'fig', 'pear', 'kiwi', 'fig', 'pear']).values())", "the lines that occur more than once, each once")
s.ex("After `f=/srv/data/log.2026.tar.gz`, what does bash print for `echo ${f##*/}`? Only the output.", "'/srv/data/log.2026.tar.gz'.rsplit('/', 1)[1]", "## removes the longest match of */ in front")

s.cat("yaml")
s.js("Translate this YAML to JSON:\n```yaml\nservice:\n  name: relay\n  ports: [80, 443]\n  debug: false\n```",
     "{'service': {'name': 'relay', 'ports': [80, 443], 'debug': False}}", "read off by YAML's rules: plain scalars, flow list, boolean",
     {**OBJ, "required": ["service"], "properties": {"service": {**OBJ, "required": ["name", "ports", "debug"], "properties": {"name": {"type": "string"}, "ports": {"type": "array", "items": {"type": "integer"}}, "debug": {"type": "boolean"}}}}})
s.n("How many items does the list under `steps` have?\n```yaml\nsteps:\n  - run: make\n    env: {A: 1}\n  - run: make test\n  - uses: upload\n    with:\n      path: out\n  # - run: make clean\nnotes:\n  - none\n```",
    "len(re.findall(r'^  - ', text.split('notes:')[0], re.M))", "entries with a dash two columns in, before the next key; the comment is none")

s.cat("html")
s.n("How many `li` elements are direct children of the outer `ul`?\n```html\n<ul><li>A<ul><li>B</li><li>C</li></ul></li><li>D</li><li>E</li></ul>\n```",
    "len(re.findall('<li>', re.sub('<ul>((?!<ul>).)*?</ul>', '', text.split('```html')[1].replace('<ul>', '', 1))))", "the inner list taken out, the rest counted")
s.write()
