// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include <QLoggingCategory>

#include <algorithm>
#include <limits>

namespace quantlens::cli {

namespace {

const QList<Option> globalOptions{
    {"workspace", "FILE", "the workspace to use instead of your own"},
    {"quiet", "", "no progress, no messages but errors"},
    {"verbose", "", "more messages: which servers answered"},
    {"no-color", "", "no colours (also: NO_COLOR in the environment)"},
    {"log-level", "LEVEL", "messages for bug reports: debug, info, warning (default) or error"},
    {"help", "", "this text"},
};

QString optionLines(const QList<Option>& options)
{
    QString text;
    for (const Option& option : options) {
        if (!*option.name) {
            text += QStringLiteral(" %1\n").arg(QString::fromUtf8(option.help));
            continue;
        }
        QString left = QStringLiteral("  --%1").arg(QLatin1String(option.name));
        if (*option.value)
            left += u' ' + QLatin1String(option.value);
        text += left.leftJustified(28) + u' ' + QString::fromUtf8(option.help) + u'\n';
    }
    return text;
}

/// Which of Qt's messages are let through; false for a level that is none.
bool setLogLevel(const QString& level)
{
    static const QStringList levels{QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warning"),
                                    QStringLiteral("error")};
    const qsizetype least = levels.indexOf(level);
    QString rules;
    for (qsizetype i = 0; i < 3; ++i)
        rules += QStringLiteral("*.%1=%2\n")
                     .arg(levels.at(i), i >= least ? QStringLiteral("true") : QStringLiteral("false"));
    if (least >= 0)
        QLoggingCategory::setFilterRules(rules);
    return least >= 0;
}

} // namespace

Arguments::Arguments(const char* usage, const char* summary, QList<Option> options, const char* examples)
    : m_options(std::move(options))
    , m_usage(QString::fromUtf8(usage))
    , m_summary(QString::fromUtf8(summary))
    , m_examples(QString::fromUtf8(examples))
{
    for (const Option& option : m_options + globalOptions) {
        if (!*option.name)
            continue;
        m_parser.addOption({QString::fromLatin1(option.name), {}, QString::fromLatin1(option.value)});
    }
}

std::optional<int> Arguments::parse(const QStringList& args, int minPositional, int maxPositional)
{
    const auto wrong = [](const QString& text) {
        printError({QStringLiteral("usage"), text, QStringLiteral("--help shows what there is."), {}});
        return 2;
    };
    if (!m_parser.parse(QStringList{QStringLiteral("quantlens-cli")} + withValues(args)))
        return wrong(m_parser.errorText());
    if (const QString level = value("log-level", QStringLiteral("warning")); !setLogLevel(level))
        return wrong(QStringLiteral("--log-level takes debug, info, warning or error, not \"%1\".").arg(level));
    if (has("help")) {
        out(help());
        return 0;
    }
    const auto count = m_parser.positionalArguments().size();
    if (count < minPositional || count > maxPositional)
        return wrong(QStringLiteral("Usage: quantlens-cli %1.").arg(m_usage));
    return std::nullopt;
}

/// Gives options whose value may be left out an empty one, or the one that follows when it is one of theirs.
QStringList Arguments::withValues(const QStringList& args) const
{
    QStringList given;
    for (qsizetype i = 0; i < args.size(); ++i) {
        if (args.at(i) == QLatin1String("--")) {
            given += args.sliced(i);
            break;
        }
        given.append(args.at(i));
        for (const Option& option : m_options) {
            if (*option.value != '[' || args.at(i) != QLatin1String("--") + QLatin1String(option.name))
                continue;
            const QStringList values = QString::fromLatin1(option.value).sliced(1).chopped(1).split(u'|');
            const bool follows = i + 1 < args.size() && values.contains(args.at(i + 1));
            given.last() += u'=' + (follows ? args.at(i + 1) : QString());
            i += follows ? 1 : 0;
        }
    }
    return given;
}

QString Arguments::help() const
{
    QString text = QStringLiteral("Usage: quantlens-cli %1 [options]\n\n%2\n").arg(m_usage, m_summary);
    if (!m_options.isEmpty())
        text += QStringLiteral("\nOptions:\n") + optionLines(m_options);
    text += QStringLiteral("\nGlobal options:\n") + optionLines(globalOptions);
    if (!m_examples.isEmpty())
        text += QStringLiteral("\nExamples:\n") + m_examples;
    return text;
}

Global Arguments::global() const
{
    Global global;
    global.workspace = value("workspace");
    global.quiet = has("quiet");
    global.verbose = has("verbose");
    global.color = outIsTerminal() && !has("no-color") && qEnvironmentVariableIsEmpty("NO_COLOR");
    return global;
}

bool Arguments::has(const char* name) const
{
    const auto named = [name](const Option& option) { return qstrcmp(option.name, name) == 0; };
    return (std::ranges::any_of(m_options, named) || std::ranges::any_of(globalOptions, named)) &&
           m_parser.isSet(QLatin1String(name));
}

QString Arguments::value(const char* name, const QString& otherwise) const
{
    return has(name) ? m_parser.value(QLatin1String(name)) : otherwise;
}

base::Expected<int> Arguments::number(const char* name, int otherwise, int minimum) const
{
    if (!has(name))
        return otherwise;
    bool ok = false;
    const int number = m_parser.value(QLatin1String(name)).toInt(&ok);
    if (!ok || number < minimum)
        return base::failure(QStringLiteral("usage.value"),
                             QStringLiteral("--%1 takes a whole number of %2 or more, not \"%3\".")
                                 .arg(QLatin1String(name))
                                 .arg(minimum)
                                 .arg(m_parser.value(QLatin1String(name))));
    return number;
}

base::Expected<std::optional<double>> Arguments::real(const char* name, double least, double most) const
{
    if (!has(name))
        return std::nullopt;
    bool ok = false;
    const double number = m_parser.value(QLatin1String(name)).toDouble(&ok);
    if (ok && number >= least && number <= most)
        return number;
    const QString range = most < std::numeric_limits<double>::max()
                              ? QStringLiteral("a number between %1 and %2").arg(least).arg(most)
                              : QStringLiteral("a number of %1 or more").arg(least);
    return base::failure(QStringLiteral("usage.value"),
                         QStringLiteral("--%1 takes %2, not \"%3\".")
                             .arg(QLatin1String(name), range, m_parser.value(QLatin1String(name))));
}

QStringList Arguments::list(const char* name) const
{
    QStringList items;
    if (!has(name))
        return items;
    for (const QString& item : m_parser.value(QLatin1String(name)).split(u','))
        items.append(item.trimmed());
    return items;
}

bool Arguments::flag(const char* on, const char* off, bool otherwise) const
{
    const QStringList names = m_parser.optionNames();
    const auto lastOn = names.lastIndexOf(QLatin1String(on));
    const auto lastOff = names.lastIndexOf(QLatin1String(off));
    return lastOn == lastOff ? otherwise : lastOn > lastOff;
}

} // namespace quantlens::cli
