// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/junit.h"

#include "core/reports/numbers.h"
#include "core/scoring/runindex.h"

#include <QXmlStreamWriter>

#include <algorithm>
#include <utility>

namespace quantlens::reports {

namespace {

using domain::Verdict;

constexpr qsizetype longestText = 2000; ///< characters of a text that came from outside
constexpr qsizetype mostPrompts = 1000;

/// What XML 1.0 may hold of a text: no control characters but tab and line ends, no lone surrogates, no U+FFFE.
QString xmlText(const QString& text)
{
    QString kept;
    for (const uint point : text.left(longestText).toUcs4()) {
        const bool control = point < 0x20 && point != '\t' && point != '\n' && point != '\r';
        const bool surrogate = point >= 0xd800 && point <= 0xdfff;
        if (!control && !surrogate && point != 0xfffe && point != 0xffff)
            kept += QString::fromUcs4(reinterpret_cast<const char32_t*>(&point), 1);
    }
    return kept;
}

enum class Outcome {
    Passed,
    Failure,
    Error,
    Skipped,
};

struct Case
{
    QString name;
    QString className;
    Outcome outcome = Outcome::Passed;
    QString type;
    QString message;
    QString details;
    double seconds = 0;
};

Outcome outcomeOf(Verdict verdict, const std::optional<Verdict>& undecidable)
{
    switch (verdict) {
    case Verdict::Pass:
        return Outcome::Passed;
    case Verdict::Fail:
        return Outcome::Failure;
    case Verdict::NotComparable:
        return Outcome::Error;
    case Verdict::Undecidable:
        return undecidable == Verdict::Pass ? Outcome::Passed : Outcome::Failure;
    }
    std::unreachable();
}

QList<Case> verdictCases(const domain::RunRecord& run, const domain::RunVerdict& verdict)
{
    QList<Case> cases;
    for (const domain::Judgement& judgement : verdict.judgements) {
        const QString about = judgement.about.isEmpty() ? QString() : QStringLiteral(": ") + judgement.about;
        cases.append({judgement.rule + about,
                      QStringLiteral("quantlens.%1.verdict").arg(name(run.kind)),
                      outcomeOf(judgement.verdict, run.thresholds.undecidable),
                      name(judgement.verdict),
                      judgement.sentence,
                      {},
                      0});
    }
    return cases;
}

/// The first failed request of a side, for the person who has to find out why.
QString firstError(const domain::RunData& data, int side)
{
    for (const domain::Generation& generation : data.generations) {
        if (generation.side == side && generation.failed())
            return QStringLiteral("%1: %2").arg(generation.promptId, base::oneLine(*generation.error));
    }
    return QString();
}

QList<Case> requestCases(const domain::RunData& data, const scoring::RunScores& scores)
{
    QList<Case> cases;
    for (const scoring::SideScores& side : scores.sides) {
        Case each{data.run.label(side.side),
                  QStringLiteral("quantlens.%1.requests").arg(name(data.run.kind)),
                  Outcome::Passed,
                  {},
                  {},
                  {},
                  0};
        if (side.error) {
            each.outcome = Outcome::Error;
            each.type = side.error->code;
            each.message = side.error->message;
            each.details = side.error->detail;
        } else if (side.answers.failed > 0) {
            // Tolerated failures are told and do not fail the build.
            each.outcome = scores.failures.failed > data.run.thresholds.maxErrors ? Outcome::Error : Outcome::Skipped;
            each.type = side.answers.errors.firstKey();
            each.message =
                QStringLiteral("%1 of %2 requests failed").arg(side.answers.failed).arg(side.answers.requests);
            QStringList lines;
            for (auto error = side.answers.errors.cbegin(); error != side.answers.errors.cend(); ++error)
                lines.append(QStringLiteral("%1 × %2").arg(QString::number(error.value()), error.key()));
            lines.append(firstError(data, side.side));
            each.details = lines.join(u'\n');
        }
        cases.append(each);
    }
    return cases;
}

/// Why a pair is worth reading; empty when it is not.
QString reasonOf(const domain::Comparison& pair)
{
    if (!pair.scored())
        return QStringLiteral("request failed");
    if (domain::isFlip(pair.flip))
        return name(pair.flip);
    if (pair.answers == domain::AnswerState::Changed)
        return QStringLiteral("answer changed");
    return pair.severity == domain::Severity::Severe ? QStringLiteral("severe") : QString();
}

QList<Case> promptCases(const domain::RunData& data, const scoring::RunScores& scores)
{
    QList<Case> cases;
    const scoring::RunIndex index(data);
    if (scores.sampled)
        return cases;
    for (const scoring::PairScores& pair : scores.pairs) {
        for (const domain::Comparison& comparison : pair.comparisons) {
            const QString reason = reasonOf(comparison);
            if (reason.isEmpty() || cases.size() >= mostPrompts)
                continue;
            QString details;
            for (const int side : {scores.baseline, pair.side}) {
                const auto* const answer = index.one(side, domain::Pass::Answer, comparison.promptId);
                if (!answer)
                    continue;
                details += QStringLiteral("%1:\n").arg(data.run.label(side)) +
                           (answer->failed() ? base::oneLine(*answer->error) : answer->text.left(longestText / 3)) +
                           u'\n';
            }
            const auto* const b = index.one(pair.side, domain::Pass::Answer, comparison.promptId);
            cases.append({QStringLiteral("%1: %2").arg(data.run.label(pair.side), comparison.promptId),
                          QStringLiteral("quantlens.%1.%2").arg(name(data.run.kind), comparison.category),
                          Outcome::Skipped, reason,
                          comparison.scored()
                              ? QStringLiteral("%1, similarity %2").arg(reason, decimalText(comparison.similarity, 3))
                              : reason,
                          details, b && b->timings.total > 0 ? b->timings.total / 1000 : 0});
        }
    }
    if (scores.determinism) {
        for (const scoring::PromptRepeats& prompt : scores.determinism->prompts) {
            if (prompt.variants.size() > 1 && cases.size() < mostPrompts)
                cases.append({prompt.promptId,
                              QStringLiteral("quantlens.determinism"),
                              Outcome::Skipped,
                              QStringLiteral("differs"),
                              QStringLiteral("%1 different outputs in %2 runs")
                                  .arg(prompt.variants.size())
                                  .arg(prompt.succeeded),
                              {},
                              0});
        }
    }
    return cases;
}

qint64 countOf(const QList<Case>& cases, Outcome outcome)
{
    return std::ranges::count(cases, outcome, &Case::outcome);
}

void writeCounts(QXmlStreamWriter& xml, const QList<Case>& cases)
{
    xml.writeAttribute(QStringLiteral("tests"), QString::number(cases.size()));
    xml.writeAttribute(QStringLiteral("failures"), QString::number(countOf(cases, Outcome::Failure)));
    xml.writeAttribute(QStringLiteral("errors"), QString::number(countOf(cases, Outcome::Error)));
}

void writeCase(QXmlStreamWriter& xml, const Case& each)
{
    xml.writeStartElement(QStringLiteral("testcase"));
    xml.writeAttribute(QStringLiteral("name"), xmlText(each.name));
    xml.writeAttribute(QStringLiteral("classname"), xmlText(each.className));
    xml.writeAttribute(QStringLiteral("time"), QString::number(each.seconds, 'f', 3));
    switch (each.outcome) {
    case Outcome::Passed:
        if (!each.message.isEmpty())
            xml.writeTextElement(QStringLiteral("system-out"), xmlText(each.message));
        break;
    case Outcome::Skipped:
        xml.writeStartElement(QStringLiteral("skipped"));
        xml.writeAttribute(QStringLiteral("message"), xmlText(each.message));
        xml.writeEndElement();
        if (!each.details.isEmpty())
            xml.writeTextElement(QStringLiteral("system-out"), xmlText(each.details));
        break;
    case Outcome::Failure:
    case Outcome::Error:
        xml.writeStartElement(each.outcome == Outcome::Failure ? QStringLiteral("failure") : QStringLiteral("error"));
        xml.writeAttribute(QStringLiteral("message"), xmlText(each.message));
        xml.writeAttribute(QStringLiteral("type"), xmlText(each.type));
        xml.writeCharacters(xmlText(each.details));
        xml.writeEndElement();
        break;
    }
    xml.writeEndElement();
}

} // namespace

QByteArray junitReport(const domain::RunData& data, const scoring::RunScores& scores, const domain::RunVerdict& verdict)
{
    const std::pair<const char*, QList<Case>> suites[] = {{"verdict", verdictCases(data.run, verdict)},
                                                          {"requests", requestCases(data, scores)},
                                                          {"prompts", promptCases(data, scores)}};
    QList<Case> all;
    for (const auto& [what, cases] : suites)
        all += cases;
    const double seconds = data.run.started.isValid() && data.run.finished.isValid()
                               ? double(data.run.started.msecsTo(data.run.finished)) / 1000
                               : 0.0;
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartDocument();
    xml.writeStartElement(QStringLiteral("testsuites"));
    xml.writeAttribute(QStringLiteral("name"), QStringLiteral("quantlens %1").arg(name(data.run.kind)));
    writeCounts(xml, all);
    xml.writeAttribute(QStringLiteral("time"), QString::number(seconds, 'f', 3));
    for (const auto& [what, cases] : suites) {
        xml.writeStartElement(QStringLiteral("testsuite"));
        xml.writeAttribute(QStringLiteral("name"), QString::fromLatin1(what));
        writeCounts(xml, cases);
        xml.writeAttribute(QStringLiteral("skipped"), QString::number(countOf(cases, Outcome::Skipped)));
        xml.writeAttribute(QStringLiteral("time"), QStringLiteral("0.000"));
        if (data.run.started.isValid())
            xml.writeAttribute(QStringLiteral("timestamp"),
                               data.run.started.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")));
        xml.writeStartElement(QStringLiteral("properties"));
        const QPair<QString, QString> properties[] = {{QStringLiteral("run"), data.run.id},
                                                      {QStringLiteral("suite"), data.run.suiteName},
                                                      {QStringLiteral("verdict"), name(verdict.verdict)},
                                                      {QStringLiteral("version"), data.run.version}};
        for (const auto& [key, value] : properties) {
            xml.writeEmptyElement(QStringLiteral("property"));
            xml.writeAttribute(QStringLiteral("name"), key);
            xml.writeAttribute(QStringLiteral("value"), xmlText(value));
        }
        xml.writeEndElement();
        for (const Case& each : cases)
            writeCase(xml, each);
        xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    return bytes;
}

} // namespace quantlens::reports
