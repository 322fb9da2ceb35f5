// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/perplexitylog.h"

#include "core/base/text.h"
#include "core/exchange/boundedjson.h"
#include "core/specs/quantnames.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QMap>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>
#include <cmath>

namespace quantlens::exchange {

namespace {

constexpr qsizetype longestLogLine = 4096;
constexpr qsizetype mostLogs = 1000;

/// A printed number that can be used; NaN is none.
std::optional<double> numberOf(const QString& text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// "LABEL : VALUE ± ERROR" in the statistics at the end; `scale` makes shares of per cent.
struct Statistic
{
    const char* pattern;
    const char* key;
    const char* errorKey;
    double scale;
};

constexpr Statistic statistics[] = {
    {"Mean\\s+KLD:", "mean_kld", "mean_kld_error", 1},
    {"Maximum\\s+KLD:", "maximum_kld", nullptr, 1},
    {"99\\.9%\\s+KLD:", "p99_9", nullptr, 1},
    {"99\\.0%\\s+KLD:", "p99", nullptr, 1},
    {"95\\.0%\\s+KLD:", "p95", nullptr, 1},
    {"90\\.0%\\s+KLD:", "p90", nullptr, 1},
    {"Median\\s+KLD:", "median_kld", nullptr, 1},
    {"Minimum\\s+KLD:", "minimum_kld", nullptr, 1},
    {"Mean PPL\\(Q\\)\\s*:", "ppl", nullptr, 1},
    {"Mean PPL\\(base\\)\\s*:", "ppl_base", nullptr, 1},
    {"Mean ln\\(PPL\\(Q\\)/PPL\\(base\\)\\)\\s*:", "ln_ratio", nullptr, 1},
    {"Mean\\s+Δp:", "delta_p_mean", nullptr, 0.01},
    {"RMS Δp\\s*:", "delta_p_rms", nullptr, 0.01},
    {"Same top p:", "same_top", "same_top_error", 0.01},
};

constexpr auto valueAndError = "\\s*(-?[\\d.]+(?:[eE][+-]?\\d+)?)(?:\\s*%)?(?:\\s*(?:±|\\+/-)\\s*(-?[\\d.]+))?";

class LogReader
{
public:
    explicit LogReader(const QString& name)
        : m_file(QFileInfo(name).fileName())
    {
        for (const Statistic& statistic : statistics)
            m_patterns.append(
                QRegularExpression(QString::fromUtf8(statistic.pattern) + QString::fromUtf8(valueAndError)));
    }

    void readLine(const QString& line)
    {
        static const QRegularExpression computing(
            QStringLiteral("kl_divergence: computing over (\\d{1,9}) chunks, n_ctx=(\\d{1,9})"));
        static const QRegularExpression loading(QStringLiteral("loaded meta data with .* from (.+) \\(version "));
        static const QRegularExpression type(QStringLiteral("(?:file type|model ftype)\\s*= (.+)$"));
        static const QRegularExpression size(
            QStringLiteral("(?:file size|model size)\\s*= ([\\d.]+) (MiB|GiB) \\(([\\d.]+) BPW\\)"));
        static const QRegularExpression build(QStringLiteral("build: (\\d+ \\([0-9a-f]{4,40}\\))"));
        static const QRegularExpression window(QStringLiteral(
            "^(?:\\S+ \\S )?\\s*(\\d{1,9})\\s+(\\S+) (?:±|\\+/-)\\s+\\S+\\s+(\\S+) (?:±|\\+/-)\\s+\\S+\\s+"
            "(\\S+) (?:±|\\+/-)\\s+(\\S+)\\s+(\\S+) (?:±|\\+/-)\\s+\\S+ %\\s+(\\S+) (?:±|\\+/-)"));
        if (const auto match = loading.match(line); match.hasMatch()) {
            startOver(true);
            m_now.model = QFileInfo(match.captured(1).replace(u'\\', u'/')).fileName();
        } else if (const auto kind = type.match(line); kind.hasMatch()) {
            m_now.fileType = base::singleLine(kind.captured(1).trimmed(), 60);
        } else if (const auto bytes = size.match(line); bytes.hasMatch()) {
            const double unit = bytes.captured(2) == QLatin1String("GiB") ? 1073741824.0 : 1048576.0;
            m_now.fileSize = qint64(std::clamp(bytes.captured(1).toDouble() * unit, 0.0, 1e15));
            m_now.bitsPerWeight = numberOf(bytes.captured(3));
        } else if (const auto program = build.match(line); program.hasMatch()) {
            m_now.build = program.captured(1);
        } else if (const auto begins = computing.match(line); begins.hasMatch()) {
            m_now.windows = begins.captured(1).toLongLong();
            m_now.context = begins.captured(2).toLongLong();
        } else if (line.contains(QLatin1String("ln(PPL(Q)/PPL(base))")) &&
                   line.contains(QLatin1String("KL Divergence"))) {
            startOver(false);
        } else if (const auto row = window.match(line); row.hasMatch() && !m_now.complete) {
            readWindow(row);
        } else {
            readStatistic(line);
        }
    }

    QList<PerplexityLog> finish()
    {
        startOver(true);
        return m_logs;
    }

private:
    /// A new measurement begins where one has numbers already; with `model` what was known of the model goes too.
    void startOver(bool model)
    {
        if (m_now.numbers.contains(QLatin1String("mean_kld")) && m_logs.size() < mostLogs) {
            m_now.file = m_file;
            if (m_now.windows == 0)
                m_now.windows = m_now.finished;
            m_logs.append(m_now);
        }
        const PerplexityLog before = std::exchange(m_now, PerplexityLog());
        m_now.build = before.build;
        if (!model) {
            m_now.model = before.model;
            m_now.fileType = before.fileType;
            m_now.fileSize = before.fileSize;
            m_now.bitsPerWeight = before.bitsPerWeight;
            m_now.windows = before.windows;
            m_now.context = before.context;
        }
    }

    void set(const char* key, const QString& text, double scale)
    {
        if (const auto value = numberOf(text))
            m_now.numbers.insert(QLatin1String(key), *value * scale);
    }

    /// Running means up to a window, with fewer digits than the statistics.
    void readWindow(const QRegularExpressionMatch& row)
    {
        m_now.finished = std::max(m_now.finished, row.captured(1).toLongLong());
        set("ppl", row.captured(2), 1);
        set("ln_ratio", row.captured(3), 1);
        set("mean_kld", row.captured(4), 1);
        set("mean_kld_error", row.captured(5), 1);
        set("delta_p_rms", row.captured(6), 0.01);
        set("same_top", row.captured(7), 0.01);
    }

    void readStatistic(const QString& line)
    {
        for (std::size_t i = 0; i < std::size(statistics); ++i) {
            const auto match = m_patterns.at(qsizetype(i)).match(line);
            if (!match.hasMatch())
                continue;
            set(statistics[i].key, match.captured(1), statistics[i].scale);
            if (statistics[i].errorKey)
                set(statistics[i].errorKey, match.captured(2), statistics[i].scale);
            m_now.complete = m_now.complete || QLatin1String(statistics[i].key) == QLatin1String("mean_kld");
            return;
        }
    }

    QString m_file;
    QList<QRegularExpression> m_patterns;
    PerplexityLog m_now;
    QList<PerplexityLog> m_logs;
};

QString labelOf(const PerplexityLog& log)
{
    QString label = log.model.isEmpty() ? QFileInfo(log.file).completeBaseName() : log.model;
    if (label.endsWith(QLatin1String(".gguf"), Qt::CaseInsensitive))
        label.chop(5);
    return label;
}

domain::RunSide sideFrom(const PerplexityLog& log)
{
    domain::RunSide side;
    side.model.backend = domain::BackendKind::LlamaServer;
    side.model.label = labelOf(log);
    side.model.modelId = log.model;
    side.model.bitsPerWeight = log.bitsPerWeight;
    const auto quant = specs::quantInName(side.model.label);
    side.model.quant = quant ? quant->name : QString();
    side.serverPath = log.model;
    side.serverBuild = log.build;
    side.fileType = log.fileType;
    side.fileSize = log.fileSize;
    return side;
}

} // namespace

base::Expected<QList<PerplexityLog>> readPerplexityLogs(const QByteArray& bytes, const QString& name)
{
    LogReader reader(name);
    qsizetype begin = 0;
    for (qsizetype line = 1; begin < bytes.size(); ++line) {
        const qsizetype found = bytes.indexOf('\n', begin);
        const qsizetype end = found < 0 ? bytes.size() : found;
        if (line > 10 * maxLines)
            return base::failure(QStringLiteral("import.limit"),
                                 QStringLiteral("%1:%2: too many lines.").arg(base::singleLine(name, 300)).arg(line));
        // What is longer is no line of this program.
        if (end - begin <= longestLogLine)
            reader.readLine(QString::fromUtf8(QByteArrayView(bytes).sliced(begin, end - begin)));
        begin = end + 1;
    }
    QList<PerplexityLog> logs = reader.finish();
    if (logs.isEmpty())
        return base::failure(
            QStringLiteral("import.record"),
            QStringLiteral("%1:%2: no KL divergence in the log.")
                .arg(base::singleLine(name, 300))
                .arg(lineAt(bytes, bytes.size())),
            QStringLiteral("It is printed by llama-perplexity --kl-divergence; save its whole output."));
    return logs;
}

QList<domain::RunData> joinPerplexityLogs(const QList<PerplexityLog>& logs)
{
    QMap<QString, QList<const PerplexityLog*>> groups;
    QStringList order;
    for (const PerplexityLog& log : logs) {
        // A log that breaks off has no perplexity of the base: it stands alone.
        const QJsonValue base = log.numbers.value(QLatin1String("ppl_base"));
        const QString key =
            base.isDouble()
                ? QStringLiteral("%1 %2 %3").arg(log.windows).arg(log.context).arg(base.toDouble(), 0, 'g', 12)
                : QStringLiteral("alone %1").arg(order.size());
        if (!groups.contains(key))
            order << key;
        groups[key].append(&log);
    }
    QList<domain::RunData> runs;
    for (const QString& key : std::as_const(order)) {
        const QList<const PerplexityLog*> group =
            groups.value(key).first(std::min<qsizetype>(groups.value(key).size(), maxSides - 1));
        domain::RunData data;
        domain::RunRecord& run = data.run;
        run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        run.kind = domain::RunKind::Sweep;
        run.status = domain::RunStatus::Finished;
        run.suiteName = QStringLiteral("%1 corpus windows of %2 tokens")
                            .arg(group.first()->windows)
                            .arg(group.first()->context > 0 ? QString::number(group.first()->context)
                                                            : QStringLiteral("unknown length"));
        run.options.distributions = domain::Distributions::Teacher;
        run.options.topLogprobs = 0;
        run.options.stream = false;
        run.options.chat = false;
        domain::RunSide baseline;
        baseline.model.backend = domain::BackendKind::LlamaServer;
        baseline.model.label = QStringLiteral("base");
        run.sides.append(baseline);
        QJsonArray measured{QJsonValue::Null};
        QJsonArray files;
        qsizetype broken = 0;
        for (const PerplexityLog* log : group) {
            run.sides.append(sideFrom(*log));
            QJsonObject numbers = log->numbers;
            numbers.insert(QStringLiteral("windows"), log->complete ? log->windows : log->finished);
            numbers.insert(QStringLiteral("context"), log->context);
            measured.append(numbers);
            files.append(log->file);
            broken += !log->complete;
        }
        run.origin = {{QStringLiteral("program"), QStringLiteral("llama-perplexity")},
                      {QStringLiteral("files"), files},
                      {QStringLiteral("corpus"), measured}};
        run.notes << QStringLiteral(
                         "imported from llama-perplexity's log: KL divergence over windows of a text against "
                         "the logits of a base, not over answers; its mean is the arithmetic one")
                  << QStringLiteral("the log does not name the base");
        if (broken > 0)
            run.notes << (broken == 1
                              ? QStringLiteral("1 log breaks off: its running values after the last finished window")
                              : QStringLiteral("%1 logs break off: their running values after the last finished window")
                                    .arg(broken));
        if (const qsizetype more = groups.value(key).size() - group.size(); more > 0)
            run.notes << (more == 1 ? QStringLiteral("1 more log of the same text was left out")
                                    : QStringLiteral("%1 more logs of the same text were left out").arg(more));
        runs.append(std::move(data));
    }
    return runs;
}

} // namespace quantlens::exchange
