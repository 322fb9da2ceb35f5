// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/specs/specs.h"

#include "core/base/text.h"
#include "core/gguf/gguf.h"
#include "core/specs/addresses.h"
#include "core/specs/labels.h"
#include "core/specs/providers.h"
#include "core/specs/quantnames.h"
#include "core/specs/rules.h"

#include <QFileInfo>
#include <QSysInfo>
#include <QUrl>

#include <algorithm>

namespace quantlens::specs {

namespace {

using base::Expected;
using domain::EngineKind;
using domain::ResolvedModel;

constexpr qsizetype maxSpecLength = 4096;

std::unexpected<base::Error> unsupported(const QString& message, const QString& hint = {})
{
    return base::failure(QStringLiteral("spec.unsupported"), message, hint);
}

std::unexpected<base::Error> ambiguous(const QString& text, const QString& message)
{
    const QStringList meant = candidates(text);
    return base::failure(QStringLiteral("spec.ambiguous"), message,
                         QStringLiteral("Say which: %1.").arg(meant.join(QLatin1String(", "))), meant.join(u'\n'));
}

/// One resolution: the spec, what was said besides, and the model it becomes.
class Resolution
{
public:
    Resolution(const QString& spec, const SpecOptions& options)
        : m_options(options)
        , m_text(spec.trimmed())
    {
        m_model.spec = spec.trimmed();
        m_model.engineArgs = options.engineArgs;
    }

    Expected<ModelAndFile> resolve()
    {
        if (m_text.isEmpty())
            return base::failure(QStringLiteral("spec.empty"), QStringLiteral("No model was named."),
                                 QStringLiteral("Name a GGUF file, a server (http://HOST:PORT#MODEL) or a model."));
        if (m_text.size() > maxSpecLength || std::ranges::any_of(m_text, [](QChar c) { return c.unicode() < 0x20; }))
            return unsupported(QStringLiteral("The model spec is too long or contains control characters."));
        if (!m_options.baseUrl.trimmed().isEmpty()) {
            const auto url = parseAddress(m_options.baseUrl);
            if (!url)
                return std::unexpected(url.error());
            m_given = *url;
        }
        if (!m_options.backend.isEmpty() && !providerByName(m_options.backend))
            return unsupported(
                QStringLiteral("There is no backend \"%1\".").arg(base::singleLine(m_options.backend, 60)),
                QStringLiteral("Backends: %1.").arg(backendNames().join(QLatin1String(", "))));
        if (auto chosen = choose(); !chosen)
            return std::unexpected(chosen.error());
        return finish();
    }

private:
    using Done = Expected<void>;

    /// infer-check's rules in their order, with ours between them.
    Done choose()
    {
        const Provider* forced = providerByName(m_options.backend);
        if (isWebAddress(m_text))
            return asUrl(forced);
        if (m_text.startsWith(QLatin1String("file://"), Qt::CaseInsensitive))
            return asFile(QUrl(m_text).toLocalFile(), {});
        if (m_text.contains(QLatin1String("://")))
            return unsupported(QStringLiteral("%1 is an address of a kind that is not spoken.")
                                   .arg(base::singleLine(withoutUserInfo(m_text), 200)),
                               QStringLiteral("Servers are named as http://HOST:PORT#MODEL."));
        const qsizetype colon = m_text.indexOf(u':');
        if (const Provider* provider = colon > 0 ? providerByPrefix(m_text.first(colon)) : nullptr)
            return asProvider(forced ? *forced : *provider, m_text.sliced(colon + 1).trimmed());
        const bool existingFile = looksLikePath(m_text) && QFileInfo(expandedPath(m_text)).isFile();
        if ((isGgufPath(m_text) || existingFile) && (!forced || forced->engine == EngineKind::LlamaServer))
            return asFile(m_text, pathStem(m_text));
        if (forced)
            return asProvider(*forced, m_text);
        return byName();
    }

    Done byName()
    {
        const IdAndRevision model = splitRevision(m_text);
        if (isBareAddress(m_text) && m_given.isEmpty())
            return ambiguous(m_text, QStringLiteral("%1 looks like a server's address.").arg(m_text));
        if (looksLikeMlx(model.id))
            return asId(*providerByName(QStringLiteral("mlx-lm")), model);
        if (looksLikeGgufRepository(model.id))
            return asId(*providerByName(QStringLiteral("hf")), model);
        if (looksLikeTag(model.id))
            return asId(*providerByName(QStringLiteral("ollama")), model);
        if (!m_given.isEmpty())
            return asId(*providerByName(QStringLiteral("openai-compat")), model);
        if (QSysInfo::kernelType() == QLatin1String("darwin"))
            return asId(*providerByName(QStringLiteral("mlx-lm")), model);
        if (QFileInfo(expandedPath(m_text)).isDir() && looksLikePath(m_text))
            return ambiguous(m_text, QStringLiteral("%1 is a folder.").arg(m_text));
        return ambiguous(m_text, QStringLiteral("\"%1\" does not say what serves the model.").arg(m_text));
    }

    /// "http://HOST[:PORT][/v1][#ID]". The id is taken as it is typed.
    Done asUrl(const Provider* forced)
    {
        const qsizetype hash = m_text.indexOf(u'#');
        const auto url = parseAddress(hash < 0 ? m_text : m_text.first(hash));
        if (!url)
            return std::unexpected(url.error());
        if (!m_given.isEmpty() && m_given != *url)
            return base::failure(
                QStringLiteral("spec.url"),
                QStringLiteral("The spec says %1, but the base URL is %2.").arg(url->toString(), m_given.toString()),
                QStringLiteral("Give one address."));
        m_model.backend = forced ? forced->backend : domain::BackendKind::OpenAi;
        m_model.baseUrl = *url;
        m_model.modelId = hash < 0 ? QString() : m_text.sliced(hash + 1).trimmed();
        m_label = m_model.modelId.isEmpty() ? hostAndPort(*url) : lastPart(m_model.modelId);
        return {};
    }

