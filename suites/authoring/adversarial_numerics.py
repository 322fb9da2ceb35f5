#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers that low-bit weights get wrong: long decimals, digit counts, integer limits, IEEE 754, carries, bases."""
from authoring import Suite

s = Suite("adversarial-numerics", {256: 88, 512: 12},
          {"precision": 30, "large_numbers": 17, "floating_point": 14, "edge_case": 11, "carry_propagation": 7,
           "base_conversion": 6, "modular_arithmetic": 4, "overflow": 3, "underflow": 2, "formatting": 2,
           "sign_handling": 2, "catastrophic_cancellation": 2})
n, yn, ch, ex = s.n, s.yn, s.ch, s.ex

s.cat("precision")
n("Give 1/7 rounded to 12 decimal places.", "rnd(F(1, 7), 12)")
n("Write 5/64 as an exact decimal.", "F(5, 64)")
n("In exact decimal arithmetic, what is 0.1 + 0.2?", "D('0.1') + D('0.2')")
n("Square 1.0000001. Keep every digit.", "D('1.0000001') ** 2")
n("How many digits stand after the decimal point when 1/1024 is written out in full?", "10",
  "1/1024 = 9765625/10^10, and 9765625 does not end in 0", also="len(str(F(1, 1024) * 10 ** 10)) + 3")
n("Subtract 0.9999999 from 1.0000002.", "D('1.0000002') - D('0.9999999')")
n("Take 2.675 as an exact decimal and round it to two places, halves away from zero.", "F(int(D('2.675') * 100 + D('0.5')), 100)",
  "exactly halfway between 2.67 and 2.68, so away from zero")
n("22 divided by 7, to nine significant digits please.", "rnd(F(22, 7), 8)")
n("A thermometer shows 98.6 °F. Exactly how many °C is that?", "(D('98.6') - 32) * 5 / 9")
n("Express 3 hours 25 minutes 48 seconds in hours as a decimal number.", "3 + F(25, 60) + F(48, 3600)")
n("What is 12.5 % of 0.0008?", "F('12.5') / 100 * F('0.0008')", b=256)
n("0.00125 squared, written without an exponent:", "D('0.00125') ** 2")
n("One inch is exactly 2.54 cm. How many inches are in one metre, to four decimal places?", "rnd(100 / F('2.54'), 4)")
n("Add up 3.07, 0.093 and 20.0008.", "D('3.07') + D('0.093') + D('20.0008')")
n("A mile has 1609.344 metres. A marathon of 26.2 miles has how many metres, exactly?", "D('1609.344') * D('26.2')")
n("Which digit is the 20th after the decimal point of 1/13?", "10 ** 20 // 13 % 10")
n("How long is the repeating block in the decimal expansion of 1/17?",
  "min(k for k in range(1, 17) if 10 ** k % 17 == 1)", "the order of 10 modulo 17")
n("Evaluate 7.2 ÷ 0.0009.", "F('7.2') / F('0.0009')")
n("Cut the square root of 2 off (do not round) after ten decimals.", "root(2, 10)")
n("Reduce 0.375 to a fraction in lowest terms. What is its denominator?", "F('0.375').denominator")
ch("Which of these is the largest?\nA) 9.11\nB) 9.9\nC) 9.09\nD) 9.899\nReply with the letter.",
   "'ABCD'[max(range(4), key=lambda i: numbers[i])]", "compared as decimals")
ch("Three of these numbers are equal. Which one is not?\nA) 0.125\nB) 1/8\nC) 12.5 %\nD) 0.1250001\nAnswer with its letter.",
   "'ABCD'[[F('0.125'), F(1, 8), F('12.5') / 100, F('0.1250001')].index(max(F('0.125'), F('0.1250001')))]",
   "0.125 = 1/8 = 12.5 %")
n("A shop charges 19.99 three times and 4.05 for delivery. What is the total?", "3 * D('19.99') + D('4.05')")
n("Raise 1.1 to the fourth power exactly.", "D('1.1') ** 4")
n("What has to be added to 0.0467 to reach 1?", "1 - D('0.0467')")
n("Find the exact mean of 1.5, 2.25, 3.125 and 4.0625.", "(F('1.5') + F('2.25') + F('3.125') + F('4.0625')) / 4")
n("A coat costs 249.80. It is reduced by 5 %, and then 8 % tax is added to the reduced price. State the final price without rounding.",
  "D('249.80') * D('0.95') * D('1.08')")
n("If an ounce is 28.349523125 grams, how many ounces weigh one kilogram? Five decimals.", "rnd(1000 / F('28.349523125'), 5)")
n("What is 0.6666… (repeating forever) minus 0.6, as a fraction?", "F(2, 3) - F(3, 5)")
n("Compute 2.718281828 × 3.141592654 and round the product to six decimal places.",
  "rnd(F('2.718281828') * F('3.141592654'), 6)")

