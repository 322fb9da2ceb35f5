// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/importfile.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/exchange/answerlines.h"
#include "core/exchange/boundedjson.h"
#include "core/exchange/harnesssamples.h"
#include "core/exchange/infercheckimport.h"
#include "core/exchange/perplexitylog.h"
#include "core/exchange/runfile.h"

#include <QFileInfo>
#include <QSet>
#include <QUuid>

#include <set>

namespace quantlens::exchange {

namespace {

constexpr qsizetype longestFirstLine = 16 << 20;

/// The first line that is not blank, as an object; empty where it is none by itself.
QJsonObject firstLine(const QByteArray& bytes)
{
    qsizetype begin = bytes.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    while (begin < bytes.size()) {
        const qsizetype found = bytes.indexOf('\n', begin);
        const qsizetype end = found < 0 ? bytes.size() : found;
        const QByteArray line = bytes.sliced(begin, std::min(end - begin, longestFirstLine)).trimmed();
        begin = end + 1;
        if (line.isEmpty())
            continue;
        const auto value = line.startsWith('{') ? parseBounded(line, {}) : base::Expected<QJsonValue>(QJsonValue());
        return value ? value->toObject() : QJsonObject();
    }
    return {};
}

/// Our own file in full. Its id stays; what a forged one repeats is left out, since a store refuses it.
base::Expected<domain::RunData> readOwn(const NamedBytes& file)
{
    auto data = parseRunFile(file.bytes);
    if (!data) {
        if (const auto document = parseBounded(file.bytes, file.name); !document)
            return std::unexpected(document.error()); // with the line
        base::Error error = data.error();
        error.message = QStringLiteral("%1:1: %2").arg(base::singleLine(file.name, 300), error.message);
        return std::unexpected(error);
    }
    if (data->run.sides.size() > maxSides * 16 || data->run.prompts.size() > maxPrompts ||
        data->generations.size() > maxAnswers)
        return base::failure(
            QStringLiteral("import.limit"),
            QStringLiteral("%1:1: too many models, prompts or answers.").arg(base::singleLine(file.name, 300)));
    if (QUuid(data->run.id).isNull())
        data->run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::set<domain::GenerationKey> keys;
    const qsizetype removed = data->generations.removeIf(
        [&keys](const domain::Generation& generation) { return !keys.insert(generation.key()).second; });
    for (domain::Generation& generation : data->generations)
        generation.runId = data->run.id;
    if (removed > 0)
        data->run.notes << QStringLiteral("%1 answers with the place of another one were left out").arg(removed);
    // Nobody is writing to it any more.
    if (data->run.status == domain::RunStatus::Running)
        data->run.status = domain::RunStatus::Cancelled;
    return data;
}

/// Takes files one by one; those that belong together are joined at the end.
class Importer
{
public:
    void add(const NamedBytes& file)
    {
        switch (sniffFormat(file.bytes)) {
        case FileFormat::Unknown:
            fail(
                {QStringLiteral("import.format"),
                 QStringLiteral("%1:1: none of the formats that can be imported.")
                     .arg(base::singleLine(file.name, 300)),
                 QStringLiteral("They are runs of Quantlens and infer-check, samples of lm-evaluation-harness, logs of "
                                "llama-perplexity --kl-divergence, and JSON Lines of prompts and outputs."),
                 {}});
            break;
        case FileFormat::QuantlensRun:
            addRun(readOwn(file));
            break;
        case FileFormat::InferCheck:
            append(m_result.runs, importInferCheck(file.bytes, file.name));
            break;
        case FileFormat::HarnessSamples:
            if (auto read = readHarnessFile(file.bytes, file.name))
                m_samples.append(std::move(*read));
            else
                fail(read.error());
            break;
        case FileFormat::PerplexityLog:
            append(m_logs, readPerplexityLogs(file.bytes, file.name));
            break;
        case FileFormat::AnswerLines:
            addRun(readAnswerLines(file.bytes, file.name));
            break;
        }
    }

    void fail(const base::Error& error) { m_result.errors.append(error); }

    ImportedFiles finish()
    {
        if (!m_samples.isEmpty())
            addRun(joinHarnessFiles(m_samples));
        m_result.runs += joinPerplexityLogs(m_logs);
        return std::move(m_result);
    }

private:
    void addRun(base::Expected<domain::RunData> run)
    {
        if (run)
            m_result.runs.append(std::move(*run));
        else
            fail(run.error());
    }

    template<class T>
    void append(QList<T>& list, const base::Expected<QList<T>>& read)
    {
        if (read)
            list += *read;
        else
            fail(read.error());
    }

    ImportedFiles m_result;
    QList<HarnessFile> m_samples;
    QList<PerplexityLog> m_logs;
};

} // namespace

FileFormat sniffFormat(const QByteArray& bytes)
{
    const QByteArray beginning = bytes.first(std::min<qsizetype>(bytes.size(), 4096)).trimmed();
    const bool json = beginning.startsWith('{') || beginning.startsWith('[') || beginning.startsWith("\xEF\xBB\xBF{") ||
                      beginning.startsWith("\xEF\xBB\xBF[");
    if (!json) {
        const bool kld = bytes.contains("KL Divergence") || bytes.contains("KLD:") || bytes.contains("kl_divergence:");
        return kld ? FileFormat::PerplexityLog : FileFormat::Unknown;
    }
    // Inside a text the quotes would have backslashes.
    if (bytes.contains("\"format\":\"quantlens-run\"") || bytes.contains("\"format\": \"quantlens-run\""))
        return FileFormat::QuantlensRun;
    const QJsonObject line = firstLine(bytes);
    // A line that is longer than what was read cannot be parsed, but has the harness's own names.
    if (line.isEmpty() && bytes.startsWith('{') && bytes.contains("\"filtered_resps\":") && !bytes.contains('\n'))
        return FileFormat::HarnessSamples;
    if (line.contains(QLatin1String("doc_hash")) ||
        (line.contains(QLatin1String("doc_id")) &&
         (line.contains(QLatin1String("resps")) || line.contains(QLatin1String("filtered_resps")))))
        return FileFormat::HarnessSamples;
    if (!inferCheckShape(line) && isAnswerLine(line))
        return FileFormat::AnswerLines;
    return FileFormat::InferCheck;
}

ImportedFiles importBytes(const QList<NamedBytes>& files)
{
    Importer importer;
    for (const NamedBytes& file : files)
        importer.add(file);
    return importer.finish();
}

ImportedFiles importFiles(const QStringList& paths, const ImportWatch& watch)
{
    Importer importer;
    for (qsizetype i = 0; i < paths.size(); ++i) {
        const QString& path = paths.at(i);
        if (watch && !watch({ImportStep::Reading, path, i, paths.size()}))
            break;
        if (const auto bytes = readBounded(path)) // one after the other: none is kept longer than it is read
            importer.add({path, *bytes});
        else
            importer.fail(bytes.error());
    }
    return importer.finish();
}

bool mayBeImported(const QString& path)
{
    static const QStringList endings{QStringLiteral("json"), QStringLiteral("jsonl"), QStringLiteral("log"),
                                     QStringLiteral("txt")};
    return endings.contains(QFileInfo(path).suffix().toLower());
}

} // namespace quantlens::exchange