    Done asProvider(const Provider& provider, const QString& rest)
    {
        if (rest.isEmpty())
            return base::failure(QStringLiteral("spec.empty"), QStringLiteral("\"%1\" names no model.").arg(m_text),
                                 QStringLiteral("Write it behind the colon."));
        if (provider.backend == domain::BackendKind::LlamaServer && provider.prefix != QLatin1String("hf")) {
            // infer-check labels "gguf:/models/a.gguf" with the whole file name.
            if (isGgufPath(rest) || QFileInfo(expandedPath(rest)).exists() || provider.prefix == QLatin1String("gguf"))
                return asFile(rest, lastPart(rest));
        }
        return asId(provider, splitRevision(rest));
    }

    Done asId(const Provider& provider, const IdAndRevision& model)
    {
        m_model.backend = provider.backend;
        m_model.modelId = model.id;
        m_model.revision = model.revision.value_or(QString());
        m_label = lastPart(model.id);
        if (!m_given.isEmpty()) {
            m_model.baseUrl = m_given;
        } else if (!provider.address.isEmpty()) {
            m_model.baseUrl = QUrl(QString(provider.address));
            m_model.engine = provider.engine;
        } else {
            return base::failure(QStringLiteral("spec.url"),
                                 QStringLiteral("The backend %1 needs an address.").arg(QString(provider.name)),
                                 QStringLiteral("Give it with --base-url http://HOST:PORT."));
        }
        return {};
    }

    /// A GGUF file: served by the server at the given address, else by an engine of ours.
    Done asFile(const QString& written, const QString& label)
    {
        m_model.backend = domain::BackendKind::LlamaServer;
        QString path = expandedPath(written);
        if (const IdAndRevision model = splitRevision(written);
            model.revision && !isGgufPath(written) && !QFileInfo(path).exists()) {
            path = expandedPath(model.id);
            m_model.revision = *model.revision;
        }
        m_label = label.isEmpty() ? pathStem(path) : label;
        const bool atHand = QFileInfo(path).isFile();
        m_model.modelId = atHand || m_given.isEmpty() ? path : written;
        m_model.baseUrl = m_given;
        if (atHand)
            m_model.modelPath = path;
        if (m_given.isEmpty())
            m_model.engine = EngineKind::LlamaServer;
        if (!atHand && !m_given.isEmpty())
            return {}; // the server has the file, we have not
        return readHeader(path);
    }

    Done readHeader(const QString& path)
    {
        auto info = gguf::readGguf(path);
        if (!info) {
            if (m_model.engine == EngineKind::None)
                return {}; // the server knows what it holds
            if (m_options.allowDamaged && info.error().code != QLatin1String("gguf.missing")) {
                m_fault = info.error();
                return {};
            }
            if (info.error().code == QLatin1String("gguf.missing") && info.error().hint.isEmpty())
                info.error().hint =
                    QStringLiteral("A repository is named as hf:ORG/REPO, a server as http://HOST:PORT.");
            return std::unexpected(info.error());
        }
        static const QStringList noModels{QStringLiteral("adapter"), QStringLiteral("mmproj"),
                                          QStringLiteral("imatrix"), QStringLiteral("vocab")};
        const auto kind = info->metadata.find(QStringLiteral("general.type"));
        if (kind != info->metadata.end() && noModels.contains(kind->second))
            return unsupported(QStringLiteral("%1 holds no language model but \"%2\".").arg(path, kind->second));
        m_model.quant = info->fileTypeName;
        if (m_model.quant.isEmpty() && !info->quantMix.isEmpty())
            m_model.quant = info->quantMix.first().first;
        if (info->parameters > 0)
            m_model.bitsPerWeight = info->bitsPerWeight;
        m_file = std::move(*info);
        return {};
    }

    Expected<ModelAndFile> finish()
    {
        if (!m_options.engineArgs.isEmpty() && m_model.engine == EngineKind::None)
            return unsupported(QStringLiteral("%1 is served by a server that runs already: engine arguments cannot be "
                                              "given to it.")
                                   .arg(withoutUserInfo(m_text)),
                               QStringLiteral("Start that server with them, or name a GGUF file."));
        if (m_model.quant.isEmpty()) {
            for (const QString& name : {m_label, m_model.modelId, m_options.label}) {
                if (const auto quant = quantInName(name)) {
                    m_model.quant = quant->name;
                    m_model.bitsPerWeight = quant->bitsPerWeight;
                    break;
                }
            }
        }
        if (m_label.isEmpty())
            m_label = m_model.modelId;
        const QString given = m_options.label.trimmed();
        m_model.label = given.isEmpty() ? m_label + engineArgsLabel(m_options.engineArgs) : given;
        return ModelAndFile{m_model, m_file, m_fault};
    }

    const SpecOptions& m_options;
    QString m_text;
    QUrl m_given;
    ResolvedModel m_model;
    std::optional<gguf::GgufInfo> m_file;
    std::optional<base::Error> m_fault;
    QString m_label;
};

} // namespace

Expected<ResolvedModel> resolve(const QString& spec, const SpecOptions& options)
{
    auto resolved = resolveWithFile(spec, options);
    if (!resolved)
        return std::unexpected(resolved.error());
    return std::move(resolved->model);
}

Expected<ModelAndFile> resolveWithFile(const QString& spec, const SpecOptions& options)
{
    return Resolution(spec, options).resolve();
}

QStringList backendNames()
{
    QStringList names;
    for (const Provider& provider : providers())
        names.append(provider.name);
    return names;
}

} // namespace quantlens::specs
