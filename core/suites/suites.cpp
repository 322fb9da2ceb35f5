// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/suites.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/suites/lines.h"
#include "core/suites/suite_line.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QSet>

#include <map>

namespace quantlens::suites {

namespace {

constexpr qsizetype maxFileBytes = 1024 * 1024 * 1024;
constexpr qsizetype maxPrompts = 1'000'000;
constexpr qsizetype maxErrors = 1000; // "every bad line", but a binary file is not a million messages

QString suiteName(const QString& source)
{
    const QString name = QFileInfo(source).fileName();
    return name.endsWith(QLatin1String(".jsonl"), Qt::CaseInsensitive) ? name.chopped(6)
                                                                       : QFileInfo(source).completeBaseName();
}

/// First 12 hex digits of SHA-256 over the canonical JSON of category and messages (docs/suites.md).
QString derivedId(const domain::Prompt& prompt)
{
    QJsonArray messages;
    for (const domain::Message& message : prompt.messages)
        messages.append(
            QJsonObject{{QStringLiteral("role"), message.role}, {QStringLiteral("content"), message.content}});
    const QByteArray canonical = base::canonicalJson(
        QJsonObject{{QStringLiteral("category"), prompt.category}, {QStringLiteral("messages"), messages}});
    return QString::fromLatin1(QCryptographicHash::hash(canonical, QCryptographicHash::Sha256).toHex().first(12));
}

/// Gives every prompt without an id its derived one; equal ones get -2, -3, … in file order.
void deriveIds(QList<domain::Prompt>& prompts, QSet<QString> taken)
{
    QHash<QString, int> uses;
    for (domain::Prompt& prompt : prompts) {
        if (!prompt.id.isEmpty())
            continue;
        const QString derived = derivedId(prompt);
        QString id;
        do {
            const int use = ++uses[derived];
            id = use == 1 ? derived : QStringLiteral("%1-%2").arg(derived, QString::number(use));
        } while (taken.contains(id)); // somebody wrote this very id
        taken.insert(id);
        prompt.id = id;
    }
}

std::unexpected<QList<base::Error>> oneError(const QString& code, const QString& message, const QString& hint = {})
{
    return std::unexpected(QList<base::Error>{base::Error{code, message, hint, {}}});
}

} // namespace

SuiteResult parseSuite(const QByteArray& bytes, const QString& source)
{
    if (bytes.size() > maxFileBytes)
        return oneError(QStringLiteral("suite.read"), QStringLiteral("%1: larger than 1 GiB.").arg(source));
    if (bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF"))
        return oneError(QStringLiteral("suite.syntax"), QStringLiteral("%1:1: the file is UTF-16.").arg(source),
                        QStringLiteral("Save it as UTF-8."));

    domain::Suite suite;
    suite.name = suiteName(source);
    suite.source = source;
    suite.sha256 = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());

    QList<base::Error> errors;
    qsizetype unreported = 0;
    int number = 0;
    const auto report = [&](const QString& code, const QString& what, const QString& hint = {}) {
        if (errors.size() < maxErrors)
            errors.append({code, QStringLiteral("%1:%2: %3.").arg(source, QString::number(number), what), hint, {}});
        else
            ++unreported;
    };

    QHash<QString, int> lineOfId;
    QByteArrayView line;
    LineSplitter lines{QByteArrayView(bytes)};
    while (lines.next(line)) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        SuiteLine read = readSuiteLine(line);
        if (!read.prompt) {
            report(read.code, read.problems.join(QLatin1String("; ")), read.hint);
            continue;
        }
        read.prompt->line = number;
        if (!read.prompt->id.isEmpty()) {
            if (const int first = lineOfId.value(read.prompt->id); first > 0) {
                report(QStringLiteral("suite.duplicate_id"),
                       QStringLiteral("the id \"%1\" is already used in line %2")
                           .arg(base::singleLine(read.prompt->id, 80), QString::number(first)),
                       QStringLiteral("Answers are kept by id: give each prompt its own, or leave the ids out."));
                continue;
            }
            lineOfId.insert(read.prompt->id, number);
        }
        if (suite.prompts.size() >= maxPrompts) {
            report(QStringLiteral("suite.read"), QStringLiteral("more than %1 prompts").arg(maxPrompts));
            break;
        }
        suite.prompts.append(*read.prompt);
    }
    if (unreported > 0)
        errors.append({errors.last().code,
                       QStringLiteral("%1: %2 more lines are wrong.").arg(source, QString::number(unreported)),
                       {},
                       {}});
    if (!errors.isEmpty())
        return std::unexpected(errors);
    if (suite.prompts.isEmpty())
        return oneError(QStringLiteral("suite.empty"), QStringLiteral("%1: there is no prompt in it.").arg(source),
                        QStringLiteral("A suite has one JSON object a line, with at least \"text\"."));
    deriveIds(suite.prompts, QSet<QString>(lineOfId.keyBegin(), lineOfId.keyEnd()));
    return suite;
}

QList<domain::Prompt> balancedSubset(const QList<domain::Prompt>& prompts, int n)
{
    if (n >= prompts.size())
        return prompts;
    // UTF-8 bytes sort as code points do; QString's UTF-16 order differs beyond U+FFFF.
    std::map<QByteArray, QList<qsizetype>> categories;
    for (qsizetype i = 0; i < prompts.size(); ++i)
        categories[prompts.at(i).category.toUtf8()].append(i);
    QList<domain::Prompt> picked;
    for (qsizetype round = 0; picked.size() < n; ++round) {
        for (const auto& [category, indices] : categories) {
            if (round < indices.size() && picked.size() < n)
                picked.append(prompts.at(indices.at(round)));
        }
    }
    return picked;
}

} // namespace quantlens::suites
