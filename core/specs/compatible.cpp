// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/specs/compatible.h"

#include "core/specs/addresses.h"
#include "core/specs/quantnames.h"
#include "core/specs/rules.h"
#include "core/specs/specs.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

namespace quantlens::specs {

namespace {

using Qt::StringLiterals::operator""_L1;

struct CompatibleProvider
{
    QLatin1StringView prefix;
    QLatin1StringView backend;
    QLatin1StringView address; // empty: none
};

constexpr std::array compatibleProviders{
    CompatibleProvider{"ollama:"_L1, "openai-compat"_L1, "http://127.0.0.1:11434"_L1},
    CompatibleProvider{"mlx:"_L1, "mlx-lm"_L1, ""_L1},
    CompatibleProvider{"gguf:"_L1, "llama-cpp"_L1, "http://127.0.0.1:8080"_L1},
    CompatibleProvider{"vllm-mlx:"_L1, "vllm-mlx"_L1, "http://127.0.0.1:8000"_L1},
};
constexpr const CompatibleProvider& tagProvider = compatibleProviders[0];
constexpr const CompatibleProvider& mlxProvider = compatibleProviders[1];
constexpr const CompatibleProvider& ggufProvider = compatibleProviders[2];

std::optional<QString> givenOr(const QString& given, QLatin1StringView address)
{
    if (!given.isEmpty())
        return given;
    return address.isEmpty() ? std::nullopt : std::optional(QString(address));
}

} // namespace

base::Expected<CompatibleSpec> resolveCompatible(const QString& spec, const QString& baseUrl, const QString& label)
{
    const QString text = spec.trimmed();
    if (text.isEmpty())
        return base::failure(QStringLiteral("spec.empty"), QStringLiteral("Empty model spec"));
    const auto resolved = [&](const CompatibleProvider& provider, const IdAndRevision& model, bool keepUrl,
                              const QString& derived = {}) {
        const QString named = derived.isEmpty() ? lastPart(model.id) : derived;
        return CompatibleSpec{provider.backend, model.id, keepUrl ? givenOr(baseUrl, provider.address) : std::nullopt,
                              label.isEmpty() ? named : label, model.revision};
    };

    for (const CompatibleProvider& provider : compatibleProviders) {
        if (text.startsWith(provider.prefix, Qt::CaseInsensitive))
            return resolved(provider, splitRevision(text.sliced(provider.prefix.size())), true);
    }
    if (isGgufPath(text)) {
        const QFileInfo file(text);
        return resolved(ggufProvider, {file.exists() ? file.canonicalFilePath() : text, std::nullopt}, true,
                        pathStem(text));
    }
    const IdAndRevision model = splitRevision(text);
    if (looksLikeMlx(model.id))
        return resolved(mlxProvider, model, false);
    if (looksLikeGgufRepository(model.id))
        return resolved(ggufProvider, model, true);
    if (looksLikeTag(model.id))
        return resolved(tagProvider, model, true);
    return resolved(mlxProvider, model, false);
}

QString text(const CompatibleSpec& spec)
{
    const QString revision = spec.revision.value_or(QString());
    return QStringLiteral("%1 (%2)").arg(spec.label, spec.backend) +
           (revision.isEmpty() ? QString() : QStringLiteral(" @ ") + revision);
}

base::Expected<CompatibleBackend> compatibleBackend(const QString& spec, const QString& backend, const QString& baseUrl)
{
    const auto resolved = resolveCompatible(spec, baseUrl);
    if (!resolved)
        return std::unexpected(resolved.error());
    CompatibleBackend made{backend.isEmpty() ? resolved->backend : backend, resolved->baseUrl, resolved->modelId, {}};
    const auto provider =
        std::ranges::find_if(compatibleProviders, [&made](const auto& known) { return made.name == known.backend; });
    if (provider == compatibleProviders.end())
        return base::failure(QStringLiteral("spec.unsupported"),
                             QStringLiteral("There is no backend \"%1\".").arg(made.name));
    if (!baseUrl.isEmpty())
        made.baseUrl = baseUrl;
    if (made.name == mlxProvider.backend) {
        made.baseUrl.reset();
    } else if (!made.baseUrl) {
        if (made.name == tagProvider.backend)
            return base::failure(QStringLiteral("spec.url"),
                                 QStringLiteral("The backend openai-compat needs --base-url for %1.").arg(spec));
        made.baseUrl = provider->address;
    }
    if (made.name == QLatin1String("openai-compat") || made.name == QLatin1String("vllm-mlx"))
        made.isOllama = made.baseUrl->contains(QLatin1String(":11434"));
    return made;
}

base::Expected<domain::ResolvedModel> resolveAsInferCheck(const QString& spec, const QString& backend,
                                                          const QString& baseUrl, const QString& label)
{
    const QString written = spec.trimmed();
    if (isWebAddress(written))
        return resolve(spec, {.baseUrl = baseUrl, .label = label, .engineArgs = {}, .backend = backend});
    const auto made = compatibleBackend(spec, backend, baseUrl);
    if (!made)
        return std::unexpected(made.error());
    const auto resolved = resolveCompatible(spec, baseUrl, label);
    if (!resolved)
        return std::unexpected(resolved.error());
    domain::ResolvedModel model;
    model.spec = written;
    model.modelId = made->modelId;
    model.label = resolved->label;
    model.revision = resolved->revision.value_or(QString());
    if (made->name == QLatin1String("llama-cpp"))
        model.backend = domain::BackendKind::LlamaServer;
    else if (made->name == QLatin1String("mlx-lm"))
        model.backend = domain::BackendKind::MlxLm;
    else
        model.backend = made->isOllama.value_or(false) ? domain::BackendKind::Ollama : domain::BackendKind::OpenAi;
    if (made->baseUrl) {
        const auto url = parseAddress(*made->baseUrl);
        if (!url)
            return std::unexpected(url.error());
        model.baseUrl = *url;
    } else {
        model.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:8081")); // infer-check loads the model itself
    }
    if (QFileInfo(model.modelId).isFile())
        model.modelPath = model.modelId;
    if (const auto quant = quantInName(model.label)) {
        model.quant = quant->name;
        model.bitsPerWeight = quant->bitsPerWeight;
    }
    return model;
}

} // namespace quantlens::specs
