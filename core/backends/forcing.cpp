// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/forcing.h"

#include <QCryptographicHash>
#include <QStringDecoder>
#include <QtEndian>

namespace quantlens::backends {

namespace {

/// The characters of complete UTF-8; nothing while the bytes end inside one or are none.
std::optional<QList<uint>> completeCharacters(const QByteArray& bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(bytes);
    if (bytes.isEmpty() || decoder.hasError() || text.toUtf8() != bytes)
        return std::nullopt;
    return text.toUcs4();
}

QString literalOf(const QList<uint>& characters)
{
    QString literal(u'"');
    for (const uint character : characters)
        literal += QStringLiteral("\\U%1").arg(character, 8, 16, QLatin1Char('0'));
    return literal + u'"';
}

} // namespace

base::Expected<QString> forcingGrammar(const AnswerTokens& tokens)
{
    const base::Error apart{QStringLiteral("forced.tokens"),
                            QStringLiteral("The tokens of the answer do not make whole characters."),
                            {},
                            {}};
    if (tokens.ids.isEmpty() || tokens.ids.size() != tokens.bytes.size())
        return std::unexpected(apart);
    QString grammar = QStringLiteral("root ::=");
    QByteArray open; // bytes of tokens that so far make no whole character
    for (qsizetype i = 0; i < tokens.ids.size(); ++i) {
        if (open.isEmpty() && (tokens.bytes.at(i).isEmpty() || completeCharacters(tokens.bytes.at(i)))) {
            grammar += QStringLiteral(" <[%1]>").arg(tokens.ids.at(i));
            continue;
        }
        open += tokens.bytes.at(i);
        if (const auto characters = completeCharacters(open)) {
            grammar += u' ' + literalOf(*characters);
            open.clear();
        }
    }
    if (!open.isEmpty())
        return std::unexpected(apart);
    return grammar;
}

QJsonArray idsJson(const QList<int>& ids)
{
    QJsonArray array;
    for (const int id : ids)
        array.append(id);
    return array;
}

QString promptHashOf(const QList<int>& ids)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const int id : ids) {
        const auto word = qToLittleEndian(qint32(id));
        hash.addData(QByteArrayView(reinterpret_cast<const char*>(&word), sizeof word));
    }
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace quantlens::backends