s.cat("large_numbers")
n("What is 2 to the power 64?", "2 ** 64")
n("Multiply 987654321 by 123456789.", "987654321 * 123456789")
n("How many digits does 2^100 have?", "len(str(2 ** 100))")
n("Write out 25 factorial.", "math.factorial(25)")
n("Add 99999999999999999999 and 1.", "99999999999999999999 + 1")
n("What is the digit sum of 3^40?", "sum(int(c) for c in str(3 ** 40))")
n("With how many zeros does 1000! end?", "sum(1000 // 5 ** k for k in range(1, 5))", "factors of five, counted by Legendre's formula",
  also="len(str(math.factorial(1000))) - len(str(math.factorial(1000)).rstrip('0'))")
n("Subtract 8,888,888,888,889 from 10,000,000,000,000.", "10000000000000 - 8888888888889")
n("Calculate 1000001 × 999999.", "1000001 * 999999", also="10 ** 12 - 1")
n("What is the integer part of the square root of 12345678987654321?", "math.isqrt(12345678987654321)")
n("Name the last four digits of 7^222 as one number.", "pow(7, 222, 10000)")
n("Divide 10^18 by 2^18.", "10 ** 18 // 2 ** 18", also="5 ** 18")
n("How many seconds are there in 400 years of 146097 days?", "146097 * 86400")
n("What is the 90th Fibonacci number, if the first two are 1 and 1?",
  "next(a for i, a in enumerate(accumulate(range(200), lambda p, _: (p[1], p[0] + p[1]), initial=(0, 1))) if i == 90)[0]",
  "by repeated addition", also="round(0) + int((((D(5).sqrt() + 1) / 2) ** 90 / D(5).sqrt()).to_integral_value())")
n("Compute the greatest common divisor of 1111111111 and 1111111.", "math.gcd(1111111111, 1111111)")
n("A number starts as 1 and is doubled 48 times, then 1 is subtracted. What is it now?", "2 ** 48 - 1")
n("Round 6,022,140,857,747 to the nearest hundred million.", "(6022140857747 + 50000000) // 100000000 * 100000000")

s.cat("floating_point")
n("What is the smallest positive integer that an IEEE 754 double cannot represent?", "2 ** 53 + 1",
  "53 significant bits reach every integer up to 2^53", also="next(k for k in range(2 ** 53 - 5, 2 ** 53 + 5) if f64(k) != k)")
n("Counting up from 1, at which integer does single precision (binary32) first miss one?", "2 ** 24 + 1", "24 significant bits",
  also="next(k for k in range(2 ** 24 - 5, 2 ** 24 + 5) if f32(k) != k)")
yn("In binary64, does 0.1 + 0.2 == 0.3 hold?", "float('0.1') + float('0.2') == float('0.3')", "run in binary64")
yn("Is 0.5 stored exactly in binary floating point?", "f64(F('0.5')) == F('0.5')", "a power of two")
yn("Can a double hold 0.75 without any error?", "f64(F('0.75')) == F('0.75')", "3/4 has a power of two below the line")
yn("Adding 1.0 to 1e16 in double precision: does the result differ from 1e16?", "float('1e16') + 1.0 != float('1e16')",
   "neighbours of 1e16 lie 2 apart, the tie goes to even")
n("What value does the Python expression 2.0 ** 53 + 1.0 - 2.0 ** 53 give?", "int(float(2 ** 53) + 1.0 - float(2 ** 53))",
  "the tie at 2^53 + 1 goes to the even neighbour")
n("The gap between 1.0 and the next larger double is 2 to which power?", "-52", "52 fraction bits",
  also="next(k for k in range(0, -80, -1) if float(1) + float(2) ** (k - 1) == 1.0)")
n("How many fraction bits (the hidden one not counted) has IEEE half precision?", "10", "binary16: 1 sign, 5 exponent, 10 fraction bits",
  also="next(k for k in range(1, 30) if f16(1 + F(1, 2 ** (k + 1))) == 1)")
n("State the largest finite value of binary16.", "(2 - F(1, 2 ** 10)) * 2 ** 15", "all fraction bits set at the largest exponent",
  also="max(f16(k) for k in range(65000, 65520))")
n("bfloat16 keeps 8 exponent bits. How many bits are left for its fraction?", "16 - 1 - 8", "16 bits, one of them the sign")
n("Rounded to single precision, what integer does 16777217 become?", "f32(16777217)")
n("Ten doubles 0.1 are added one after another. Reply 1 if the sum differs from 1.0, else 0.",
  "int(sum([float('0.1')] * 10) != 1.0)", "ten roundings leave 0.9999999999999999")
n("The exponent bias of binary64 is what number?", "2 ** (11 - 1) - 1", "11 exponent bits")

s.cat("edge_case")
yn("Under IEEE 754, is NaN equal to itself?", "float('nan') == float('nan')", "run in binary64")
yn("Does -0.0 compare equal to +0.0?", "-0.0 == 0.0", "run in binary64")
yn("Is 1 a prime number?", "prime(1)", "a prime has exactly two divisors")
yn("Is 0 an even integer?", "0 % 2 == 0", "0 = 2 · 0")
yn("Does 0.999… (nines without end) equal 1?", "F(9, 10) / (1 - F(1, 10)) == 1", "sum of the geometric series 9/10 + 9/100 + …")
n("By the usual convention in combinatorics, what is 0 factorial?", "math.factorial(0)", "the empty product")
yn("In IEEE arithmetic, is infinity minus infinity a number (rather than NaN)?",
   "float('inf') - float('inf') == float('inf') - float('inf')", "the result is NaN, which equals nothing")
