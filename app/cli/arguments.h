// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/base/error.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <optional>

namespace quantlens::cli {

/// One option: its name, the name of its value (empty: a flag; "[a|b]": it may be left out) and what it does. With an
/// empty name `help` is a heading.
struct Option
{
    const char* name;
    const char* value;
    const char* help;
};

/// Parses the arguments of one command together with the global options.
class Arguments
{
public:
    /// `usage` is "compare A B", `examples` the lines shown below the options.
    Arguments(const char* usage, const char* summary, QList<Option> options, const char* examples);

    /// Reads `args` (without the command's name). Nothing to do further when it gives an exit code: help was shown
    /// (0), or the usage was wrong (2, message printed).
    [[nodiscard]] std::optional<int> parse(const QStringList& args, int minPositional, int maxPositional);

    [[nodiscard]] Global global() const;
    [[nodiscard]] QStringList positional() const { return m_parser.positionalArguments(); }
    /// False also for an option the command does not have.
    [[nodiscard]] bool has(const char* name) const;
    [[nodiscard]] QString value(const char* name, const QString& otherwise = {}) const;
    /// A whole number of at least `minimum`; `otherwise` when the option is not given. Error: "usage.value".
    [[nodiscard]] base::Expected<int> number(const char* name, int otherwise, int minimum) const;
    /// A number from `least` to `most`. Error: "usage.value".
    [[nodiscard]] base::Expected<std::optional<double>> real(const char* name, double least, double most) const;
    /// The texts between the commas of a value, trimmed; empty when the option is not given.
    [[nodiscard]] QStringList list(const char* name) const;
    /// For a pair of flags "on"/"off": what was said last, or `otherwise`.
    [[nodiscard]] bool flag(const char* on, const char* off, bool otherwise) const;

private:
    [[nodiscard]] QString help() const;
    [[nodiscard]] QStringList withValues(const QStringList& args) const;

    QCommandLineParser m_parser;
    QList<Option> m_options;
    QString m_usage;
    QString m_summary;
    QString m_examples;
};

} // namespace quantlens::cli
