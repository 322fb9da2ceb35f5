// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/command.h"

#include "core/runners/diffsides.h"
#include "core/runners/recordrequest.h"
#include "core/runners/requestcommand.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace quantlens::reports {

namespace {

using domain::RunKind;
using domain::RunRecord;
using runners::RunRequest;

/// A file by its name: the folders are of no use on another computer, and private.
QString publicSpec(const QString& spec)
{
    const bool local = spec.startsWith(u'/') || spec.startsWith(u'~') || spec.startsWith(u'.') ||
                       spec.endsWith(QLatin1String(".gguf"), Qt::CaseInsensitive) ||
                       spec.endsWith(QLatin1String(".jsonl"), Qt::CaseInsensitive);
    if (!local)
        return spec;
    const qsizetype slash = spec.lastIndexOf(u'/');
    const qsizetype prefix = spec.indexOf(u':'); // "gguf:/models/a.gguf"
    const QString name = spec.sliced(slash + 1);
    return slash > prefix && prefix > 0 && prefix < 12 ? spec.first(prefix + 1) + name : name;
}

/// An argument of an engine, a file in it by its name: "--lora=/home/me/a.gguf".
QString publicArgument(const QString& argument)
{
    const qsizetype equals = argument.startsWith(u'-') ? argument.indexOf(u'=') : -1;
    return argument.first(equals + 1) + publicSpec(argument.sliced(equals + 1));
}

/// Takes the folders of this computer out of a side.
void hideFolders(runners::SideRequest& asked, const domain::RunSide& side, RunKind kind)
{
    const QString spec = publicSpec(asked.spec);
    const bool labelled = kind == RunKind::Compare || kind == RunKind::Sweep;
    if (labelled && spec != asked.spec && asked.label.isEmpty()) {
        // The folder may have told two files of one name apart.
        const QString label = runners::givenLabel(side, spec);
        if (!label.contains(u',') && !label.contains(u'='))
            asked.label = label;
    }
    asked.spec = spec;
    for (QString& argument : asked.engineArgs)
        argument = publicArgument(argument);
    asked.caFile = publicSpec(asked.caFile);
}

/// Puts a word for the address of a running server; the person who reads it has another one.
void hideAddress(runners::SideRequest& asked, const QString& word)
{
    static const QRegularExpression address(QStringLiteral("\\Ahttps?://[^#]*"),
                                            QRegularExpression::CaseInsensitiveOption);
    asked.spec = withoutAddresses(asked.spec.replace(address, word));
    if (!asked.baseUrl.isEmpty())
        asked.baseUrl = word;
    for (QString& argument : asked.engineArgs)
        argument = withoutAddresses(argument);
    asked.keyName.clear();
}

/// No shell takes a longer line (Linux: 128 KiB a word), and nobody reads it.
constexpr qsizetype longestLine = 100'000;

/// The command, or a plan file and its command where options cannot say it; a comment where it would be too long.
QString lineOf(const RunRequest& request)
{
    QString line;
    if (const auto arguments = runners::commandOf(request))
        line = runners::shellLine(QStringList{QStringLiteral("quantlens-cli")} + *arguments);
    else // no line of indented JSON is this word, so the shell reads to the end
        line = QStringLiteral("cat > plan.json <<'PLAN'\n") +
               QString::fromUtf8(QJsonDocument(runners::planOf(request)).toJson()) +
               QStringLiteral("PLAN\nquantlens-cli ci plan.json");
    if (line.size() > longestLine)
        return QStringLiteral("# %1 characters are too long for a command; the run's options are in its JSON.")
            .arg(line.size());
    return line;
}

} // namespace

QString commandFor(const RunRecord& run, const QString& promptId, int sideA, int sideB)
{
    const RunRequest all = runners::requestAgain(run);
    RunRequest request = all;
    const bool repeats = run.kind == RunKind::Determinism || run.kind == RunKind::Stress;
    request.kind = repeats ? run.kind : RunKind::Compare;
    request.baseline = 0;
    request.ids = {promptId};
    request.numPrompts = 0;
    request.thresholds = {};
    request.sides.clear();
    for (const int side : repeats ? QList<int>{sideA} : QList<int>{sideA, sideB}) {
        if (side < 0 || side >= run.sides.size())
            continue;
        runners::SideRequest asked = all.sides.at(side);
        hideFolders(asked, run.sides.at(side), request.kind);
        request.sides.append(asked);
    }
    return lineOf(request);
}

QString runCommand(const RunRecord& run)
{
    RunRequest request = runners::requestAgain(run);
    const QString first = request.sides.isEmpty() ? QString() : request.sides.first().baseUrl;
    const bool oneServer =
        !first.isEmpty() && std::ranges::all_of(request.sides, [&first](const runners::SideRequest& side) {
            return side.baseUrl == first;
        });
    const bool oneAddress = request.sides.size() == 1 || (run.kind == RunKind::Sweep && oneServer);
    for (int side = 0; side < request.sides.size(); ++side) {
        runners::SideRequest& asked = request.sides[side];
        hideFolders(asked, run.sides.at(side), run.kind);
        hideAddress(asked,
                    oneAddress ? QStringLiteral("ADDRESS") : QStringLiteral("ADDRESS-") + domain::sideLetter(side));
    }
    if (run.kind == RunKind::Diff)
        runners::labelByBackend(request.sides); // the addresses were in the labels
    return lineOf(request);
}

QString withoutFolders(const QString& name)
{
    const bool isPath = name.startsWith(u'/') || name.startsWith(u'~') || name.contains(u'\\') ||
                        (name.size() > 1 && name.at(1) == u':');
    return isPath ? name.sliced(std::max(name.lastIndexOf(u'/'), name.lastIndexOf(u'\\')) + 1) : name;
}

QStringList hostsOf(const RunRecord& run)
{
    QStringList hosts;
    for (const domain::RunSide& side : run.sides) {
        if (const QString host = side.model.baseUrl.host(); !host.isEmpty() && !hosts.contains(host))
            hosts.append(host);
    }
    return hosts;
}

QString withoutAddresses(QString text, const QStringList& hosts)
{
    static const QRegularExpression address(QStringLiteral("\\b[a-z][a-z0-9+.-]*://[^\\s\"'<>]+"),
                                            QRegularExpression::CaseInsensitiveOption);
    // A port makes a name or a number an address.
    static const QRegularExpression withPort(
        QStringLiteral("(?<![\\w.-])([a-z0-9-]+(\\.[a-z0-9-]+)+|localhost|\\[[0-9a-f:]+\\]):\\d{1,5}\\b"),
        QRegularExpression::CaseInsensitiveOption);
    text.replace(address, QStringLiteral("[address]"));
    text.replace(withPort, QStringLiteral("[address]"));
    for (const QString& host : hosts) {
        const QRegularExpression known(
            QStringLiteral("(?<![\\w.-])%1(:\\d{1,5})?(?![\\w-])").arg(QRegularExpression::escape(host)),
            QRegularExpression::CaseInsensitiveOption);
        text.replace(known, QStringLiteral("[address]"));
    }
    return text;
}

} // namespace quantlens::reports
