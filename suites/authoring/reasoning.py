#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several steps to one short answer: rates, ages, geometry, counting, probability, calculus, puzzles, syllogisms."""
from authoring import Suite

s = Suite("reasoning", {256: 53, 512: 46, 1024: 1},
          {"chain_of_thought": 38, "logic": 25, "arithmetic": 19, "word_problem": 15, "precision": 2, "large_numbers": 1})
n, yn, ch, ex, li = s.n, s.yn, s.ch, s.ex, s.li

s.cat("chain_of_thought")
n("A tank holds 840 litres. One pipe fills it in 6 hours, a second in 4 hours, and a leak empties the full tank in 12 hours. With both pipes open and the leak running, after how many hours is the empty tank full?",
  "1 / (F(1, 6) + F(1, 4) - F(1, 12))", "the rates add up to 1/3 of a tank per hour")
n("Mira is three times as old as her brother Teo. In eight years she will be twice as old as he is then. How old is Mira today?",
  "3 * next(t for t in range(100) if 3 * t + 8 == 2 * (t + 8))", "3t + 8 = 2(t + 8)")
n("A snail climbs a 12-metre wall. Each day it gains 3 m, each night it slips back 2 m. On which day does it reach the top?",
  "next(d for d in range(1, 50) if (d - 1) * (3 - 2) + 3 >= 12)", "walked through day by day")
n("Two trains start 450 km apart and run towards each other at 80 km/h and 70 km/h. How far from the faster train's start do they meet?",
  "F(450, 80 + 70) * 80", "they meet after 450/150 hours")
n("The sum of three consecutive odd numbers is 255. What is the largest of them?",
  "next(k + 4 for k in range(1, 300, 2) if 3 * k + 6 == 255)")
n("A rectangle is 5 cm longer than wide and has an area of 204 cm². What is its perimeter in centimetres?",
  "next(2 * (w + w + 5) for w in range(1, 205) if w * (w + 5) == 204)", "12 by 17")
n("From 52 ordinary playing cards one is drawn. What is the probability that it is a heart or a king? Answer as a fraction.",
  "F(13 + 4 - 1, 52)", "13 hearts, 4 kings, one card is both")
n("How many ways are there to seat five people in a row if Ada and Ben insist on neighbouring chairs?",
  "sum(abs(p.index(0) - p.index(1)) == 1 for p in permutations(range(5)))", "all 120 orders were counted", also="2 * math.factorial(4)")
n("What is the slope of the curve y = x³ − 4x at x = 3?", "3 * 3 ** 2 - 4", "the derivative is 3x² − 4")
n("Evaluate the definite integral of 6x² from 0 to 2.", "2 * 2 ** 3 - 2 * 0 ** 3", "an antiderivative is 2x³")
n("A fair die is thrown twice. With what probability (as a fraction) is the total at least 10?",
  "F(sum(a + b >= 10 for a, b in product(range(1, 7), repeat=2)), 36)", "all 36 throws were counted")
n("An alloy of 30 kg contains 40 % copper. How many kilograms of pure copper must be melted in to make it 50 % copper?",
  "(F(50, 100) * 30 - F(40, 100) * 30) / (1 - F(50, 100))", "(12 + x)/(30 + x) = 1/2", also="next(x for x in range(100) if F(12 + x, 30 + x) == F(1, 2))")
n("A clock loses 4 minutes every hour. It was set right at noon. What is the true time, in minutes after noon, when it first shows 7:00 pm?",
  "F(7 * 60 * 60, 60 - 4)", "while 60 minutes pass it shows 56")
n("In a class of 32, 18 play football, 15 play chess and 6 do neither. How many do both?", "18 + 15 - (32 - 6)")
n("The digits of a two-digit number add up to 11. Swapping them makes the number 27 larger. What is the original number?",
  "next(k for k in range(10, 100) if k // 10 + k % 10 == 11 and k % 10 * 10 + k // 10 == k + 27)", "searched in order")
n("How many diagonals does a convex polygon with 14 corners have?", "14 * (14 - 3) // 2", also="math.comb(14, 2) - 14")
n("If 5 painters need 12 days for a hall, how many days do 8 painters need at the same pace?", "F(5 * 12, 8)")
n("A ball dropped from 16 m always bounces to half of its previous height. What distance in metres has it covered when it touches the floor for the fourth time?",
  "16 + 2 * (8 + 4 + 2)", "down 16, then up and down 8, 4 and 2")
