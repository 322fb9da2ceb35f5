// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

namespace quantlens::cli {

namespace {

const QList<Option> globalOptions{
    {"workspace", "FILE", "the workspace to use instead of your own"},
    {"quiet", "", "no progress, no messages but errors"},
    {"verbose", "", "more messages: which servers answered"},
    {"no-color", "", "no colours (also: NO_COLOR in the environment)"},
    {"help", "", "this text"},
};

QString optionLines(const QList<Option>& options)
{
    QString text;
    for (const Option& option : options) {
        QString left = QStringLiteral("  --%1").arg(QLatin1String(option.name));
        if (*option.value)
            left += u' ' + QLatin1String(option.value);
        text += left.leftJustified(28) + u' ' + QString::fromUtf8(option.help) + u'\n';
    }
    return text;
}

} // namespace

Arguments::Arguments(const char* usage, const char* summary, QList<Option> options, const char* examples)
    : m_options(std::move(options))
    , m_usage(QString::fromUtf8(usage))
    , m_summary(QString::fromUtf8(summary))
    , m_examples(QString::fromUtf8(examples))
{
    for (const Option& option : m_options + globalOptions)
        m_parser.addOption({QString::fromLatin1(option.name), {}, QString::fromLatin1(option.value)});
}

std::optional<int> Arguments::parse(const QStringList& args, int minPositional, int maxPositional)
{
    const auto wrong = [](const QString& text) {
        printError({QStringLiteral("usage"), text, QStringLiteral("--help shows what there is."), {}});
        return 2;
    };
    if (!m_parser.parse(QStringList{QStringLiteral("quantlens-cli")} + args))
        return wrong(m_parser.errorText());
    if (has("help")) {
        out(help());
        return 0;
    }
    const auto count = m_parser.positionalArguments().size();
    if (count < minPositional || count > maxPositional)
        return wrong(QStringLiteral("Usage: quantlens-cli %1.").arg(m_usage));
    return std::nullopt;
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

bool Arguments::flag(const char* on, const char* off, bool otherwise) const
{
    const QStringList names = m_parser.optionNames();
    const auto lastOn = names.lastIndexOf(QLatin1String(on));
    const auto lastOff = names.lastIndexOf(QLatin1String(off));
    return lastOn == lastOff ? otherwise : lastOn > lastOff;
}

} // namespace quantlens::cli
