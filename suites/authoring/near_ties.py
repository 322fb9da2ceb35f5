#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Short prompts with answers of one token, many of them a matter of taste: the two best tokens lie close together, so that
the least change of arithmetic (batching, a cache, another kernel) shows. Half have a right answer, half have none."""
from authoring import Suite

s = Suite("near-ties", {16: 60}, {"digit": 14, "choice": 16, "yes_no": 16, "word": 14})
n, yn, ch = s.n, s.yn, s.ch

s.cat("digit")
n("Last digit of 7^23?", "7 ** 23 % 10")
n("How many letters has the word necessary? Digit only.", "len('necessary')")
n("3 + 4 · 2 − 6 =", "3 + 4 * 2 - 6")
n("Count the r's in strawberry. One digit:", "'strawberry'.count('r')")
n("Remainder of 100 by 7, please.", "100 % 7")
n("√81 − √4 =", "math.isqrt(81) - math.isqrt(4)")
n("Which digit is missing: 2 3 5 7 1 4 6 8 0?", "next(d for d in range(10) if str(d) not in '235714680')", "all others are there")
n("Digital root of 98765?", "1 + (98765 - 1) % 9")
for text in ("Name any digit.", "Think of a number from 1 to 5 and write it.", "Roll a die for me.", "Your favourite one-digit prime?",
             "How many stars would you give to rain, 1 to 5?", "Complete with one digit: room 40_"):
    s.add(text, "number")

s.cat("choice")
ch("Larger? A) 2/3 B) 5/8. Letter:", "'AB'[F(5, 8) > F(2, 3)]")
ch("Which is heavier to multiply out to: A = 19 × 21, B = 20 × 20? A or B.", "'AB'[20 * 20 > 19 * 21]", "399 and 400")
ch("Nearer to 10: (A) √99 or (B) √102? Just the letter.", "'AB'[abs(D(102).sqrt() - 10) < abs(D(99).sqrt() - 10)]", "compared with 120 digits")
ch("Comes first in a dictionary: A. lichen, B. library?", "'AB'[sorted(['lichen', 'library'])[0] == 'library']", "compared letter by letter")
ch("Smaller number. A: 0.0999 B: 0.1. Reply A or B.", "'AB'[F('0.1') < F('0.0999')]")
ch("Later in the year, A (June 30) or B (July 1)?", "'AB'[date(2026, 7, 1) > date(2026, 6, 30)]", "calendar")
ch("More days: A) January to March 2023 B) October to December 2023. One letter.", "'AB'[(date(2024, 1, 1) - date(2023, 10, 1)).days > (date(2023, 4, 1) - date(2023, 1, 1)).days]", "90 against 92")
ch("2^15 against 32,000 — A if the power is larger, B if not.", "'AB'[2 ** 15 <= 32000]")
for text in ("Left or right? A = left, B = right.", "Pick A or B. No reason needed.", "Tea (A), coffee (B) or water (C)?", "Choose a door: A, B, C, D.",
             "Heads is A, tails is B. Toss.", "Better ending for a song: A loud, B quiet?", "Sea: A. Mountains: B. Yours?", "Window seat A, aisle seat B; I take"):
    s.add(text, "choice")

s.cat("yes_no")
yn("Is 91 prime? Yes or no.", "prime(91)", "91 = 7 · 13")
yn("Is 97 a prime?", "prime(97)", "no divisor up to 9")
yn("7/8 > 0.87, yes/no?", "F(7, 8) > F('0.87')")
yn("Does 2 + 2 × 2 equal 8?", "2 + 2 * 2 == 8")
yn("Divisible by 9: 7,236?", "7236 % 9 == 0")
yn("Was 29 February 2100 ever going to exist? Yes or no.", "(date(2100, 3, 1) - date(2100, 2, 28)).days == 2", "2100 is no leap year")
yn("Is \"rotator\" a palindrome?", "'rotator' == 'rotator'[::-1]", "reversed")
yn("True or false: 0.5 > 0.45.", "F('0.5') > F('0.45')")
for text in ("Will it rain somewhere tomorrow at noon? Yes or no.", "Is a hot dog a sandwich? One word.", "Do ghosts like stairs? Yes/no.", "Should I press the button?",
             "Is the glass half full — yes or no?", "Are tomatoes a fruit in the kitchen? Yes or no only.", "Is Tuesday underrated?", "Could a robot be bored? Answer yes or no."):
    s.add(text, "yes_no")

s.cat("word")
for text in ("One word for the smell of rain:", "Opposite of almost, in a word?", "The night was", "Finish: as quiet as a", "Name a colour.", "A name for a grey kitten:",
             "First animal you think of?", "Cold, colder,", "Say something with one word.", "My umbrella is", "Roses are", "She opened the box and found a", "Best month? One word.", "Not north, but"):
    s.add(text, "exact")
s.write()
