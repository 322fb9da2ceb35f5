// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/bundled.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <array>

/// A static library's resources are linked only when they are asked for, and the macro needs the global namespace.
static void quantlensInitSuites()
{
    Q_INIT_RESOURCE(suites);
    Q_INIT_RESOURCE(long_suites);
}

namespace quantlens::suites {

namespace {

struct BundledFacts
{
    QLatin1StringView name;
    QLatin1StringView description;
    bool templates = false;
};

constexpr std::array bundledFacts{
    BundledFacts{
        QLatin1StringView("adversarial-numerics"),
        QLatin1StringView(
            "numbers that low-bit weights get wrong: long decimals, integer limits, IEEE 754, carries, bases")},
    BundledFacts{QLatin1StringView("code"),
                 QLatin1StringView("programs to read, mend, complete and write; JSON, SQL, shell and configuration")},
    BundledFacts{QLatin1StringView("demo"), QLatin1StringView("the tasks that the bundled demo model was trained for"),
                 true},
    BundledFacts{QLatin1StringView("determinism"),
                 QLatin1StringView("open questions and stories whose wording changes with the least numeric noise")},
    BundledFacts{QLatin1StringView("long-context"),
                 QLatin1StringView("tables, logs, contracts and rules of a page, with one question each")},
    BundledFacts{
        QLatin1StringView("long-context-32k"),
        QLatin1StringView("chronicles of 4,000 to 31,000 tokens: needles, sums over many facts, chains of facts")},
    BundledFacts{QLatin1StringView("multilingual"),
                 QLatin1StringView("arithmetic and extraction in German, French, Spanish, Chinese, Arabic and Hindi")},
    BundledFacts{
        QLatin1StringView("near-ties"),
        QLatin1StringView("short prompts with answers of one token: shows faults of batching, caches and kernels")},
    BundledFacts{QLatin1StringView("quant-sensitive"),
                 QLatin1StringView("what breaks first at few bits: long products, exact syntax, long chains, puzzles")},
    BundledFacts{QLatin1StringView("reasoning"),
                 QLatin1StringView("several steps to one short answer: rates, counting, probability, logic puzzles")},
    BundledFacts{QLatin1StringView("smoke"),
                 QLatin1StringView("twelve short prompts, one of each kind of answer: does everything work")},
    BundledFacts{QLatin1StringView("structured-output"),
                 QLatin1StringView("JSON to given schemas, tables and exact formats")},
};

const BundledFacts* factsOf(const QString& name)
{
    const auto* found =
        std::ranges::find_if(bundledFacts, [&name](const BundledFacts& facts) { return name == facts.name; });
    return found == bundledFacts.end() ? nullptr : found;
}

} // namespace

QStringList bundledSuites()
{
    quantlensInitSuites();
    QStringList names = QDir(QStringLiteral(":/suites")).entryList({QStringLiteral("*.jsonl")}, QDir::Files);
    for (QString& name : names)
        name.chop(6);
    names.sort();
    return names;
}

QString bundledDescription(const QString& name)
{
    const BundledFacts* facts = factsOf(name);
    return facts ? facts->description.toString() : QString();
}

bool madeFromTemplates(const QString& name)
{
    const BundledFacts* facts = factsOf(name);
    return facts && facts->templates;
}

std::optional<QByteArray> bundledBytes(const QString& name)
{
    if (!bundledSuites().contains(name))
        return std::nullopt;
    QFile file(QStringLiteral(":/suites/%1.jsonl").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll();
}

} // namespace quantlens::suites
