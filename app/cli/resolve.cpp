// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "core/base/json.h"
#include "core/specs/addresses.h"
#include "core/specs/compatible.h"
#include "core/specs/quantnames.h"
#include "core/specs/specs.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quantlens::cli {

namespace {

constexpr auto resolveExamples = "  quantlens-cli resolve model-Q4_K_M.gguf ollama:llama3:8b\n"
                                 "  quantlens-cli resolve --compatible -- qwen3:8b phi3\n\n"
                                 "Exit codes: 0 all understood, 2 at least one was not.\n";

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue numberOrNull(const std::optional<double>& number)
{
    return number ? base::jsonNumber(*number) : QJsonValue();
}

base::Expected<QJsonObject> ours(const QString& spec, const Arguments& args)
{
    const auto model = specs::resolve(
        spec, {.baseUrl = args.value("base-url"), .label = {}, .engineArgs = {}, .backend = args.value("backend")});
    if (!model)
        return std::unexpected(model.error());
    return QJsonObject{{QStringLiteral("spec"), specs::withoutUserInfo(spec)},
                       {QStringLiteral("backend"), name(model->backend)},
                       {QStringLiteral("model_id"), model->modelId},
                       {QStringLiteral("base_url"), textOrNull(model->baseUrl.toString())},
                       {QStringLiteral("label"), model->label},
                       {QStringLiteral("revision"), textOrNull(model->revision)},
                       {QStringLiteral("quant"), textOrNull(model->quant)},
                       {QStringLiteral("bits_per_weight"), numberOrNull(model->bitsPerWeight)},
                       {QStringLiteral("engine"), name(model->engine)}};
}

base::Expected<QJsonObject> inferChecks(const QString& spec, const Arguments& args)
{
    const auto model = specs::resolveCompatible(spec, args.value("base-url"));
    if (!model)
        return std::unexpected(model.error());
    QString backend = model->backend;
    std::optional<QString> url = model->baseUrl;
    if (args.has("backend")) {
        const auto forced = specs::compatibleBackend(spec, args.value("backend"), args.value("base-url"));
        if (!forced)
            return std::unexpected(forced.error());
        backend = forced->name;
        url = forced->baseUrl;
    }
    const auto quant = specs::quantInName(model->label);
    return QJsonObject{{QStringLiteral("spec"), specs::withoutUserInfo(spec)},
                       {QStringLiteral("backend"), backend},
                       {QStringLiteral("model_id"), model->modelId},
                       {QStringLiteral("base_url"), url ? QJsonValue(*url) : QJsonValue()},
                       {QStringLiteral("label"), model->label},
                       {QStringLiteral("revision"), model->revision ? QJsonValue(*model->revision) : QJsonValue()},
                       {QStringLiteral("quant"), quant ? QJsonValue(quant->name) : QJsonValue()},
                       {QStringLiteral("bits_per_weight"), quant ? QJsonValue(quant->bitsPerWeight) : QJsonValue()},
                       {QStringLiteral("engine"), name(domain::EngineKind::None)}};
}

QJsonObject errorJson(const QString& spec, const base::Error& error)
{
    QJsonArray candidates;
    if (error.code == QLatin1String("spec.ambiguous"))
        candidates = QJsonArray::fromStringList(error.detail.split(u'\n', Qt::SkipEmptyParts));
    return {{QStringLiteral("spec"), specs::withoutUserInfo(spec)},
            {QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), error.code},
                                                  {QStringLiteral("message"), base::oneLine(error)},
                                                  {QStringLiteral("candidates"), candidates}}}};
}

} // namespace

int runResolve(const QStringList& list)
{
    Arguments args(
        "resolve [--compatible] [--] SPEC…",
        "Shows what model specs mean, one JSON object a line, in the order given. Nothing is asked of a server.",
        {{"compatible", "", "as infer-check 0.2.6 resolves them"},
         {"base-url", "URL", "the server, as with a run command"},
         {"backend", "NAME", "the backend, as with a run command"}},
        resolveExamples);
    if (const auto code = args.parse(list, 1, std::numeric_limits<int>::max()))
        return *code;
    int code = 0;
    for (const QString& spec : args.positional()) {
        const auto resolved = args.has("compatible") ? inferChecks(spec, args) : ours(spec, args);
        if (!resolved)
            code = 2;
        const QJsonObject line = resolved ? *resolved : errorJson(spec, resolved.error());
        out(QString::fromUtf8(QJsonDocument(line).toJson(QJsonDocument::Compact)) + u'\n');
    }
    return code;
}

} // namespace quantlens::cli