n("Solve for x: 3(2x − 5) = 4x + 17.", "next(x for x in range(-100, 100) if 3 * (2 * x - 5) == 4 * x + 17)")
n("The hypotenuse of a right triangle is 29 and one leg is 20. Find its area.", "F(20 * math.isqrt(29 ** 2 - 20 ** 2), 2)")
n("A committee of 3 is chosen from 4 women and 5 men. How many committees have at least one woman?", "math.comb(9, 3) - math.comb(5, 3)",
  also="sum(any(x < 4 for x in c) for c in combinations(range(9), 3))")
n("What is the smallest number that leaves remainder 1 when divided by each of 2, 3, 4, 5 and 6 and is itself divisible by 7?",
  "next(k for k in range(7, 5000, 7) if all(k % d == 1 for d in (2, 3, 4, 5, 6)))", "searched in order")
n("Bacteria in a dish double every 20 minutes. At 9:00 there are 150. How many are there at 11:00?", "150 * 2 ** (120 // 20)")
n("Four friends split a bill equally. Had there been one more, each would have paid 6 euros less. What was the bill?",
  "next(b for b in range(1, 1000) if F(b, 4) - F(b, 5) == 6)", "b/4 − b/5 = 6")
n("What is the 50th term of the arithmetic sequence 7, 11, 15, …?", "7 + 49 * 4")
n("Find the sum of the infinite series 12 + 4 + 4/3 + 4/9 + …", "12 / (1 - F(1, 3))", "geometric with ratio 1/3")
n("On a map drawn at 1 : 25 000 a path is 14.4 cm long. How many kilometres does it measure?", "F('14.4') * 25000 / 100000")
n("At what angle, in degrees, do the hands of a clock stand at 3:40? Give the smaller angle.",
  "min(abs(F(3 * 60 + 40, 2) - 40 * 6), 360 - abs(F(3 * 60 + 40, 2) - 40 * 6))", "the hour hand moves half a degree a minute")
n("Three coins are tossed. Given that at least one shows heads, what is the chance that all three do? Fraction please.",
  "F(1, sum('H' in t for t in product('HT', repeat=3)))", "7 of the 8 outcomes have a head")
n("Matrix A = [[2, 3], [1, 4]]. What is its determinant?", "2 * 4 - 3 * 1")
n("A boat goes 24 km upstream in 3 hours and the same way downstream in 2 hours. How fast is the current in km/h?",
  "(F(24, 2) - F(24, 3)) / 2", "12 = v + c and 8 = v − c")
n("I think of a number, treble it, subtract 14, halve the result and get 17. What number did I think of?",
  "F(17 * 2 + 14, 3)", "undone from the end")
n("Among the whole numbers from 1 to 200, how many are divisible by 6 or by 8?",
  "sum(k % 6 == 0 or k % 8 == 0 for k in range(1, 201))", "counted", also="200 // 6 + 200 // 8 - 200 // 24")
n("How many different words, sensible or not, can be formed from all letters of LEVEL?",
  "len(set(permutations('LEVEL')))", "counted", also="math.factorial(5) // (2 * 2)")
n("A cube of edge 4 cm is painted red and cut into 1 cm cubes. How many of these have exactly two red faces?",
  "sum(sum(c in (0, 3) for c in p) == 2 for p in product(range(4), repeat=3))", "all 64 small cubes were looked at")
n("The population of a village falls by 10 % one year and rises by 10 % the next. It is now 4,950. What was it at first?",
  "4950 / (F(9, 10) * F(11, 10))")
n("A sum of 2,000 earns 5 % compound interest a year. What is it worth after 3 years?", "2000 * F(105, 100) ** 3")
n("Seven chairs stand in a circle. In how many ways can two of them be chosen so that they are not side by side?",
  "sum((b - a) % 7 not in (1, 6) for a, b in combinations(range(7), 2))", "all 21 pairs were looked at")

