// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gguf/gguf.h"
#include "core/gguf/header.h"
#include "core/gguf/types.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <bit>

using namespace quantlens;
using gguf::GgufInfo;
using gguf::Header;

namespace {

const QString demoPath = QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/sums-f16.gguf");

template<class T>
QByteArray raw(T value)
{
    const T little = qToLittleEndian(value);
    return QByteArray(reinterpret_cast<const char*>(&little), sizeof little);
}

QByteArray text(const QByteArray& value)
{
    return raw(quint64(value.size())) + value;
}

/// Puts a GGUF file together, entry by entry.
class Builder
{
public:
    Builder& entry(const QByteArray& key, quint32 type, const QByteArray& value)
    {
        m_entries += text(key) + raw(type) + value;
        ++m_entryCount;
        return *this;
    }

    Builder& string(const QByteArray& key, const QByteArray& value) { return entry(key, 8, text(value)); }

    Builder& strings(const QByteArray& key, const QByteArrayList& values)
    {
        QByteArray array = raw(quint32(8)) + raw(quint64(values.size()));
        for (const QByteArray& value : values)
            array += text(value);
        return entry(key, 9, array);
    }

    /// A tensor behind the ones before it.
    Builder& tensor(const QByteArray& name, const QList<quint64>& shape, quint32 type, quint64 bytes)
    {
        m_tensors += text(name) + raw(quint32(shape.size()));
        for (const quint64 length : shape)
            m_tensors += raw(length);
        m_tensors += raw(type) + raw(m_dataBytes);
        m_dataBytes += (bytes + 31) / 32 * 32;
        ++m_tensorCount;
        return *this;
    }

