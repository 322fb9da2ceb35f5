#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks that are known to break first when weights lose bits: partial products with carries, exact constants, nested
formats, faithful translation, long chains where one slip decides."""
from authoring import Suite

s = Suite("quant-sensitive", {512: 54, 1024: 22, 256: 22, 128: 2},
          {"precise_syntax": 19, "long_chain_of_thought": 18, "precision_numerics": 17, "multi_digit_arithmetic": 12,
           "algebraic_reasoning": 11, "logical_puzzle": 8, "code_translation": 8, "large_number_reasoning": 7})
n, yn, ch, ex, li, js = s.n, s.yn, s.ch, s.ex, s.li, s.js
OBJ = {"type": "object", "additionalProperties": False}

s.cat("precise_syntax")
js("Write a JSON object with one key \"matrix\" that holds the 3 × 3 identity matrix as nested arrays.", "{'matrix': [[int(r == c) for c in range(3)] for r in range(3)]}", None,
   {**OBJ, "required": ["matrix"], "properties": {"matrix": {"type": "array", "minItems": 3, "maxItems": 3, "items": {"type": "array", "minItems": 3, "maxItems": 3, "items": {"type": "integer"}}}}})
js("Five levels deep: a JSON array containing an array, and so on; the innermost one holds only the number 5.", "[[[[[5]]]]]", "five brackets on either side",
   {"type": "array", "minItems": 1, "maxItems": 1, "items": {"type": "array", "items": {"type": "array", "items": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}}}})
js("Output this exactly as a JSON string value inside an object under the key \"path\", escaping what needs it: C:\\new\\table \"old\"", "{'path': 'C:\\\\new\\\\table \"old\"'}", "backslashes and quotes are kept as characters",
   {**OBJ, "required": ["path"], "properties": {"path": {"type": "string"}}})
ex("Close all open brackets of `{[(<([{` in the right order. Reply with the seven closing characters only.", "''.join(dict(zip('([{<', ')]}>'))[c] for c in reversed('{[(<([{'))", "the stack was unwound")
yn("Is the bracket string `([]{()}[{}])` balanced?",
   "list(accumulate(range(9), lambda t, _: re.sub(r'\\(\\)|\\[\\]|\\{\\}', '', t), initial='([]{()}[{}])'))[-1] == ''", "pairs were removed until none was left")
yn("Does the regular expression `^a(bc)*d?$` match the whole string \"abcbcbd\"?", "bool(re.search('^a(bc)*d?$', 'abcbcbd'))", "run")
ch("Which string does `^[A-Z]{2}\\d{3}(-\\d)?$` match?\nA) Ab123\nB) XY12-3\nC) QZ907-4\nD) QZ9074\nOne letter, please.",
   "[c for c, t in re.findall(r'([A-D])\\) (\\S+)', text) if re.search(r'^[A-Z]{2}\\d{3}(-\\d)?$', t)][0]", "all four were matched")
n("How many fields does this CSV record have?\n7,\"a\nb\",\"c \"\"d\"\"\",", "4", "split outside quotes",
  also="len(re.findall(r'(?:\"(?:[^\"]|\"\")*\"|[^,]*)(?:,|$)', '7,\"a b\",\"c \"\"d\"\"\",')) - (0 if '7,\"a b\",\"c \"\"d\"\"\",'.endswith(',') else 1)")
ex("Write the date 7 March 2031, 5 minutes past 4 in the afternoon, UTC, as an ISO 8601 timestamp with seconds and a trailing Z. Only the timestamp.",
   "time(2031, 3, 7, 16, 5).isoformat() + 'Z'", "16:05:00")
ex("Encode the two characters é and & for a URL query (UTF-8, upper-case hex), one directly after the other. Reply with the encoded text alone.",
   "''.join('%%%02X' % b for b in 'é&'.encode())", "UTF-8 bytes C3 A9 and 26")
ex("Give the Markdown table row with the cells `x`, `y|z` and `-`, the pipe inside escaped with a backslash, one blank around each cell. Only the row.",
   "'| ' + ' | '.join(c.replace('|', chr(92) + '|') for c in ('x', 'y|z', '-')) + ' |'", "written by rule")
ex("In the format string \"%5.2f|%03d|%x\", what does the second field print for the value 7? Answer with its characters only.", "'%03d' % 7", "zero padded to three")
ex("Put the words gamma, alpha, delta and beta in alphabetical order, joined by single semicolons and without blanks. Output only the line.",
   "';'.join(sorted(['gamma', 'alpha', 'delta', 'beta']))", "sorted")
ex("Rewrite `userAccountIdList` in snake_case. Only the identifier.", "re.sub('(?<!^)([A-Z])', r'_\\1', 'userAccountIdList').lower()", "an underscore before each capital", b=128)
ex("Which IPv4 address has the hexadecimal form C0A80A7F? Dotted decimal, nothing else.", "'.'.join(str(int('C0A80A7F'[i:i + 2], 16)) for i in (0, 2, 4, 6))", "bytes read in pairs", b=128)
js("A JSON object with the keys \"n\" and \"text\": n is 1e3 written as an integer, text is the three characters tab, backslash, u (escaped as JSON wants it).",
   "{'n': 1000, 'text': chr(9) + chr(92) + 'u'}", "the characters 9, 92 and u", {**OBJ, "required": ["n", "text"], "properties": {"n": {"type": "integer"}, "text": {"type": "string"}}})
s.sql("Table t(a, b, c). Write one SELECT, with no alias: column a of the rows where b is NULL and c lies between 3 and 7 (use BETWEEN), sorted by a descending.",
      "SELECT a FROM t WHERE b IS NULL AND c BETWEEN 3 AND 7 ORDER BY a DESC",
      "create table t(a,b,c); insert into t values (1,null,3),(2,null,8),(3,5,4),(4,null,7),(5,null,5);",
      "select a from t where b is null and c >= 3 and c <= 7 order by a desc",
      ["SELECT a FROM t WHERE b = NULL AND c BETWEEN 3 AND 7 ORDER BY a DESC", "SELECT a FROM t WHERE b IS NULL AND c BETWEEN 3 AND 7 ORDER BY a"])
s.code("In Python, write the literal for a list of three things, in this order: the tuple of 1 and 2, an empty list, the tuple whose one element is 3. One code block with the literal only.",
       "[(1, 2), [], (3,)]", [["value", "[tuple([1, 2]), list(), tuple([3])]"]], ["[(1, 2), [], (3)]", "[(1, 2), (), (3,)]"], context="value = {answer}")
s.code("Nest three f-string-free Python calls: the length of the string form of the sum of the list xs. One expression in a code block.",
       "len(str(sum(xs)))", [["f([99, 1])", "3"], ["f([5, 6, 7])", "2"]], ["str(len(sum(xs)))", "sum(len(str(x)) for x in xs)"], context="def f(xs):\n    return {answer}")

s.cat("long_chain_of_thought")
n("Start with 7. Repeat six times: if the number is odd, treble it and add 1, else halve it. Show each step; what is the last number?",
  "list(accumulate(range(6), lambda v, _: 3 * v + 1 if v % 2 else v // 2, initial=7))[-1]", "stepped through")
n("A bus leaves with 23 people. At the stops 5 get on and 8 off, 12 on and 3 off, 0 on and 9 off, 7 on and 7 off, 14 on and 6 off. How many are aboard after the fifth stop?",
  "23 + 5 - 8 + 12 - 3 + 0 - 9 + 7 - 7 + 14 - 6")
n("A robot faces north at (0, 0). It goes forward 5, turns right, forward 3, right, forward 7, left, forward 2, left, forward 4. Give x + y of where it stands, x growing eastwards and y northwards.",
  "(3 + 2) + (5 - 7 + 4)", "east legs 3 and 2, north legs 5, −7 and 4",
  also="(lambda z: int(z[0].real + z[0].imag))(list(accumulate([('F', 5), ('R', 0), ('F', 3), ('R', 0), ('F', 7), ('L', 0), ('F', 2), ('L', 0), ('F', 4)], lambda st, c: (st[0] + st[1] * c[1], st[1]) if c[0] == 'F' else (st[0], st[1] * (-1j if c[0] == 'R' else 1j)), initial=(0 + 0j, 1j)))[-1])")
n("Work through this ledger: opening balance 1,250.00; rent −640.50; salary +2,315.75; groceries −187.36; refund +42.00; insurance −96.89; interest +3.17. What is the closing balance?",
  "D('1250.00') - D('640.50') + D('2315.75') - D('187.36') + D('42.00') - D('96.89') + D('3.17')")
n("In a knockout tournament with 75 players, odd players out get a bye each round. How many matches are played until one winner is left? Go through the rounds.",
  "75 - 1", "each match removes one player", also="(lambda f: f(f, 75))(lambda f, k: 0 if k == 1 else k // 2 + f(f, k - k // 2))")
n("Let a₁ = 2 and aₙ₊₁ = 3aₙ − n. Compute a₂, a₃ and so on one after another. What is a₇?", "list(accumulate(range(1, 7), lambda a, k: 3 * a - k, initial=2))[-1]", "stepped through")
n("A water lily patch doubles daily; on day 30 it covers a pond of 1,024 m². A second patch starts on day 20 with 0.5 m² and trebles daily. On which day is the second one first larger than the first one?",
  "next(d for d in range(20, 60) if F(1, 2) * 3 ** (d - 20) > F(1024, 2 ** 30) * 2 ** d)", "day by day, growth continuing beyond the pond")
n("Take the letters of the word QUARTZ, replace each by its place in the alphabet, add the places of the vowels and subtract those of the consonants. What is the result?",
  "sum((ord(c) - 64) * (1 if c in 'AEIOU' else -1) for c in 'QUARTZ')")
n("Three taps are opened one after another, at 8:00, 8:20 and 8:50; they give 12, 9 and 15 litres a minute. At 9:30 all are shut and a drain of 20 litres a minute is opened for 25 minutes. How many litres are in the tank, empty at first?",
  "12 * 90 + 9 * 70 + 15 * 40 - 20 * 25")
n("Find the number of days from 17 February 2023 to 5 November 2024 by adding month after month, remembering the leap year.", "(date(2024, 11, 5) - date(2023, 2, 17)).days", "counted in the Gregorian calendar")
n("Encode HELLO by shifting each letter as many places forward in the alphabet as its position in the word (the first by 1, the second by 2, …), wrapping after Z. What is the sum of the alphabet places of the resulting letters?",
  "sum((ord(c) - 65 + i) % 26 + 1 for i, c in enumerate('HELLO', 1))", "shifted letter by letter")
n("Five boxes weigh, two at a time, 110, 112, 113, 114, 115, 116, 117, 118, 120 and 121 kg in all ten pairings. How heavy is the heaviest box?",
  "next(c[4] for c in combinations(range(50, 70), 5) if sorted(a + b for a, b in combinations(c, 2)) == [110, 112, 113, 114, 115, 116, 117, 118, 120, 121])", "searched over all sets of whole weights")
n("Simulate: a queue holds 1 to 8. Repeatedly move the front element to the back, then remove the new front. Which number stays last?",
  "(lambda f: f(f, [1, 2, 3, 4, 5, 6, 7, 8]))(lambda f, q: q[0] if len(q) == 1 else f(f, q[2:] + q[:1]))", "simulated")
n("Simplify stepwise: ((2/3 + 1/4) × 6/11 − 1/6) ÷ 2/9.", "((F(2, 3) + F(1, 4)) * F(6, 11) - F(1, 6)) / F(2, 9)")
n("A lottery machine multiplies the last three-digit number by 37 and keeps the last three digits. It shows 123. What does it show after four more steps?",
  "list(accumulate(range(4), lambda v, _: v * 37 % 1000, initial=123))[-1]", "stepped through")
n("Six friends exchange gifts: everyone gives each other friend one parcel, except that Kim gives nothing to Lou and Lou gives two to Kim. How many parcels change hands?", "6 * 5 - 1 + 1", also="sum({('K', 'L'): 0, ('L', 'K'): 2}.get((a, b), 1) for a, b in permutations('KLMNOP', 2))")
n("A savings plan: 100 at the start of each year for five years, each year's end adds 10 % to everything there. What is the exact amount at the end of year five?",
  "list(accumulate(range(5), lambda v, _: (v + 100) * F(11, 10), initial=F(0)))[-1]", "year by year")
n("Evaluate the continued fraction 1 + 1/(2 + 1/(3 + 1/(4 + 1/5))) as a single fraction and give its numerator in lowest terms.", "(1 + 1 / (2 + 1 / (3 + 1 / (4 + F(1, 5))))).numerator")

s.cat("precision_numerics")
n("Calculate 0.0375 × 0.0084 exactly.", "F('0.0375') * F('0.0084')")
n("Give the speed of light, 299792458 m/s, in kilometres per hour, exactly.", "F(299792458 * 3600, 1000)")
n("Round 0.00049951 to three significant digits.", "rnd(F('0.00049951'), 6)", "4.9951e-4 rounds up to 5.00e-4")
n("With g = 9.80665 m/s², how far does a body fall in 3 seconds (½gt²), unrounded?", "F('9.80665') * 9 / 2")
n("What is 1/243 to ten decimals, correctly rounded?", "rnd(F(1, 243), 10)")
n("Divide 1 by 0.00032.", "1 / F('0.00032')")
n("By how many parts per million does 1.000237 exceed 1?", "(F('1.000237') - 1) * 10 ** 6")
n("An hourly rate of 23.85 for 37.5 hours, minus 18.5 % deductions: exact amount?", "F('23.85') * F('37.5') * (1 - F('0.185'))")
n("√5 − 2, truncated after twelve decimals, is what?", "root(5, 12) - 2", also="F(math.isqrt(5 * 10 ** 24) - 2 * 10 ** 12, 10 ** 12)")
n("Average 12.0403, 12.0398, 12.0411 and 12.0400.", "(F('12.0403') + F('12.0398') + F('12.0411') + F('12.0400')) / 4")
n("Convert 27.182818 degrees into arc seconds.", "F('27.182818') * 3600")
n("Express 0.142857 (these six digits, not repeating) minus 1/7 as a fraction.", "F('0.142857') - F(1, 7)")
n("Five measurements deviate from 50 by +0.012, −0.007, +0.0005, −0.0109 and +0.0044. What is the sum of the deviations?", "F('0.012') - F('0.007') + F('0.0005') - F('0.0109') + F('0.0044')")
n("How much is 3.14159265 × 10^-4 + 2.5 × 10^-7, in plain decimal notation?", "F('3.14159265e-4') + F('2.5e-7')")
n("Cube 0.099.", "F('0.099') ** 3")
n("A gallon is 231 cubic inches and an inch 2.54 cm. Exactly how many cubic centimetres has a gallon?", "231 * F('2.54') ** 3")
n("What is the relative error of 22/7 against 355/113 (that is, 22/7 divided by 355/113, minus 1) as a fraction?", "F(22, 7) / F(355, 113) - 1")

s.cat("multi_digit_arithmetic")
n("Multiply 4,738 by 6,529. Write the partial products first.", "4738 * 6529")
n("What is 83,904,175 + 9,687,948 + 706,039?", "83904175 + 9687948 + 706039")
n("Long division: 1,000,000 ÷ 7. State the quotient without the remainder.", "1000000 // 7")
n("Square 98,765.", "98765 ** 2")
n("Take 70,605,040 from 81,020,304.", "81020304 - 70605040")
n("3,125 × 3,200 × 11 = ?", "3125 * 3200 * 11")
n("Which number multiplied by 487 gives 3,011,121?", "F(3011121, 487)")
n("Find 777,777 × 7,007.", "777777 * 7007")
n("The sum of 58,329 and its mirror image 92,385 is what?", "58329 + 92385")
n("Compute 19^5.", "19 ** 5")
n("(45,678 − 12,345) × (99 + 2)", "(45678 - 12345) * (99 + 2)")
n("Work out 2,468,013 × 25 in your head by way of hundreds.", "2468013 * 25")

s.cat("algebraic_reasoning")
n("If 3x + 2y = 31 and 5x − 4y = 15, what is x?", "next(x for x in range(-200, 200) if F(5 * x - 15, 4) == F(31 - 3 * x, 2))", "solved by search, y eliminated", also="F(31 * 2 + 15, 3 * 2 + 5)")
n("The polynomial x² − 13x + 36 has two roots. What is the larger one minus the smaller one?", "(lambda r: r[1] - r[0])([x for x in range(100) if x * x - 13 * x + 36 == 0])", "both roots found by search")
n("For which value of k does x² + kx + 49 have a double root with x negative?", "next(k for k in range(1, 100) if k * k == 4 * 49)", "discriminant k² − 196 = 0, root −k/2")
n("Given f(x) = 2x² − 3 and g(x) = x + 4, evaluate f(g(−2)).", "2 * (-2 + 4) ** 2 - 3")
n("Expand (2x − 5)³. What is the coefficient of x²?", "math.comb(3, 1) * 2 ** 2 * (-5)", "binomial theorem")
n("If a + b = 9 and ab = 14, what is a² + b²?", "9 ** 2 - 2 * 14", also="2 ** 2 + 7 ** 2")
n("log₂(x) + log₂(x − 6) = 4. Find x.", "next(x for x in range(7, 100) if x * (x - 6) == 2 ** 4)", "x(x − 6) = 16 with x > 6")
n("A parabola through (0, 3), (1, 6) and (2, 13) has the form ax² + bx + c. Give a.", "F(13 - 2 * 6 + 3, 2)", "half the second difference")
n("Solve |3x − 7| = 11 and add up all solutions.", "F(7 + 11, 3) + F(7 - 11, 3)")
n("The inverse of y = (4x − 1)/5 takes 7 to what?", "F(7 * 5 + 1, 4)")
n("If 1/p + 1/q = 1/6 with p = 10, what is q?", "1 / (F(1, 6) - F(1, 10))")

s.cat("logical_puzzle")
n("In a four-digit number the digits grow from left to right by the same step, and the number is divisible by 7 but no digit is 0. Which is the largest such number with a step of at least 1?",
  "max(k for k in range(1000, 10000) if k % 7 == 0 and len({int(b) - int(a) for a, b in zip(str(k), str(k)[1:])}) == 1 and int(str(k)[1]) > int(str(k)[0]))", "all four-digit numbers tried")
n("In the sum AB + BA = 121 the letters are different digits, A is greater than B, and A is a prime. What is the two-digit number AB?",
  "next(10 * a + b for a in range(1, 10) for b in range(0, a) if 11 * (a + b) == 121 and prime(a))", "all pairs of digits tried",
  also="[10 * a + b for a in range(1, 10) for b in range(0, a) if 11 * (a + b) == 121 and prime(a)][-1]")
n("Houses 1 to 5 in a row are red, blue, green, white and yellow. Green is directly right of white; red is house 1; blue is next to red; yellow is not house 5. What number has the green house?",
  "[p[2] for p in permutations(range(1, 6)) if p[2] == p[3] + 1 and p[0] == 1 and abs(p[1] - p[0]) == 1 and p[4] != 5][0]", "all 120 orders tried",
  also="[p[2] for p in permutations(range(1, 6)) if p[2] == p[3] + 1 and p[0] == 1 and abs(p[1] - p[0]) == 1 and p[4] != 5][-1]")
n("A magic 3 × 3 square uses 1 to 9 once each. Its top row begins 8, 1. Which number is in the bottom right corner?",
  "next(p[8] for p in permutations(range(1, 10)) if p[0] == 8 and p[1] == 1 and all(sum(p[i] for i in t) == 15 for t in ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))))", "all arrangements tried")
n("You have a 3-litre and an 8-litre jug and a tap. What is the smallest number of pourings (filling, emptying or pouring over count one each) that leaves exactly 4 litres in the 8-litre jug?",
  "next(k for k, states in enumerate(accumulate(range(20), lambda now, _: now | {t for a, b in now for t in ((3, b), (a, 8), (0, b), (a, 0), (a - min(a, 8 - b), b + min(a, 8 - b)), (a + min(b, 3 - a), b - min(b, 3 - a)))}, initial={(0, 0)})) if any(x[1] == 4 for x in states))",
  "breadth-first search over all fillings")
n("Lights Out in a row: five lamps, all off; a switch under each lamp flips it and its direct neighbours. What is the least number of switches that lights all five?",
  "min(sum(w) for w in product((0, 1), repeat=5) if all(sum(w[j] for j in (i - 1, i, i + 1) if 0 <= j < 5) % 2 == 1 for i in range(5)))", "all 32 sets of switches tried")
n("Nia, Oto and Pia each own a different one of the numbers 4, 5 and 6. Nia's is not even. Oto's plus Pia's is 10. Oto's is smaller than Pia's. What is Pia's number?",
  "[p[2] for p in permutations((4, 5, 6)) if p[0] % 2 and p[1] + p[2] == 10 and p[1] < p[2]][0]", "all six assignments tried")
n("How many ways are there to place three rooks on a 4 × 4 board so that none attacks another?",
  "sum(len({q[0] for q in c}) == 3 and len({q[1] for q in c}) == 3 for c in combinations(list(product(range(4), repeat=2)), 3))", "all 560 placements tried", also="math.comb(4, 3) ** 2 * 6")

s.cat("code_translation")
n("This C fragment runs with 32-bit unsigned arithmetic. What value does h have afterwards?\n```c\nunsigned h = 5381;\nfor (const char *p = \"ab\"; *p; ++p) h = h * 33u ^ (unsigned char)*p;\n```",
  "(((5381 * 33) % 2 ** 32 ^ ord('a')) * 33 % 2 ** 32) ^ ord('b')", "computed step by step")
n("Translate into your head, not into code: what does this JavaScript log?\n```js\nconst xs = [5, 1, 10, 2];\nconsole.log(xs.sort()[1]);\n```", "sorted([5, 1, 10, 2], key=str)[1]", "without a comparison function sort() compares as text")
n("In Rust, what is printed?\n```rust\nlet mut v = vec![3, 1, 2];\nv.push(4);\nlet s: i32 = v.iter().rev().skip(1).step_by(2).sum();\nprintln!(\"{}\", s);\n```", "sum([3, 1, 2, 4][::-1][1::2])")
n("Read this Java method and give f(10).\n```java\nstatic int f(int n) {\n    int r = 0;\n    for (int i = 1; i <= n; i += i) r += i / 2 + n % i;\n    return r;\n}\n```", "sum(i // 2 + 10 % i for i in (1, 2, 4, 8))")
s.free("Translate to C, keeping names and behaviour:\n```python\ndef gcd(a, b):\n    while b:\n        a, b = b, a % b\n    return abs(a)\n```")
s.free("Rewrite this Python class in TypeScript with types and private fields:\n```python\nclass Counter:\n    def __init__(self, start=0):\n        self._n = start\n\n    def up(self, by=1):\n        self._n += by\n        return self._n\n```")
s.free("Port this shell pipeline to a short Python script using only the standard library: `grep -v '^#' hosts.txt | cut -d' ' -f2 | sort -u`")
s.free("Express the following SQL in pandas, given DataFrames a and b: SELECT a.k, SUM(b.v) FROM a JOIN b ON a.k = b.k WHERE b.v > 0 GROUP BY a.k")

s.cat("large_number_reasoning")
n("Which is larger, 2^100 or 10^30? Give the larger one minus the smaller one.", "2 ** 100 - 10 ** 30")
n("How many trailing zeros does 250! have in base 10?", "sum(250 // 5 ** k for k in range(1, 5))", "factors of five counted", also="len(str(math.factorial(250))) - len(str(math.factorial(250)).rstrip('0'))")
n("What are the first three digits of 2^200?", "int(str(2 ** 200)[:3])")
n("Determine the number of positive divisors of 10!.", "sum(math.factorial(10) % d == 0 for d in range(1, math.isqrt(math.factorial(10)) + 1)) * 2", "divisors counted in pairs; 10! is no square")
n("A key space has 62^8 keys. At 10^9 keys a second, how many whole days does a full search take (round down)?", "62 ** 8 // 10 ** 9 // 86400")
n("Find the remainder of 123456789123456789 divided by 99.", "123456789123456789 % 99")
n("Between which power of ten 10^k ≤ N < 10^(k+1) does N = 7^77 lie? Give k.", "len(str(7 ** 77)) - 1")
s.write()