s.cat("logic")
V = "the premises leave no other case: all sets of up to three things were tried"
def syll(text, premises, claim, why=None):
    """Premises and claim over things with the properties a, b, c; the claim has to hold in every world of 3 things."""
    world = "(lambda W: (%s) <= (%s))" % (premises, claim)
    yn(text, f"all({world}(W) for W in product(product((0, 1), repeat=3), repeat=3))", why or V)

syll("All weavers own a loom. Nobody who owns a loom is bored. Can a weaver be bored? Take the premises as strict.",
     "all(x[1] for x in W if x[0]) and not any(x[1] and x[2] for x in W)", "any(x[0] and x[2] for x in W)",
     "weaver implies loom, loom excludes bored; so the claim fails in some world")
syll("Every violet key opens some lock, and every key that opens a lock is made of brass. Does it follow that every violet key is made of brass?",
     "all(x[1] for x in W if x[0]) and all(x[2] for x in W if x[1])", "all(x[2] for x in W if x[0])")
syll("Some bakers are poets. All poets are late risers. Must some bakers be late risers?",
     "any(x[0] and x[1] for x in W) and all(x[2] for x in W if x[1])", "any(x[0] and x[2] for x in W)")
syll("Some lamps are old. Some old things are valuable. Is it certain that some lamp is valuable?",
     "any(x[0] and x[1] for x in W) and any(x[1] and x[2] for x in W)", "any(x[0] and x[2] for x in W)",
     "a world with an old worthless lamp and a valuable old chair fits the premises")
syll("No otter reads newspapers. Quill reads newspapers. Therefore Quill is no otter. Is the conclusion valid?",
     "not any(x[0] and x[1] for x in W) and W[0][1]", "not W[0][0]")
syll("If it rains, the square is wet. The square is wet. Does it follow logically that it rains?",
     "W[0][1] >= W[0][0] and W[0][1]", "W[0][0]", "affirming the consequent: somebody may have washed the square")
syll("Whenever the alarm is armed, the red light is on. The red light is off. May we conclude that the alarm is not armed?",
     "W[0][1] >= W[0][0] and not W[0][1]", "not W[0][0]", "modus tollens")
syll("All squares in this drawing are blue. This figure is not a square. Is it certain that it is not blue?",
     "all(x[1] for x in W if x[0]) and not W[0][0]", "not W[0][1]", "denying the antecedent")
syll("Only members may vote. Petra votes, and she keeps the rules. Is Petra a member?",
     "all(x[0] for x in W if x[1]) and W[0][1]", "W[0][0]")
yn("Is the sentence \"if 2 + 2 = 5, then 3 is even\" true in classical logic?", "(2 + 2 == 5) <= (3 % 2 == 0)", "a false premise makes an implication true")
yn("Let p be true and q false. Is (p or q) and not (p and q) true?", "(True or False) and not (True and False)", "put in")
yn("Are \"not (A and B)\" and \"not A or not B\" always equivalent?",
   "all((not (a and b)) == (not a or not b) for a, b in product((0, 1), repeat=2))", "De Morgan; all four cases tried")
yn("Is (A implies B) equivalent to (B implies A) for all truth values of A and B?",
   "all((a <= b) == (b <= a) for a, b in product((0, 1), repeat=2))", "all four cases tried")
yn("Tom is taller than Uma, Uma is taller than Vic, and Wes is shorter than Vic. Is Wes shorter than Tom?",
   "all(p[3] < p[0] for p in permutations(range(4)) if p[0] > p[1] > p[2] > p[3])", "every order of heights that fits was tried")
n("Each of Ann, Bo and Cy either always lies or always tells the truth. Ann: \"Bo lies.\" Bo: \"Cy lies.\" Cy: \"Ann and Bo both lie.\" How many of the three are truthful?",
  "[sum(w) for w in product((0, 1), repeat=3) if w[0] == (not w[1]) and w[1] == (not w[2]) and w[2] == (not w[0] and not w[1])][0]",
  "all eight assignments were tried, one fits", also="sum(w[0] == (not w[1]) and w[1] == (not w[2]) and w[2] == (not w[0] and not w[1]) for w in product((0, 1), repeat=3))")
ch("One of three boxes holds a ring. Box A says: the ring is here. Box B says: the ring is not here. Box C says: the ring is not in box A. Exactly one label is true. Which box holds the ring? Answer A, B or C.",
   "[r for r in 'ABC' if (r == 'A') + (r != 'B') + (r != 'A') == 1][0]", "all three places tried")