n("How many integers n satisfy n² = n?", "sum(k * k == k for k in range(-1000, 1001))", "n(n − 1) = 0 has two solutions")
yn("A leap-year question: was 1900 a leap year in the Gregorian calendar?",
   "(date(1900, 3, 1) - date(1900, 2, 28)).days == 2", "divisible by 100 but not by 400")
n("What is the remainder of -7 divided by 3 when remainders are taken from 0 to 2?", "-7 % 3", "-7 = 3 · (-3) + 2")
yn("Is the empty set a subset of {1, 2}?", "set().issubset({1, 2})", "it has no element that could be missing")

s.cat("carry_propagation")
n("9999999 + 8888889 = ?", "9999999 + 8888889")
n("Starting at 199,999,999,990, count forward 17 steps of one. Where do you land?", "199999999990 + 17")
n("Work out 5000000000 − 1234567891, minding the borrows.", "5000000000 - 1234567891")
n("Column addition: 76543 + 87654 + 98765.", "76543 + 87654 + 98765")
n("When 49,995 is added to 50,005, how many carries (out of any column) occur?",
  "sum((49995 % 10 ** k + 50005 % 10 ** k) >= 10 ** k for k in range(1, 6))", "the columns were added one by one")
n("Find 333,667 × 3.", "333667 * 3")
n("An odometer with seven wheels reads 0,899,996. It advances by 5. What does it read?", "899996 + 5")

s.cat("base_conversion")
n("Convert the hexadecimal number 3FA7 to decimal.", "int('3FA7', 16)")
n("Write decimal 2026 in binary.", "base(2026, 2)")
n("What is octal 7654 in decimal?", "int('7654', 8)")
n("Turn the binary number 1101100111 into octal.", "base(int('1101100111', 2), 8)")
n("How is decimal 500 written in base 7?", "base(500, 7)")
ex("Convert decimal 48879 to hexadecimal. Reply with the four lower-case digits only.", "hex(48879)[2:]", also="base(48879, 16)")

s.cat("modular_arithmetic")
n("What is 3^200 mod 13?", "pow(3, 200, 13)")
n("Find the inverse of 17 modulo 43 (a number from 1 to 42).", "pow(17, -1, 43)", also="next(k for k in range(1, 43) if 17 * k % 43 == 1)")
n("The smallest positive x with x ≡ 2 (mod 3), x ≡ 3 (mod 5) and x ≡ 2 (mod 7) is what?",
  "next(x for x in range(1, 200) if x % 3 == 2 and x % 5 == 3 and x % 7 == 2)", "searched in order")
n("It is 10 o'clock on a 12-hour dial. What hour does it show 1000 hours later?", "(10 + 1000 - 1) % 12 + 1")

s.cat("overflow")
n("A signed 32-bit counter stands at 2147483647 and wraps around when 1 is added. What does it hold then?",
  "(2147483647 + 1 + 2 ** 31) % 2 ** 32 - 2 ** 31", "two's complement")
n("In unsigned 8-bit arithmetic, what is 200 + 100?", "(200 + 100) % 2 ** 8")
n("Which is the smallest factorial that no longer fits into an unsigned 64-bit integer: give its n.",
  "next(k for k in range(1, 40) if math.factorial(k) >= 2 ** 64)", "20! fits, 21! does not")

s.cat("underflow")
n("The smallest positive subnormal double is 2 to which (negative) power?", "-1074", "2^(1 - 1023 - 52)",
  also="next(k for k in range(-1000, -1200, -1) if float(2) ** -1000 * float(2) ** (k + 999) == 0.0)")
yn("In double precision, does 1e-200 * 1e-200 come out as exactly zero?", "float('1e-200') * float('1e-200') == 0.0",
   "1e-400 lies far below the smallest subnormal")

s.cat("formatting")
n("Write six hundred four thousand and thirty-two in digits.", "604032", "604 thousand and 32", also="604 * 1000 + 32")
n("Rewrite 4.0605e4 without the exponent.", "D('4.0605e4')")

s.cat("sign_handling")
n("Simplify -(-3)^3 - (-2)^4.", "-(-3) ** 3 - (-2) ** 4")
n("What is -8 - (-15) + (-6) × (-2) - 9?", "-8 - (-15) + (-6) * (-2) - 9")

s.cat("catastrophic_cancellation")
n("Let x = 10^8. To six significant digits, what is sqrt(x² + 1) − x? Take care not to lose the digits in the subtraction.",
  "D('5.00000e-9')", "the difference is 1/(sqrt(x²+1)+x) = 1/(2·10^8) up to one part in 10^17",
  also="(lambda x: D(rnd(((D(x) ** 2 + 1).sqrt() - x) * 10 ** 14, 0).numerator) / 10 ** 14)(10 ** 8)")
n("Exactly evaluate 1234567.0000123 − 1234566.9999877.", "D('1234567.0000123') - D('1234566.9999877')")

s.write()
