// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/gguf/byte_reader.h"
#include "core/gguf/faults.h"

#include <QByteArray>
#include <QSet>
#include <QString>

#include <map>

namespace quantlens::gguf {

/// Reads the entries between a GGUF file's counts and its tensor table, and keeps what GgufInfo tells of them.
class MetadataReader
{
public:
    MetadataReader(ByteReader& reader, const Faults& faults)
        : m_reader(reader)
        , m_faults(faults)
    {
    }

    /// Reads the next entry. Errors: "gguf.truncated", "gguf.invalid".
    [[nodiscard]] base::Expected<void> readEntry();

    /// Scalars and short texts by key, as text.
    [[nodiscard]] const std::map<QString, QString>& values() const { return m_values; }

    /// The value of a key as text; empty when absent.
    [[nodiscard]] QString value(const QString& key) const;

    /// At most 1 MiB.
    [[nodiscard]] const QString& chatTemplate() const { return m_chatTemplate; }

    /// SHA-256 over it, hex; empty when there is none.
    [[nodiscard]] QString templateHash() const { return QString::fromLatin1(m_templateHash.toHex()); }

    /// SHA-256 over tokenizer model, tokens, merges and the name of the pre-tokenizer (two files with one vocabulary
    /// and different pre-tokenizers split text differently), hex; empty when there are no tokens.
    [[nodiscard]] QString tokenizerHash() const;

    /// True when a key begins with `prefix`.
    [[nodiscard]] bool hasKeyBeginning(const QByteArray& prefix) const;

private:
    using Done = base::Expected<void>;

    Done check() const;
    QString readScalar(quint32 type);
    Done readText(const QByteArray& key);
    Done readArray(const QByteArray& key, int depth);
    Done readTexts(const QByteArray& key, quint64 count);

    ByteReader& m_reader;
    const Faults& m_faults;
    std::map<QString, QString> m_values;
    QString m_chatTemplate;
    QSet<QByteArray> m_keys;
    QByteArray m_templateHash;
    QByteArray m_modelHash;
    QByteArray m_preHash;
    QByteArray m_tokensHash;
    QByteArray m_mergesHash;
};

} // namespace quantlens::gguf