ch("Five runners finish one after another. Ewa is ahead of Finn but behind Gus. Hana is last. Ivo is directly ahead of Hana. Who wins?\nA) Ewa\nB) Finn\nC) Gus\nD) Ivo\nGive the letter.",
   "[{0: 'A', 1: 'B', 2: 'C', 4: 'D'}[p.index(min(p))] for p in permutations(range(5)) if p[2] < p[0] < p[1] and p[3] == 4 and p[4] == 3][0]",
   "only one order fits (p holds the places of Ewa, Finn, Gus, Hana, Ivo)")
ch("Which number is the odd one out among the others by a property of divisors?\nA) 23\nB) 31\nC) 51\nD) 47\nAnswer with one letter.",
   "'ABCD'[[i for i, k in enumerate((23, 31, 51, 47)) if not prime(k)][0]]", "51 = 3 · 17, the others are prime")
n("In a drawer lie 10 black, 8 white and 6 grey socks. In the dark, how many must be taken to be sure of two of one colour?", "3 + 1", "pigeonhole with three colours")
n("A says \"exactly one of us two lies\". B says nothing. Suppose A tells the truth: how many liars are there among the two?",
  "[2 - sum(w) for w in product((0, 1), repeat=2) if w[0] and (sum(w) == 1)][0]", "A is truthful, so B is the one liar")
yn("The day after tomorrow is two days before Friday. Is today Monday?",
   "[d for d in range(7) if (d + 2) % 7 == (4 - 2) % 7] == [0]", "days counted from Monday = 0")
yn("Of four switches an even number is on. One switch, whichever, is flipped. Is the number of switches that are on now odd for certain?",
   "all((sum(w) + (-1 if w[i] else 1)) % 2 == 1 for w in product((0, 1), repeat=4) if sum(w) % 2 == 0 for i in range(4))",
   "every even setting and every flip tried")
n("What number continues the pattern 2, 6, 12, 20, 30, …?", "6 * 7", "k(k + 1)", also="30 + 12")
ch("Exactly one of these statements is true. Which?\nA) All four statements are false.\nB) Exactly one of these statements is false.\nC) Exactly two of these statements are false.\nD) Exactly three of these statements are false.\nReply with a letter.",
   "'ABCD'[[w.index(1) for w in product((0, 1), repeat=4) if sum(w) == 1 and w[0] == (sum(w) == 0) and w[1] == (sum(w) == 3) and w[2] == (sum(w) == 2) and w[3] == (sum(w) == 1)][0]]",
   "one true statement means three false ones")
yn("On an island, knights always tell the truth and knaves always lie. A says: \"I am a knave or B is a knight.\" Is B a knight?",
   "[w[1] for w in product((True, False), repeat=2) if w[0] == ((not w[0]) or w[1])] == [True]", "all four assignments tried, one fits")

s.cat("arithmetic")
n("Compute 47 × 83.", "47 * 83")
n("What is 7,056 divided by 84?", "F(7056, 84)")
n("Evaluate 15 + 6 × (9 − 4)² ÷ 3.", "15 + 6 * (9 - 4) ** 2 // 3")
n("Find 18 % of 450.", "F(18 * 450, 100)")
n("What is the remainder when 1,000 is divided by 37?", "1000 % 37")
n("Add the fractions 3/8 and 5/12. Give a fraction in lowest terms.", "F(3, 8) + F(5, 12)")
n("Give the least common multiple of 36, 48 and 60.", "math.lcm(36, 48, 60)")
n("Subtract 4 hours 47 minutes from 9 hours 15 minutes. How many minutes remain?", "9 * 60 + 15 - (4 * 60 + 47)")
n("Divide 2/3 by 4/9.", "F(2, 3) / F(4, 9)")
n("What is the product of all primes below 15?", "2 * 3 * 5 * 7 * 11 * 13")
n("By how much does 13³ exceed 12³?", "13 ** 3 - 12 ** 3")
n("Sum all whole numbers from 1 to 140.", "140 * 141 // 2", also="sum(range(1, 141))")
n("What is 3.6 × 0.25 − 0.4?", "F('3.6') * F('0.25') - F('0.4')")
n("How many eighths are there in 5 3/4?", "(5 + F(3, 4)) * 8")
n("Multiply the sum of 128 and 72 by their difference.", "(128 + 72) * (128 - 72)")
n("If x = −4, what is x² − 3x + 2?", "(-4) ** 2 - 3 * -4 + 2")
n("Which number lies exactly halfway between 3/5 and 0.9?", "(F(3, 5) + F('0.9')) / 2")
n("40 is what percentage of 64?", "F(4000, 64)")
n("Evaluate 2^10 − 10³ + √625.", "2 ** 10 - 10 ** 3 + math.isqrt(625)")

