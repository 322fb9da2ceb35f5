// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakeoptions.h"

#include "tests/support/certificates.h"
#include "tests/support/dialects.h"
#include "tests/support/misbehaviour.h"
#include "tests/support/replay.h"

#include <QJsonArray>

namespace quantlens::test {

namespace {

/// Reads members of an object and remembers which nobody asked for.
class OptionReader
{
public:
    explicit OptionReader(QJsonObject object)
        : m_object(std::move(object))
        , m_unread(m_object.keys())
    {
    }

    QJsonValue take(const char* key)
    {
        m_unread.removeAll(QString::fromLatin1(key));
        return m_object[QLatin1StringView(key)];
    }
    QByteArray bytes(const char* key) { return take(key).toString().toUtf8(); }
    int number(const char* key, int otherwise = 0) { return take(key).toInt(otherwise); }
    QList<int> numbers(const char* key)
    {
        QList<int> list;
        for (const QJsonValue& value : take(key).toArray())
            list.append(value.toInt());
        return list;
    }
    QByteArrayList texts(const char* key)
    {
        QByteArrayList list;
        for (const QJsonValue& value : take(key).toArray())
            list.append(value.toString().toUtf8());
        return list;
    }
    [[nodiscard]] bool has(const char* key) const { return m_object.contains(QLatin1StringView(key)); }
    [[nodiscard]] const QStringList& unread() const { return m_unread; }

private:
    QJsonObject m_object;
    QStringList m_unread;
};

std::unexpected<base::Error> badOption(const QString& what)
{
    return base::failure(QStringLiteral("fake.option"), QStringLiteral("The fake server does not know %1.").arg(what));
}

DialectOptions dialectOptions(OptionReader& options)
{
    DialectOptions dialect;
    FakeModel& model = dialect.model;
    if (options.has("model"))
        model.name = options.take("model").toString();
    const QJsonObject texts = options.take("texts").toObject();
    for (auto text = texts.begin(); text != texts.end(); ++text)
        model.texts.insert(text.key(), text.value().toString());
    model.reasoning = options.take("reasoning").toString();
    model.shift = options.take("shift").toDouble();
    model.contextTokens = options.number("context", model.contextTokens);
    for (const QByteArray& name : options.texts("models")) {
        FakeModel other = model;
        other.name = QString::fromUtf8(name);
        dialect.more.append(other);
    }
    dialect.prefix = options.bytes("prefix");
    dialect.key = options.bytes("key");
    if (options.has("build"))
        dialect.build = options.bytes("build");
    if (options.has("marker"))
        dialect.marker = options.bytes("marker");
    if (options.has("owner"))
        dialect.owner = options.bytes("owner");
    dialect.slots = options.number("slots", 1);
    dialect.tokenDelayMs = options.number("token_delay_ms");
    dialect.oldProbabilities = options.take("old_probabilities").toBool();
    dialect.logprobs = !options.take("no_logprobs").toBool();
    dialect.speculative = options.take("speculative").toBool();
    dialect.doubleBos = options.take("double_bos").toBool();
    return dialect;
}

base::Expected<Misbehaviour> readMisbehaviour(const QJsonObject& object)
{
    OptionReader options(object);
    const QString faultName = options.take("fault").toString();
    const auto fault = faultByName(faultName);
    if (!fault)
        return badOption(QStringLiteral("the fault '%1'").arg(faultName));
    const auto refusal = refusalByName(options.take("refusal").toString(QStringLiteral("openai")));
    if (!refusal)
        return badOption(QStringLiteral("this way to refuse"));
    Misbehaviour order{.fault = *fault,
                       .path = options.bytes("path"),
                       .nth = options.numbers("nth"),
                       .from = options.number("from"),
                       .contains = options.bytes("contains"),
                       .fields = options.texts("fields"),
                       .refusal = *refusal,
                       .status = options.number("status"),
                       .retryAfter = options.number("retry_after", -1),
                       .target = QUrl(options.take("target").toString()),
                       .delayMs = options.number("delay_ms")};
    if (!options.unread().isEmpty())
        return badOption(QStringLiteral("'%1' of a misbehaviour").arg(options.unread().first()));
    return order;
}

base::Expected<QList<PlantedFault>> readPlan(const QJsonArray& array)
{
    QList<PlantedFault> plan;
    for (const QJsonValue& value : array) {
        OptionReader options(value.toObject());
        const QString name = options.take("plant").toString();
        const auto plant = plantByName(name);
        if (!plant)
            return badOption(QStringLiteral("the plant '%1'").arg(name));
        plan.append({.plant = *plant,
                     .at = options.numbers("at"),
                     .every = options.number("every"),
                     .from = options.number("from"),
                     .inFlight = options.number("in_flight"),
                     .contains = options.bytes("contains"),
                     .lacks = options.bytes("lacks"),
                     .delayMs = options.number("delay_ms")});
        if (!options.unread().isEmpty())
            return badOption(QStringLiteral("'%1' of a plant").arg(options.unread().first()));
    }
    return plan;
}

base::Expected<Script> readScript(const QJsonObject& object)
{
    OptionReader options(object);
    Script script{.status = options.number("status", 200)};
    if (options.has("content_type"))
        script.contentType = options.bytes("content_type");
    script.headers = options.texts("headers");
    script.pieces = {options.bytes("body")};
    script.cutOff = options.take("cut_off").toBool();
    script.silent = options.take("silent").toBool();
    script.closeAtOnce = options.take("close_at_once").toBool();
    script.delayMs = options.number("delay_ms");
    if (!options.unread().isEmpty())
        return badOption(QStringLiteral("'%1' of a script").arg(options.unread().first()));
    return script;
}

base::Expected<ServerCertificate> readCertificate(OptionReader& options)
{
    const QString kind = options.take("tls").toString();
    const QString folder = options.take("tls_folder").toString();
    if (kind.isEmpty())
        return ServerCertificate{};
    const auto certificate = kind == QLatin1StringView("self-signed")  ? makeSelfSigned(folder)
                             : kind == QLatin1StringView("unknown-ca") ? makeUnknownAuthority(folder)
                                                                       : std::nullopt;
    if (!certificate)
        return badOption(QStringLiteral("how to make the certificate '%1'").arg(kind));
    return *certificate;
}

base::Expected<Answerer> readAnswerer(OptionReader& options)
{
    const QString name = options.take("dialect").toString();
    const DialectOptions dialect = dialectOptions(options);
    const QString exchange = options.take("replay").toString();
    const bool strict = options.take("order").toString() == QLatin1StringView("strict");
    if (!exchange.isEmpty())
        return replay(exchange, strict ? ReplayOrder::Strict : ReplayOrder::Matched);
    if (name == QLatin1StringView("llama-server"))
        return llamaServer(dialect);
    if (name == QLatin1StringView("openai"))
        return openAi(dialect);
    if (name == QLatin1StringView("ollama"))
        return ollama(dialect);
    if (name.isEmpty())
        return Answerer();
    return badOption(QStringLiteral("the dialect '%1'").arg(name));
}

} // namespace

base::Expected<ConfiguredServer> configuredServer(const QJsonObject& object, FakeServer::Where where)
{
    OptionReader options(object);
    const auto certificate = readCertificate(options);
    if (!certificate)
        return std::unexpected(certificate.error());
    auto answerer = readAnswerer(options);
    if (!answerer)
        return std::unexpected(answerer.error());
    ConfiguredServer made;
    made.server = std::make_unique<FakeServer>(where, *certificate);
    made.server->play(*std::move(answerer));
    for (const QJsonValue& value : options.take("misbehave").toArray()) {
        const auto order = readMisbehaviour(value.toObject());
        if (!order)
            return std::unexpected(order.error());
        made.server->misbehave(*order);
    }
    const QJsonObject scripts = options.take("scripts").toObject();
    for (auto path = scripts.begin(); path != scripts.end(); ++path) {
        for (const QJsonValue& value : path.value().toArray()) {
            const auto script = readScript(value.toObject());
            if (!script)
                return std::unexpected(script.error());
            made.server->answer(path.key().toUtf8(), *script);
        }
    }
    if (options.has("proxy")) {
        const auto plan = readPlan(options.take("plan").toArray());
        if (!plan)
            return std::unexpected(plan.error());
        made.proxy = std::make_unique<FaultProxy>(QUrl(options.take("proxy").toString()), *plan,
                                                  QUrl(options.take("other").toString()));
        made.server->setHandler(made.proxy->handler());
    }
    if (!options.unread().isEmpty())
        return badOption(QStringLiteral("'%1'").arg(options.unread().first()));
    return made;
}

} // namespace quantlens::test
