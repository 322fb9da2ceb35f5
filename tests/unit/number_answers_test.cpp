// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/answers.h"

#include <QTest>

using namespace quantlens;
using scoring::Strategy;

namespace {

struct Case
{
    const char16_t* text;
    const char16_t* expected; ///< canonical; empty: no answer
};

// Written by hand, one line a decision.
constexpr Case cases[] = {
    // whole numbers
    {u"42", u"42"},
    {u"0", u"0"},
    {u"007", u"7"},
    {u"4131", u"4131"},
    {u"x = 1000", u"1000"},
    {u"12345678901234567890", u"12345678901234567890"},
    {u"The result: 5671.", u"5671"},
    {u"It is 12", u"12"},
    {u"42.", u"42"},
    {u"42!", u"42"},
    {u"**42**", u"42"},
    {u"`42`", u"42"},
    {u"_42_", u""},
    {u"Total:42", u"42"},
    {u"2+2=4", u"4"},
    {u"7*8 = 56", u"56"},
    {u"first 3, then 4, at last 5", u"5"},
    {u"I do not know", u""},
    {u"", u""},
    {u"no digits here", u""},
    // the demo model's answers
    {u"6+9=15, 5+7+1=13, 1+6+1=8. The answer is 834.", u"834"},
    {u"356 + 478: 6+8=14, 5+7+1=13, 3+4+1=8. The answer is 834.", u"834"},
    {u"6*7=42, 4*7+4=32. The answer is 322.", u"322"},
    {u"12-9=3. The answer is 3.", u"3"},
    // decimals
    {u"3.14", u"3.14"},
    {u"3.140", u"3.14"},
    {u"42.0", u"42"},
    {u".5", u"0.5"},
    {u"-.5", u"-0.5"},
    {u"0.1 + 0.2 = 0.3", u"0.3"},
    {u"0.30000000000000004", u"0.30000000000000004"},
    {u"1234.5", u"1234.5"},
    {u"It costs 1234.50.", u"1234.5"},
    {u"0.000001", u"0.000001"},
    {u"3.14159...", u"3.14159"},
    // separators: comma
    {u"1,000", u"1000"},
    {u"1,234,567", u"1234567"},
    {u"1,234.56", u"1234.56"},
    {u"12,345,678.9", u"12345678.9"},
    {u"1,2,3", u"3"},
    {u"10, 20, 30", u"30"},
    {u"1,00,000", u"100000"},
    {u"12,34,567", u"1234567"},
    {u"3,14", u"3.14"},
    {u"0,5", u"0.5"},
    {u"0,125", u"0.125"},
    // blank
    {u"10 000", u"10000"},
    {u"1 234 567", u"1234567"},
    {u"1\u00A0234\u00A0567", u"1234567"},
    {u"1\u202F234,5", u"1234.5"},
    {u"1\u2009234", u"1234"},
    {u"1 234.5", u"1234.5"},
    {u"2019 100", u"100"},
    // underscore, apostrophe, point
    {u"1_000_000", u"1000000"},
    {u"12_5", u"125"},
    {u"1'234'567", u"1234567"},
    {u"1’234", u"1234"},
    {u"1.234.567", u"1234567"},
    {u"1.234,56", u"1234.56"},
    {u"1.234", u"1.234"},
    // minus
    {u"-5", u"-5"},
    {u"−5", u"-5"},
    {u"–5", u"-5"},
    {u"－5", u"-5"},
    {u"x = -5", u"-5"},
    {u"x=-5", u"-5"},
    {u"(-5)", u"-5"},
    {u"3 - 5 = -2", u"-2"},
    {u"10-3", u"3"},
    {u"7 - 5", u"5"},
    {u"3–5", u"5"},
    {u"between 3 and -5", u"-5"},
    {u"minus 5", u"-5"},
    {u"negative 12", u"-12"},
    {u"7 minus 5", u"5"},
    {u"The answer is - 5", u"-5"},
    {u"= − 5", u"-5"},
    {u"- 5 apples", u"5"},
    {u"-0", u"0"},
    {u"-0.0", u"0"},
    {u"-$5", u"-5"},
    {u"$-5", u"-5"},
    {u"+5", u"5"},
    // Unicode digits
    {u"４２", u"42"},
    {u"٤٢", u"42"},
    {u"१२३", u"123"},
    {u"１，０００．５", u"1000.5"},
    {u"١٬٠٠٠٫٥", u"1000.5"},
    {u"𝟒𝟐", u"42"},
    {u"4\u200B2", u"42"},
    // exponents
    {u"1e3", u"1000"},
    {u"1E3", u"1000"},
    {u"4.2e1", u"42"},
    {u"1.5e-7", u"0.00000015"},
    {u"1.5E+2", u"150"},
    {u"6.02e23", u"602000000000000000000000"},
    {u"1e−3", u"0.001"},
    {u"1e100", u"1e+100"},
    {u"10e99", u"1e+100"},
    {u"2.5e-300", u"2.5e-300"},
    {u"1e400000", u"1e+400000"},
    {u"1.5 × 10^3", u"1500"},
    {u"1.5 x 10^3", u"1500"},
    {u"1.5 * 10^3", u"1500"},
    {u"1.5·10³", u"1500"},
    {u"1.5 × 10⁻³", u"0.0015"},
    {u"6.02 \\times 10^{23}", u"602000000000000000000000"},
    {u"1.5 \\cdot 10^{-3}", u"0.0015"},
    {u"1.5 × 10**3", u"1500"},
    {u"−1.5 × 10^3", u"-1500"},
    // powers
    {u"10^6", u"1000000"},
    {u"10**6", u"1000000"},
    {u"2^10", u"1024"},
    {u"2¹⁰", u"1024"},
    {u"10⁶", u"1000000"},
    {u"10^{6}", u"1000000"},
    {u"10^(-2)", u"0.01"},
    {u"2^-1", u"0.5"},
    {u"10^100", u"1e+100"},
    {u"2^64", u"18446744073709551616"},
    {u"9.8 m/s^2", u"9.8"},
    {u"25 m²", u"25"},
    {u"25 cm³", u"25"},
    {u"x^2 = 9", u"9"},
    {u"9 = x^2", u"9"},
    {u"9 = x²", u"9"},
    // fractions
    {u"3/4", u"0.75"},
    {u"1/3", u"1/3"},
    {u"2/6", u"1/3"},
    {u"-3/4", u"-0.75"},
    {u"6/3", u"2"},
    {u"1 1/2", u"1.5"},
    {u"2 2/3", u"8/3"},
    {u"½", u"0.5"},
    {u"1½", u"1.5"},
    {u"⅔", u"2/3"},
    {u"3⁄4", u"0.75"},
    {u"\\frac{3}{4}", u"0.75"},
    {u"\\dfrac{22}{7}", u"22/7"},
    {u"\\frac12", u"0.5"},
    {u"-\\frac{1}{3}", u"-1/3"},
    {u"1\\frac{1}{2}", u"1.5"},
    {u"3/0", u"0"},
    {u"22/7", u"22/7"},
    {u"The answer is 3 / 4.", u"0.75"},
    {u"12 / 4 = 3", u"3"},
    {u"12½%", u"12.5%"},
    {u"\\boxed{-\\frac{1}{2}}", u"-0.5"},
    // percentages
    {u"50%", u"50%"},
    {u"12.5 %", u"12.5%"},
    {u"12,5 %", u"12.5%"},
    {u"50\\%", u"50%"},
    {u"50 percent", u"50%"},
    {u"50 per cent", u"50%"},
    {u"５０％", u"50%"},
    {u"-3%", u"-3%"},
    {u"100% sure", u"100%"},
    // magnitudes
    {u"5 million", u"5000000"},
    {u"2.5 billion people", u"2500000000"},
    {u"3 thousand", u"3000"},
    {u"3 hundred", u"300"},
    {u"1.2 trillion", u"1200000000000"},
    // units
    {u"5kg", u"5"},
    {u"5 kg", u"5"},
    {u"60 km/h", u"60"},
    {u"$1,000", u"1000"},
    {u"€ 12.50", u"12.5"},
    {u"£5", u"5"},
    {u"1,000 USD", u"1000"},
    {u"90°", u"90"},
    {u"20 °C", u"20"},
    {u"-40 °C", u"-40"},
    {u"15 apples", u"15"},
    {u"8 hours", u"8"},
    // words and digits that are no numbers
    {u"H2O", u""},
    {u"x2 = 7 and y2", u"7"},
    {u"v1.2.3", u""},
    {u"3.11.2", u""},
    {u"192.168.0.1", u""},
    {u"abc123", u""},
    {u"sha256", u""},
    {u"It is 0.3 in IEEE 754 double precision", u"0.3"},
    {u"12 bytes in UTF-8", u"12"},
    // bases
    {u"0xFF", u"255"},
    {u"0b1010", u"10"},
    {u"0o17", u"15"},
    {u"255 = 0xFF", u"255"},
    // dates and times
    {u"2026-11-23", u""},
    {u"23.11.2026", u""},
    {u"11/23/2026", u""},
    {u"November 23, 2026", u""},
    {u"23 November 2026", u""},
    {u"the 23rd of November", u""},
    {u"Nov 23", u""},
    {u"It is 7 on 2026-11-23", u"7"},
    {u"12 units, as of November 23, 2026.", u"12"},
    {u"12:30", u""},
    {u"15 at 12:30", u"15"},
    {u"The population was 8 million in 2019.", u"8000000"},
    {u"It happened in 1945", u"1945"},
    {u"I may have 5", u"5"},
    // step numbers
    {u"88 (see step 3)", u"88"},
    {u"88, as in step 3", u"88"},
    {u"Step 1: add. Step 2: subtract. It is 9.\nStep 3: done.", u"9"},
    {u"Steps 2 and 3 give 12, see steps 2 and 3", u"12"},
    {u"1. Add 3 and 4.\n2. That is 7.\n3. Check it.", u"7"},
    {u"1) Add.\n2) The sum comes to 12.\n3) Done.", u"12"},
    {u"Question 5: 17", u"17"},
    {u"17 (question 5)", u"17"},
    {u"Problem #4: 9", u"9"},
    {u"see equation (3)", u""},
    {u"9, by Eq. 3", u"9"},
    {u"Chapter 7", u""},
    {u"line 12", u""},
    {u"Step 3", u""},
    {u"### Step 3\n15", u"15"},
    {u"That was the last step. 5 apples remain.", u"5"},
    {u"7, see Fig. 3", u"7"},
    {u"Those are all. Five remain.", u"5"},
    {u"17 birds on 3 May 2024", u"17"},
    {u"17 birds, seen at 2024-05-03T12:00:00Z", u"17"},
    {u"Answer (3 significant figures): 0.333", u"0.333"},
    {u"The answer, rounded to 2 decimals, is 3.14", u"3.14"},
    {u"The answer is about -40 °F (-40 °C)", u"-40"},
    {u"Answer: 1.234.567,89", u"1234567.89"},
    {u"The result is −3.5 × 10⁻⁴", u"-0.00035"},
    {u"15 [1]", u"15"},
    // what else must not win over the answer
    {u"The total is 15 (5 + 10)", u"15"},
    {u"(42)", u"42"},
    {u"It is 7, not 8", u"7"},
    {u"It took 12 apples in 3 steps", u"12"},
    {u"He came 3rd with 12 points", u"12"},
    {u"12 points made him 3rd", u"12"},
    // "answer is"
    {u"The answer is 42, because 40 + 2 = 42 and 3 is odd.", u"42"},
    {u"The answer is 5. I used 3 rules.", u"5"},
    {u"Answer: 42", u"42"},
    {u"ANSWER: 42", u"42"},
    {u"**Answer:** 42\nThis took 3 tries.", u"42"},
    {u"Final answer = 42; 7 follows", u"42"},
    {u"The answer to question 2 is 17", u"17"},
    {u"The final answer is: 17 apples, 3 of them red", u"17"},
    {u"The answer is 3. Wait, no. The answer is 4.", u"4"},
    {u"The answer is 3 + 4 = 7.", u"7"},
    {u"The answer is 42 = 6 * 7.", u"42"},
    {u"The answer is $1,000.", u"1000"},
    {u"The answer is not 5 but 6.", u"6"},
    {u"The answer is\n\n42\n\nI checked 3 times.", u"42"},
    {u"#### 72", u"72"},
    {u"48/2 = 24\n48+24 = 72\n#### 72", u"72"},
    {u"The answer is x = 5", u"5"},
    {u"The answer is: let me think. 5", u"5"},
    {u"The answer is unclear to me\nbut 5", u"5"},
    {u"I have no answer: none", u""},
    // LaTeX
    {u"\\boxed{42}", u"42"},
    {u"So \\boxed{1{,}000}. That took 3 lines", u"1000"},
    {u"$\\boxed{\\frac{3}{4}}$", u"0.75"},
    {u"\\boxed{x = 5}", u"5"},
    {u"\\boxed{3\\text{ apples}}", u"3"},
    {u"\\boxed{-7}", u"-7"},
    {u"\\boxed{10^{6}}", u"1000000"},
    {u"\\boxed{50\\%}", u"50%"},
    {u"The answer is 5. \\boxed{6}", u"6"},
    {u"\\boxed{1} and then \\boxed{2}", u"2"},
    {u"\\boxed{unclosed 5", u"5"},
    {u"\\boxed{none}, but 5", u"5"},
    {u"\\(42\\)", u"42"},
    {u"\\[ x = 42 \\]", u"42"},
    {u"$42$", u"42"},
    {u"1\\,000", u"1000"},
    {u"\\$5", u"5"},
    // number words
    {u"seven", u"7"},
    {u"The answer is twelve.", u"12"},
    {u"Twenty", u"20"},
    {u"zero", u"0"},
    {u"minus three", u"-3"},
    {u"twenty-one", u"21"},
    {u"forty two", u"42"},
    {u"three hundred and five", u"305"},
    {u"two thousand", u"2000"},
    {u"five percent", u"5%"},
    {u"I am left with eight apples", u"8"},
    {u"15 is the sum of the two numbers", u"15"},
    {u"42 is the one", u"42"},
    {u"No one knows", u""},
    {u"The answer is one.", u"1"},
    {u"a two-digit result: 42", u"42"},
    {u"often", u""},
    {u"someone", u""},
    {u"weight", u""},
};

} // namespace

class NumberAnswersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        for (const Case& row : cases) {
            const QString text = QString::fromUtf16(row.text);
            QTest::newRow(text.isEmpty() ? "(empty)" : text.toUtf8().constData())
                << text << QString::fromUtf16(row.expected);
        }
    }

    void table()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto found = scoring::extractAnswer(Strategy::Number, text);
        QCOMPARE(found.value_or(QString()), expected);
        QCOMPARE(found.has_value(), !expected.isEmpty());
        if (found) // the canonical form reads as itself
            QCOMPARE(scoring::extractAnswer(Strategy::Number, *found), found);
    }

    void theTableIsLongEnough() { QVERIFY(std::size(cases) >= 200); }

    void equality_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<double>("tolerance");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* a, const char* b, double tolerance, bool same) {
            QTest::addRow("%s ~ %s (%g)", a, b, tolerance)
                << QString::fromUtf8(a) << QString::fromUtf8(b) << tolerance << same;
        };
        row("42", "42.0", 0, true);
        row("42", "4.2e1", 0, true);
        row("1,000", "1000", 0, true);
        row("1000", "2000", 0, false);
        row("4131", "5671", 0, false);
        row("12", "13", 0, false);
        row("0.1", "0.10000000000000001", 0, false);
        row("1/3", "2/6", 0, true);
        row("1/3", "0.3333", 0, false);
        row("1/3", "0.3333", 0.001, true);
        row("4.1", "4.2", 0.1, true);
        row("4.1", "4.2000001", 0.1, false);
        row("-1", "1", 0, false);
        row("-1", "1", 2, true);
        row("25%", "0.25", 0, true);
        row("25%", "25", 0, true);
        row("25%", "2.5", 0, false);
        row("25%", "25.0 percent", 0, true);
        row("1e400000", "10e399999", 0, true);
        row("1e400000", "1e400001", 0, false);
        row("1e400000", "1e400001", 1, false);
        row("7", "seven", 0, true);
    }

    void equality()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(double, tolerance);
        QFETCH(bool, same);
        const auto x = scoring::extractAnswer(Strategy::Number, a);
        const auto y = scoring::extractAnswer(Strategy::Number, b);
        QVERIFY(x && y);
        QCOMPARE(scoring::sameAnswer(Strategy::Number, *x, *y, tolerance), same);
        QCOMPARE(scoring::sameAnswer(Strategy::Number, *y, *x, tolerance), same);
    }
};

QTEST_APPLESS_MAIN(NumberAnswersTest)
#include "number_answers_test.moc"
