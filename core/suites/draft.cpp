// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/draft.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/suites/check.h"
#include "core/suites/lines.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSaveFile>

#include <algorithm>

namespace quantlens::suites {

namespace {

constexpr QByteArrayView utf8Mark("\xEF\xBB\xBF");

/// The line end at `at`, empty at the end of the bytes.
QByteArrayView lineEndAt(QByteArrayView bytes, qsizetype at)
{
    if (at >= bytes.size())
        return {};
    return bytes.sliced(at, bytes.at(at) == '\r' && at + 1 < bytes.size() && bytes.at(at + 1) == '\n' ? 2 : 1);
}

} // namespace

domain::Prompt DraftLine::shown() const
{
    if (read.prompt)
        return *read.prompt;
    domain::Prompt prompt = object ? domain::promptFromJson(*object) : domain::Prompt();
    prompt.maxTokens = std::max(1, prompt.maxTokens);
    return prompt;
}

DraftLine draftLine(const QByteArray& bytes)
{
    DraftLine line{{}, bytes, readSuiteLine(bytes), {}};
    if (const auto object = base::parseJsonObject(bytes))
        line.object = *object;
    return line;
}

Draft readDraft(const QByteArray& bytes)
{
    Draft draft;
    QByteArrayView rest(bytes);
    if (rest.startsWith(utf8Mark)) {
        draft.byteOrderMark = true;
        rest = rest.sliced(utf8Mark.size());
    }
    bool endKnown = false;
    QByteArray blank;
    while (!rest.isEmpty()) {
        qsizetype length = 0;
        while (length < rest.size() && rest.at(length) != '\n' && rest.at(length) != '\r')
            ++length;
        const QByteArrayView end = lineEndAt(rest, length);
        const QByteArrayView text = rest.first(length);
        if (!endKnown && !end.isEmpty()) {
            draft.lineEnd = end.toByteArray();
            endKnown = true;
        }
        if (text.trimmed().isEmpty()) {
            blank += text;
            blank += end;
        } else {
            DraftLine line = draftLine(text.toByteArray());
            line.before = std::exchange(blank, {});
            draft.lines.append(line);
            draft.endsOpen = end.isEmpty();
        }
        rest = rest.sliced(length + end.size());
    }
    draft.after = blank;
    return draft;
}

QByteArray bytesOf(const Draft& draft)
{
    QByteArray bytes;
    if (draft.byteOrderMark)
        bytes += utf8Mark;
    for (qsizetype i = 0; i < draft.lines.size(); ++i) {
        bytes += draft.lines.at(i).before + draft.lines.at(i).bytes;
        if (i + 1 < draft.lines.size() || !draft.endsOpen)
            bytes += draft.lineEnd;
    }
    return bytes + draft.after;
}

CheckedDraft checkDraft(const Draft& draft, double similarity)
{
    CheckedDraft checked;
    checked.ids.resize(draft.lines.size());
    QHash<QString, qsizetype> rowOf;
    QByteArray loadable; // row i is line i + 1
    bool any = false;
    for (qsizetype row = 0; row < draft.lines.size(); ++row) {
        const DraftLine& line = draft.lines.at(row);
        bool good = line.read.prompt.has_value();
        if (!good) {
            for (const QString& problem : line.read.problems)
                checked.problems.append({row, true, line.read.code, problem});
        } else if (const QString& id = line.read.prompt->id; !id.isEmpty()) {
            if (const auto first = rowOf.constFind(id); first != rowOf.cend()) {
                good = false;
                checked.problems.append({row, true, QStringLiteral("suite.duplicate_id"),
                                         QStringLiteral("the id \"%1\" is already used in prompt %2")
                                             .arg(base::singleLine(id, 80), QString::number(*first + 1))});
            } else {
                rowOf.insert(id, row);
            }
        }
        if (good)
            loadable += line.bytes;
        loadable += '\n';
        any = any || good;
    }
    if (any) {
        const auto result = checkSuite(loadable, QStringLiteral("suite"), {similarity});
        if (result) {
            for (const domain::Prompt& prompt : result->suite.prompts)
                checked.ids[prompt.line - 1] = prompt.id;
            for (const SuiteWarning& warning : result->warnings)
                checked.problems.append({warning.line - 1, false, warning.code, warning.message});
            checked.stats = statsOf(result->suite.prompts);
        } else {
            for (const base::Error& error : result.error())
                checked.problems.append({-1, true, error.code, error.message});
        }
    } else if (draft.lines.isEmpty()) {
        checked.problems.append(
            {-1, true, QStringLiteral("suite.empty"), QStringLiteral("there is no prompt in it yet")});
    }
    std::ranges::stable_sort(checked.problems, {}, &DraftProblem::row);
    return checked;
}

QString suiteHash(const QByteArray& bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

base::Expected<void> saveSuite(const QString& path, const QByteArray& bytes, const std::optional<QString>& expected)
{
    if (expected) {
        QFile file(path);
        if (!file.exists())
            return base::failure(QStringLiteral("suite.changed"), QStringLiteral("%1 is not there any more.").arg(path),
                                 QStringLiteral("Save it under a name."));
        QCryptographicHash hash(QCryptographicHash::Sha256);
        if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
            return base::failure(QStringLiteral("suite.write"),
                                 QStringLiteral("%1 cannot be read again: %2.").arg(path, file.errorString()),
                                 QStringLiteral("Save it under another name."));
        if (QString::fromLatin1(hash.result().toHex()) != *expected)
            return base::failure(QStringLiteral("suite.changed"),
                                 QStringLiteral("%1 was changed by another program since it was opened.").arg(path),
                                 QStringLiteral("Read it again, or save yours under another name."));
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return base::failure(QStringLiteral("suite.write"),
                             QStringLiteral("%1 cannot be written: %2.").arg(path, file.errorString()),
                             QStringLiteral("Choose a place you may write to; what was there before is unchanged."));
    return {};
}

} // namespace quantlens::suites
