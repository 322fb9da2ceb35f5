// SPDX-License-Identifier: GPL-3.0-or-later
// The name of infer-check's result files, and their writing.
#include "core/exchange/infercheckfile.h"

#include "core/specs/filenames.h"

#include <QDir>
#include <QFile>

namespace quantlens::exchange {

namespace compatible = scoring::compatible;

namespace {

using domain::RunKind;
using domain::RunRecord;

constexpr qsizetype longestName = 150; ///< characters of a file name's labels
constexpr int mostTries = 1000;

QString slashless(const QString& text)
{
    return QString(text).replace(u'/', u'_').replace(QChar(0), u'_').left(longestName);
}

} // namespace

QString inferCheckFileName(const RunRecord& run, qint64 unixSeconds)
{
    const auto side = [&run](int index) { return run.sides.value(index).model; };
    switch (run.kind) {
    case RunKind::Compare:
        return QStringLiteral("compare_%1_vs_%2_%3.json")
            .arg(specs::sanitizeFileName(run.label(0)).left(longestName / 2),
                 specs::sanitizeFileName(run.label(1)).left(longestName / 2), QString::number(unixSeconds));
    case RunKind::Diff:
        return QStringLiteral("diff_%1_%2.json")
            .arg(slashless(side(run.baseline).modelId), QString::number(unixSeconds));
    case RunKind::Sweep:
    case RunKind::Stress:
    case RunKind::Determinism:
        break;
    }
    const domain::ResolvedModel& model = side(run.kind == RunKind::Sweep ? run.baseline : 0);
    return QStringLiteral("%1_%2_%3_%4.json")
        .arg(name(run.kind), slashless(model.spec.isEmpty() ? model.modelId : model.spec),
             compatible::inferCheckBackend(model), QString::number(unixSeconds));
}

base::Expected<QString> writeInferCheckFile(const domain::RunData& data, const QString& folder)
{
    const auto failed = [&folder](const QString& why) {
        return base::failure(QStringLiteral("output.write"),
                             QStringLiteral("Cannot write infer-check's result file into %1: %2.").arg(folder, why),
                             QStringLiteral("The run itself is stored; quantlens-cli report writes the file later."));
    };
    const int needed = data.run.kind == RunKind::Compare ? 2 : 1;
    if (data.run.sides.size() < needed || data.run.baseline < 0 || data.run.baseline >= data.run.sides.size())
        return failed(QStringLiteral("the run has no sides"));
    if (!QDir().mkpath(folder))
        return failed(QStringLiteral("the folder cannot be made"));
    const QByteArray bytes = inferCheckJson(compatible::inferCheckRun(data));
    const qint64 seconds = (data.run.finished.isValid() ? data.run.finished : data.run.started).toSecsSinceEpoch();
    for (int later = 0; later < mostTries; ++later) {
        QFile file(QDir(folder).filePath(inferCheckFileName(data.run, seconds + later)));
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
            if (file.exists())
                continue;
            return failed(file.errorString());
        }
        if (file.write(bytes) != bytes.size() || !file.flush()) {
            const QString why = file.errorString();
            file.remove();
            return failed(why);
        }
        return file.fileName();
    }
    return failed(QStringLiteral("too many files have its name"));
}

} // namespace quantlens::exchange