    QByteArray bytes(quint32 version = 3) const
    {
        QByteArray out = "GGUF" + raw(version) + raw(m_tensorCount) + raw(m_entryCount) + m_entries + m_tensors;
        out += QByteArray((32 - out.size() % 32) % 32, '\0');
        return out + QByteArray(qsizetype(m_dataBytes), '\0');
    }

private:
    QByteArray m_entries;
    QByteArray m_tensors;
    quint64 m_entryCount = 0;
    quint64 m_tensorCount = 0;
    quint64 m_dataBytes = 0;
};

base::Expected<GgufInfo> readBytes(const QByteArray& bytes)
{
    QByteArray copy = bytes;
    QBuffer buffer(&copy);
    buffer.open(QIODevice::ReadOnly);
    auto header = gguf::readHeader(buffer, QStringLiteral("x.gguf"));
    if (!header)
        return std::unexpected(header.error());
    gguf::addTensorFigures(header->info, header->types);
    return header->info;
}

QString codeOf(const base::Expected<GgufInfo>& info)
{
    return info ? QStringLiteral("fine") : info.error().code;
}

bool writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray demoBytes()
{
    QFile file(demoPath);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class GgufTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void demoModel()
    {
        const auto info = gguf::readGguf(demoPath);
        QVERIFY2(info.has_value(), qPrintable(info ? QString() : info.error().message));
        QCOMPARE(info->version, 3U);
        QCOMPARE(info->fileSize, 4215456U);
        QCOMPARE(info->parts, 1U);
        QCOMPARE(info->architecture, QStringLiteral("llama"));
        QCOMPARE(info->fileTypeName, QStringLiteral("F16"));
        QCOMPARE(info->parameters, 2098944U);
        QCOMPARE(info->contextLength, 256U);
        QCOMPARE(info->blockCount, 3U);
        QCOMPARE(info->embeddingLength, 256U);
        QVERIFY(info->chatTemplate.contains(QLatin1String("<|assistant|>")) ||
                info->chatTemplate.contains(QLatin1String("m['role']")));
        QCOMPARE(info->tokenizerHash.size(), 64);
        QVERIFY(!info->hasImatrix);
        // 7 norms of 256 as F32, all else F16
        QCOMPARE(info->quantMix, (QList<QPair<QString, quint64>>{{QStringLiteral("F16"), 2098944 - 7 * 256},
                                                                 {QStringLiteral("F32"), 7 * 256}}));
        QCOMPARE(info->bitsPerWeight, 16 + 16.0 * 7 * 256 / 2098944);
        QCOMPARE(info->metadata.at(QStringLiteral("llama.attention.layer_norm_rms_epsilon")), QStringLiteral("1e-05"));
        QCOMPARE(info->metadata.at(QStringLiteral("tokenizer.ggml.add_bos_token")), QStringLiteral("false"));
    }

    void metadataTypes()
    {
        const QByteArray nested = raw(quint32(9)) + raw(quint64(2))                     // an array of two arrays
                                  + raw(quint32(4)) + raw(quint64(1)) + raw(quint32(7)) // [7]
                                  + raw(quint32(8)) + raw(quint64(1)) + text("in");     // ["in"]
        const Builder builder = Builder()
                                    .entry("a.u8", 0, raw(quint8(255)))
                                    .entry("a.i8", 1, raw(qint8(-1)))
                                    .entry("a.u16", 2, raw(quint16(65535)))
                                    .entry("a.i16", 3, raw(qint16(-2)))
                                    .entry("a.u32", 4, raw(quint32(4294967295U)))
                                    .entry("a.i32", 5, raw(qint32(-3)))
                                    .entry("a.f32", 6, raw(std::bit_cast<quint32>(0.1F)))
                                    .entry("a.bool", 7, raw(quint8(1)))
                                    .string("a.string", "h\xC3\xA4")
                                    .entry("a.array", 9, raw(quint32(2)) + raw(quint64(3)) + QByteArray(6, '\1'))
                                    .strings("a.strings", {"x", "yz"})
                                    .entry("a.nested", 9, nested)
                                    .entry("a.u64", 10, raw(quint64(18446744073709551615ULL)))
                                    .entry("a.i64", 11, raw(qint64(-4)))
                                    .entry("a.f64", 12, raw(std::bit_cast<quint64>(0.1)))
                                    .entry("a.nan", 6, raw(quint32(0x7FC00000)))
                                    .string("a.long", QByteArray(5000, 'l'))
                                    .string("general.architecture", "qwen3")
                                    .entry("qwen3.context_length", 4, raw(quint32(40960)))
                                    .entry("general.file_type", 4, raw(quint32(15)))
                                    .entry("quantize.imatrix.entries_count", 5, raw(qint32(12)));
        for (const quint32 version : {2U, 3U}) {
            const auto info = readBytes(builder.bytes(version));
            QVERIFY2(info.has_value(), qPrintable(info ? QString() : info.error().message));
            const std::map<QString, QString> expected{
                {QStringLiteral("a.u8"), QStringLiteral("255")},
                {QStringLiteral("a.i8"), QStringLiteral("-1")},
                {QStringLiteral("a.u16"), QStringLiteral("65535")},
                {QStringLiteral("a.i16"), QStringLiteral("-2")},
                {QStringLiteral("a.u32"), QStringLiteral("4294967295")},
                {QStringLiteral("a.i32"), QStringLiteral("-3")},
                {QStringLiteral("a.f32"), QStringLiteral("0.1")},
                {QStringLiteral("a.bool"), QStringLiteral("true")},
                {QStringLiteral("a.string"), QStringLiteral("hä")},
                {QStringLiteral("a.u64"), QStringLiteral("18446744073709551615")},
                {QStringLiteral("a.i64"), QStringLiteral("-4")},
                {QStringLiteral("a.f64"), QStringLiteral("0.1")},
                {QStringLiteral("a.nan"), QStringLiteral("nan")},
                {QStringLiteral("general.architecture"), QStringLiteral("qwen3")},
                {QStringLiteral("qwen3.context_length"), QStringLiteral("40960")},
                {QStringLiteral("general.file_type"), QStringLiteral("15")},
                {QStringLiteral("quantize.imatrix.entries_count"), QStringLiteral("12")},
            };
            QCOMPARE(info->metadata, expected);
            QCOMPARE(info->version, version);
            QCOMPARE(info->fileTypeName, QStringLiteral("Q4_K_M"));
            QCOMPARE(info->contextLength, 40960U);
            QVERIFY(info->hasImatrix);
            QVERIFY(info->tokenizerHash.isEmpty());
            QCOMPARE(info->parameters, 0U);
            QCOMPARE(info->bitsPerWeight, 0.0);
        }
    }

    void quantMix()
    {
        const auto info = readBytes(Builder()
                                        .tensor("a", {512, 4}, 12, 8 * 144) // Q4_K
                                        .tensor("b", {256, 2}, 14, 2 * 210) // Q6_K
                                        .tensor("c", {512, 4}, 12, 8 * 144)
                                        .tensor("norm", {10}, 0, 40) // F32
                                        .tensor("scalar", {}, 0, 4)
                                        .tensor("nothing", {0, 5}, 0, 0)
                                        .bytes());
        QVERIFY2(info.has_value(), qPrintable(info ? QString() : info.error().message));
        QCOMPARE(info->quantMix,
                 (QList<QPair<QString, quint64>>{
                     {QStringLiteral("Q4_K"), 4096}, {QStringLiteral("Q6_K"), 512}, {QStringLiteral("F32"), 11}}));
        QCOMPARE(info->parameters, 4619U);
        QCOMPARE(info->bitsPerWeight, 8.0 * (16 * 144 + 2 * 210 + 44) / 4619);
    }

    // ggml's sizes of one block of each type, from its own documentation of bits per weight.
    void tensorTypes_data()
    {
        QTest::addColumn<quint32>("id");
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("bits");
        const auto row = [](quint32 id, const char* name, double bits) {
            QTest::newRow(name) << id << QString::fromLatin1(name) << bits;
        };
        row(0, "F32", 32);
        row(1, "F16", 16);
        row(2, "Q4_0", 4.5);
        row(3, "Q4_1", 5);
        row(6, "Q5_0", 5.5);
        row(7, "Q5_1", 6);
        row(8, "Q8_0", 8.5);
        row(10, "Q2_K", 2.625);
        row(11, "Q3_K", 3.4375);
        row(12, "Q4_K", 4.5);
        row(13, "Q5_K", 5.5);
        row(14, "Q6_K", 6.5625);
        row(16, "IQ2_XXS", 2.0625);
        row(17, "IQ2_XS", 2.3125);
        row(18, "IQ3_XXS", 3.0625);
        row(19, "IQ1_S", 1.5625);
        row(20, "IQ4_NL", 4.5);
        row(21, "IQ3_S", 3.4375);
        row(22, "IQ2_S", 2.5625);
        row(23, "IQ4_XS", 4.25);
        row(29, "IQ1_M", 1.75);
        row(30, "BF16", 16);
        row(34, "TQ1_0", 1.6875);
        row(35, "TQ2_0", 2.0625);
        row(39, "MXFP4", 4.25);
        row(40, "NVFP4", 4.5);
        row(41, "Q1_0", 1.125);
        row(42, "Q2_0", 2.25);
    }

    void tensorTypes()
    {
        QFETCH(quint32, id);
        QFETCH(double, bits);
        const auto type = gguf::tensorType(id);
        QVERIFY(type);
        QTEST(QString(type->name), "name");
        QCOMPARE(8.0 * double(type->blockBytes) / double(type->blockElements), bits);
        const quint64 bytes = 768 / type->blockElements * type->blockBytes * 3;
        const auto info = readBytes(Builder().tensor("t", {768, 3}, id, bytes).bytes());
        QVERIFY(info);
        QCOMPARE(info->bitsPerWeight, bits);
        QCOMPARE(info->quantMix.first().first, QString(type->name));
    }

    void fileTypes()
    {
        QCOMPARE(gguf::fileTypeName(0), QStringLiteral("F32"));
        QCOMPARE(gguf::fileTypeName(7), QStringLiteral("Q8_0"));
        QCOMPARE(gguf::fileTypeName(10), QStringLiteral("Q2_K"));
        QCOMPARE(gguf::fileTypeName(18), QStringLiteral("Q6_K"));
        QCOMPARE(gguf::fileTypeName(30), QStringLiteral("IQ4_XS"));
        QCOMPARE(gguf::fileTypeName(32), QStringLiteral("BF16"));
        QCOMPARE(gguf::fileTypeName(38), QStringLiteral("MXFP4_MOE"));
        QCOMPARE(gguf::fileTypeName(1024 + 15), QStringLiteral("Q4_K_M")); // guessed
        QCOMPARE(gguf::fileTypeName(41), QStringLiteral("Q2_0"));
        QCOMPARE(gguf::fileTypeName(5), QString());
        QCOMPARE(gguf::fileTypeName(9999), QString());
        QCOMPARE(gguf::fileTypeName(~0ULL), QString());
    }

    void unknownTensorType()
    {
        // 64 bytes up to the next tensor, and 96 up to the end.
        const auto info =
            readBytes(Builder().tensor("a", {64}, 99, 64).tensor("b", {16}, 0, 64).tensor("c", {64}, 99, 96).bytes());
        QVERIFY2(info.has_value(), qPrintable(info ? QString() : info.error().message));
        QCOMPARE(info->quantMix,
                 (QList<QPair<QString, quint64>>{{QStringLiteral("type 99"), 128}, {QStringLiteral("F32"), 16}}));
        QCOMPARE(info->bitsPerWeight, 8.0 * (64 + 64 + 96) / 144);
    }

    void tokenizerHash()
    {
        const auto hash = [](const QByteArray& model, const QByteArrayList& tokens, const QByteArrayList& merges) {
            const auto info = readBytes(Builder()
                                            .strings("tokenizer.ggml.tokens", tokens)
                                            .string("tokenizer.ggml.model", model)
                                            .strings("tokenizer.ggml.merges", merges)
                                            .bytes());
            return info ? info->tokenizerHash : QString();
        };
        const QString reference = hash("gpt2", {"a", "bc"}, {"b c"});
        QCOMPARE(reference.size(), 64);
        QCOMPARE(hash("gpt2", {"a", "bc"}, {"b c"}), reference);
        QVERIFY(hash("llama", {"a", "bc"}, {"b c"}) != reference);
        QVERIFY(hash("gpt2", {"ab", "c"}, {"b c"}) != reference);
        QVERIFY(hash("gpt2", {"a", "bc"}, {}) != reference);
    }

    void chatTemplateIsBounded()
    {
        const auto info = readBytes(Builder().string("tokenizer.chat_template", QByteArray(3 << 20, 't')).bytes());
        QVERIFY(info);
        QCOMPARE(info->chatTemplate.size(), 1 << 20);
        QVERIFY(info->metadata.empty());
    }

    void otherFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QByteArray& bytes, const char* code, const char* says) {
            QTest::newRow(name) << bytes << QString::fromLatin1(code) << QString::fromLatin1(says);
        };
        row("text", "Hello, this is a text file.\n", "gguf.not_gguf", "text file");
        row("web page", "  <!DOCTYPE html><html><body>404</body></html>", "gguf.not_gguf", "web page");
        row("lfs pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "gguf.not_gguf",
            "git lfs pull");
        row("old llama.cpp", QByteArray("tjgg\1\0\0\0", 8), "gguf.not_gguf", "before GGUF");
        row("zip", QByteArray("PK\3\4\0\0", 6), "gguf.not_gguf", "archive");
        row("binary", QByteArray("\0\1\2\3\xFF", 5), "gguf.not_gguf", "letters GGUF");
        row("empty", "", "gguf.truncated", "is empty");
        row("half the magic", "GG", "gguf.truncated", "behind its end");
        row("magic only", "GGUF", "gguf.truncated", "behind its end");
        row("version 1", Builder().bytes(1), "gguf.version", "version 1");
        row("version 4", Builder().bytes(4), "gguf.version", "version 4");
        row("big-endian", "GGUF" + QByteArray("\0\0\0\3", 4) + QByteArray(16, '\0'), "gguf.version", "big-endian");
    }

    void otherFiles()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const auto info = readBytes(bytes);
        QTEST(codeOf(info), "code");
        const QString sentence = info.error().message + QLatin1Char(' ') + info.error().hint;
        QVERIFY2(sentence.contains(says), qPrintable(sentence));
        QVERIFY(sentence.contains(QLatin1String("x.gguf")));
    }

    void hostileHeaders_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
            QTest::newRow(name) << bytes << QString::fromLatin1(code);
        };
        const quint64 huge = ~0ULL;
        const QByteArray start = "GGUF" + raw(quint32(3));
        row("huge counts", start + raw(huge) + raw(huge), "gguf.invalid");
        row("many tensors that are not there", start + raw(quint64(1000)) + raw(quint64(0)), "gguf.truncated");
        row("huge key", start + raw(quint64(0)) + raw(quint64(1)) + raw(huge) + "key", "gguf.invalid");
        row("empty key", Builder().string("", "x").bytes(), "gguf.invalid");
        row("key twice", Builder().string("k", "x").string("k", "y").bytes(), "gguf.invalid");
        row("unknown value type", Builder().entry("k", 13, "xxxx").bytes(), "gguf.invalid");
        row("huge text", Builder().entry("k", 8, raw(huge) + "xxxx").bytes(), "gguf.truncated");
        row("huge token",
            Builder().entry("tokenizer.ggml.tokens", 9, raw(quint32(8)) + raw(quint64(1)) + raw(huge)).bytes(),
            "gguf.truncated");
        row("huge array", Builder().entry("k", 9, raw(quint32(10)) + raw(huge)).bytes(), "gguf.truncated");
        row("array size that wraps", Builder().entry("k", 9, raw(quint32(10)) + raw(quint64(1) << 61)).bytes(),
            "gguf.truncated");
        row("huge array of texts", Builder().entry("k", 9, raw(quint32(8)) + raw(huge)).bytes(), "gguf.truncated");
        row("huge array of arrays", Builder().entry("k", 9, raw(quint32(9)) + raw(huge)).bytes(), "gguf.truncated");
        row("array of unknown", Builder().entry("k", 9, raw(quint32(77)) + raw(quint64(1))).bytes(), "gguf.invalid");
        QByteArray deep;
        for (int i = 0; i < 100000; ++i)
            deep += raw(quint32(9)) + raw(quint64(1));
        row("deep nesting", Builder().entry("k", 9, deep).bytes(), "gguf.invalid");
        row("zero alignment", Builder().entry("general.alignment", 4, raw(quint32(0))).bytes(), "gguf.invalid");
        row("odd alignment", Builder().entry("general.alignment", 4, raw(quint32(33))).bytes(), "gguf.invalid");
        row("alignment in words", Builder().string("general.alignment", "wide").bytes(), "gguf.invalid");
        row("many dimensions", Builder().tensor("t", QList<quint64>(100, 1), 0, 4).bytes(), "gguf.invalid");
        row("elements that wrap", Builder().tensor("t", {1ULL << 33, 1ULL << 33}, 0, 4).bytes(), "gguf.invalid");
        row("elements that wrap to zero", Builder().tensor("t", {1ULL << 32, 1ULL << 32}, 0, 4).bytes(),
            "gguf.invalid");
        row("more elements than data", Builder().tensor("t", {1ULL << 40}, 0, 4).bytes(), "gguf.truncated");
        Builder unknown;
        for (int i = 0; i < 10; ++i)
            unknown.tensor("t", {1ULL << 47}, 99, 32);
        row("too many elements in all", unknown.bytes(), "gguf.invalid");
        row("offset beyond all",
            start + raw(quint64(1)) + raw(quint64(0)) + text("t") + raw(quint32(1)) + raw(quint64(1)) +
                raw(quint32(0)) + raw(huge) + QByteArray(64, '\0'),
            "gguf.invalid");
    }

    void hostileHeaders()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, code);
        QCOMPARE(codeOf(readBytes(bytes)), code);
    }

    // Cut anywhere, a real model is told to be cut off; nothing crashes.
    void everyPrefix()
    {
        QByteArray bytes = demoBytes();
        QVERIFY(bytes.size() > 100000);
        const qsizetype total = bytes.size();
        const qsizetype headerBytes = total - 4197888 - 7 * 1024; // see demoModel
        QVERIFY(headerBytes > 1000 && headerBytes < 40000);
        for (qsizetype size = 0; size < headerBytes + 100; ++size) {
            const QByteArray prefix = QByteArray::fromRawData(bytes.constData(), size);
            const auto info = readBytes(prefix);
            if (codeOf(info) != QLatin1String("gguf.truncated"))
                QFAIL(qPrintable(QStringLiteral("%1 bytes: %2").arg(size).arg(codeOf(info))));
        }
        QCOMPARE(codeOf(readBytes(bytes.first(total / 2))), QStringLiteral("gguf.truncated"));
        QCOMPARE(codeOf(readBytes(bytes.first(total - 1))), QStringLiteral("gguf.truncated"));
        QCOMPARE(codeOf(readBytes(bytes)), QStringLiteral("fine"));
        QVERIFY(readBytes(bytes.first(total / 2)).error().message.contains(QLatin1String("50.0 %")));
    }

    void flippedBytes()
    {
        QByteArray bytes = demoBytes().first(60000); // the header, and some data; "truncated" is one of the answers
        quint32 random = 2463534242U;
        const auto next = [&random] {
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;
            return random;
        };
        for (int round = 0; round < 4000; ++round) {
            QList<std::pair<qsizetype, char>> undo;
            for (quint32 flip = 0, flips = 1 + next() % 4; flip < flips; ++flip) {
                // Half of them where lengths and types are: in the first entries and the tensor table.
                const qsizetype at = next() % 2 ? qsizetype(next() % 700) : qsizetype(next() % 18000);
                undo.prepend({at, bytes.at(at)});
                bytes[at] = char(next() % 3 ? next() : 0xFF);
            }
            const auto info = readBytes(bytes);
            QVERIFY(info || !info.error().message.isEmpty());
            for (const auto& [at, value] : undo)
                bytes[at] = value;
        }
    }

    void files()
    {
        QTemporaryDir folder;
        const auto path = [&folder](const char* name) { return folder.filePath(QString::fromLatin1(name)); };
        QCOMPARE(codeOf(gguf::readGguf(path("none.gguf"))), QStringLiteral("gguf.missing"));
        QCOMPARE(codeOf(gguf::readGguf(QString())), QStringLiteral("gguf.missing"));
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("dir.gguf")));
        const auto directory = gguf::readGguf(path("dir.gguf"));
        QCOMPARE(codeOf(directory), QStringLiteral("gguf.not_gguf"));
        QVERIFY(directory.error().message.contains(QLatin1String("folder")));
        QVERIFY(writeFile(path("text.gguf"), "just text"));
        QCOMPARE(codeOf(gguf::readGguf(path("text.gguf"))), QStringLiteral("gguf.not_gguf"));
        if (QFile::exists(QStringLiteral("/dev/zero")))
            QCOMPARE(codeOf(gguf::readGguf(QStringLiteral("/dev/zero"))), QStringLiteral("gguf.not_gguf"));
        QVERIFY(writeFile(path("half %1%2%3.gguf"), demoBytes().first(2000000)));
        const auto half = gguf::readGguf(path("half %1%2%3.gguf"));
        QCOMPARE(codeOf(half), QStringLiteral("gguf.truncated"));
        QVERIFY(half.error().message.contains(QLatin1String("2000000 of the 4215456 bytes")));
    }

    // A wrong length inside a big file is not followed through the weights.
    void headerIsBounded()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("big.gguf")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray bytes =
            Builder().entry("tokenizer.ggml.tokens", 9, raw(quint32(8)) + raw(quint64(1)) + raw(1ULL << 30)).bytes();
        QVERIFY(file.write(bytes) == bytes.size());
        if (!file.resize(3LL << 30)) // sparse where the file system can
            QSKIP("no room for a sparse file");
        file.close();
        const auto info = gguf::readGguf(file.fileName());
        QCOMPARE(codeOf(info), QStringLiteral("gguf.invalid"));
        QVERIFY(info.error().message.contains(QLatin1String("larger than 512 MiB")));
    }

    void splitModel()
    {
        QTemporaryDir folder;
        const auto part = [](quint16 number) {
            Builder builder;
            if (number == 0)
                builder.string("general.architecture", "llama");
            builder.entry("split.no", 2, raw(number)).entry("split.count", 2, raw(quint16(3)));
            if (number > 0)
                builder.tensor("t", {256, number}, number == 1 ? 12 : 0, number == 1 ? 144 : 2048);
            return builder.bytes();
        };
        const auto path = [&folder](int number) {
            return folder.filePath(QStringLiteral("big-0000%1-of-00003.gguf").arg(number + 1));
        };
        QVERIFY(writeFile(path(0), part(0)) && writeFile(path(1), part(1)));
        const auto incomplete = gguf::readGguf(path(0));
        QCOMPARE(codeOf(incomplete), QStringLiteral("gguf.missing"));
        QVERIFY(incomplete.error().message.contains(QLatin1String("big-00003-of-00003.gguf")));

        QVERIFY(writeFile(path(2), part(2)));
        const auto whole = gguf::readGguf(path(0));
        QVERIFY2(whole.has_value(), qPrintable(whole ? QString() : whole.error().message));
        QCOMPARE(whole->parts, 3U);
        QCOMPARE(whole->parameters, 768U);
        QCOMPARE(whole->quantMix,
                 (QList<QPair<QString, quint64>>{{QStringLiteral("F32"), 512}, {QStringLiteral("Q4_K"), 256}}));
        QCOMPARE(whole->bitsPerWeight, 8.0 * (2048 + 144) / 768);
        QCOMPARE(whole->fileSize, quint64(part(0).size() + part(1).size() + part(2).size()));

        const auto second = gguf::readGguf(path(1));
        QCOMPARE(codeOf(second), QStringLiteral("gguf.invalid"));
        QVERIFY(second.error().hint.contains(QLatin1String("-00001-of-00003.gguf")));

        QVERIFY(writeFile(folder.filePath(QStringLiteral("renamed.gguf")), part(0)));
        QCOMPARE(codeOf(gguf::readGguf(folder.filePath(QStringLiteral("renamed.gguf")))),
                 QStringLiteral("gguf.invalid"));
    }
};

QTEST_APPLESS_MAIN(GgufTest)
#include "gguf_test.moc"
