// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/dialect.h"

#include <QJsonArray>

#include <utility>

namespace quantlens::backends {

QString name(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Other:
        return QStringLiteral("OpenAI-compatible");
    case Dialect::OpenAi:
        return QStringLiteral("OpenAI");
    case Dialect::OpenRouter:
        return QStringLiteral("OpenRouter");
    case Dialect::Vllm:
        return QStringLiteral("vLLM");
    case Dialect::Sglang:
        return QStringLiteral("SGLang");
    case Dialect::LmStudio:
        return QStringLiteral("LM Studio");
    case Dialect::MlxLm:
        return QStringLiteral("mlx_lm.server");
    case Dialect::LlamaServer:
        return QStringLiteral("llama-server");
    case Dialect::Ollama:
        return QStringLiteral("Ollama");
    }
    std::unreachable();
}

Dialect dialectOf(const QUrl& url)
{
    const QString host = url.host().toLower();
    if (host == QLatin1String("api.openai.com") || host.endsWith(QLatin1String(".api.openai.com")))
        return Dialect::OpenAi;
    if (host == QLatin1String("openrouter.ai") || host.endsWith(QLatin1String(".openrouter.ai")))
        return Dialect::OpenRouter;
    return Dialect::Other;
}

QJsonObject neutralSamplers(Dialect dialect)
{
    QJsonObject fields{{QStringLiteral("top_p"), 1},
                       {QStringLiteral("presence_penalty"), 0},
                       {QStringLiteral("frequency_penalty"), 0}};
    const auto add = [&fields](const QString& field, const QJsonValue& value) { fields.insert(field, value); };
    switch (dialect) {
    case Dialect::OpenAi:
        break;
    case Dialect::Other: // 0 and -1 both mean "no top-k" somewhere, so it is not said
        add(QStringLiteral("repetition_penalty"), 1);
        add(QStringLiteral("min_p"), 0);
        break;
    case Dialect::Vllm:
    case Dialect::Sglang:
        add(QStringLiteral("repetition_penalty"), 1);
        add(QStringLiteral("min_p"), 0);
        add(QStringLiteral("top_k"), -1);
        break;
    case Dialect::OpenRouter:
    case Dialect::MlxLm:
        add(QStringLiteral("repetition_penalty"), 1);
        add(QStringLiteral("min_p"), 0);
        add(QStringLiteral("top_k"), 0);
        break;
    case Dialect::Ollama:
    case Dialect::LmStudio:
        add(QStringLiteral("repeat_penalty"), 1);
        add(QStringLiteral("min_p"), 0);
        add(QStringLiteral("top_k"), 0);
        break;
    case Dialect::LlamaServer:
        add(QStringLiteral("repeat_penalty"), 1);
        add(QStringLiteral("min_p"), 0);
        add(QStringLiteral("top_k"), 0);
        add(QStringLiteral("dry_multiplier"), 0);
        add(QStringLiteral("xtc_probability"), 0);
        add(QStringLiteral("mirostat"), 0);
        add(QStringLiteral("logit_bias"), QJsonArray());
        break;
    }
    return fields;
}

QJsonObject thinkingFields(Dialect dialect, bool on)
{
    const QJsonObject forTemplates{{QStringLiteral("enable_thinking"), on}, {QStringLiteral("thinking"), on}};
    const QString effort = on ? QStringLiteral("medium") : QStringLiteral("minimal");
    switch (dialect) {
    case Dialect::OpenAi:
        return {{QStringLiteral("reasoning_effort"), effort}};
    case Dialect::OpenRouter:
        return {{QStringLiteral("reasoning"), QJsonObject{{QStringLiteral("enabled"), on}}}};
    case Dialect::Ollama:
        return {{QStringLiteral("think"), on}};
    case Dialect::Vllm:
    case Dialect::Sglang:
    case Dialect::LmStudio:
    case Dialect::MlxLm:
    case Dialect::LlamaServer:
        return {{QStringLiteral("chat_template_kwargs"), forTemplates}};
    case Dialect::Other:
        return {{QStringLiteral("chat_template_kwargs"), forTemplates},
                {QStringLiteral("think"), on},
                {QStringLiteral("reasoning"), QJsonObject{{QStringLiteral("enabled"), on}}},
                {QStringLiteral("reasoning_effort"), effort}};
    }
    std::unreachable();
}

} // namespace quantlens::backends