s.cat("word_problem")
n("A baker sells rolls at 35 cents and pretzels at 80 cents. This morning she took 62.60 euros for 130 pieces altogether. How many pretzels were sold?",
  "next(p for p in range(131) if 80 * p + 35 * (130 - p) == 6260)", "searched over all splits of 130")
n("Noor reads 18 pages on the first evening and three more every evening than the one before. How many pages has she read after seven evenings?",
  "sum(18 + 3 * k for k in range(7))")
n("A parking garage charges 2.50 for the first hour and 1.80 for each further hour begun. What does staying 5 hours 20 minutes cost?",
  "F('2.50') + 5 * F('1.80')", "five further hours are begun")
n("For 240 guests tables of 8 and tables of 10 are set up, 26 tables in all, every seat taken. How many tables of 10 are there?",
  "next(t for t in range(27) if 10 * t + 8 * (26 - t) == 240)")
n("A cyclist rides 45 minutes at 24 km/h and then half an hour at 18 km/h. How many kilometres is that?", "F(45, 60) * 24 + F(1, 2) * 18")
n("Half of the apples in a crate are red, a third are green and the remaining 14 are yellow. How many apples does the crate hold?", "14 / (1 - F(1, 2) - F(1, 3))")
n("Lena has saved 96 euros, which is 40 % of the price of a tent. How much is still missing?", "96 / F(40, 100) - 96")
n("A farmer plants 15 rows of 28 leeks. Rabbits eat one leek in seven. How many leeks are left?", "15 * 28 - 15 * 28 // 7")
n("A printer prints 22 pages a minute. Started at 8:47, it has 1,650 pages to do. How many minutes past nine is it done?", "F(1650, 22) - (60 - 47)")
n("Grandfather divides 72 coins among three children in the ratio 2 : 3 : 4. How many coins does the child with the most receive?", "F(72 * 4, 2 + 3 + 4)")
n("Sixteen bottles of juice cost 30.40. A customer returns three bottles and pays only for the rest. How much does she pay?", "F('30.40') / 16 * 13")
n("A jogger covers 400 m in 1 minute 50 seconds. At this pace, how many seconds does she need for 3 km?", "F(110 * 3000, 400)", "110 seconds for each 400 m")
n("Of 540 tickets for a play, two ninths went to pupils at 6 euros, the others to adults at 15 euros. What were the takings?", "540 * F(2, 9) * 6 + 540 * F(7, 9) * 15")
n("A candle 24 cm tall burns down 1.5 cm an hour; another of 18 cm burns down 0.75 cm an hour. Lit together, after how many hours are they equally tall?",
  "(24 - 18) / (F('1.5') - F('0.75'))")
n("Omar types 310 words in five minutes, Pia 280 words in four. Working at the same time, how many words do they type together in an hour?", "60 * (F(310, 5) + F(280, 4))")

s.cat("precision")
n("A wheel has a diameter of 0.7 m. Taking π as 3.14159, how far does it roll in 1,000 turns, in metres?", "F('0.7') * F('3.14159') * 1000")
n("The half-life of a substance is 5 days. What fraction of it, written as an exact decimal, is left after 30 days?", "F(1, 2) ** (30 // 5)")

s.cat("large_numbers")
n("A chessboard carries one grain of wheat on the first square and twice as many on each following square. How many grains lie on the last row (squares 57 to 64) altogether? Work it out step by step.",
  "sum(2 ** (k - 1) for k in range(57, 65))", also="2 ** 64 - 2 ** 56", b=1024)

s.write()
