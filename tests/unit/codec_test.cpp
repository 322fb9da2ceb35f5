// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/store/codec.h"
#include "core/store/planes.h"

#include <QFile>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>

using namespace quantlens;
using domain::Part;
using domain::TokenInfo;
using domain::TopToken;
using store::TokenTable;

namespace {

/// operator== of floats says no for NaN: here the bits decide.
bool sameBits(const QList<TokenInfo>& a, const QList<TokenInfo>& b)
{
    const auto bits = [](float value) { return std::bit_cast<quint32>(value); };
    const auto sameTop = [&](const TopToken& x, const TopToken& y) {
        return x.id == y.id && x.bytes == y.bytes && bits(x.logprob) == bits(y.logprob);
    };
    return std::ranges::equal(a, b, [&](const TokenInfo& x, const TokenInfo& y) {
        return x.id == y.id && x.bytes == y.bytes && bits(x.logprob) == bits(y.logprob) && x.part == y.part &&
               std::ranges::equal(x.top, y.top, sameTop);
    });
}

QByteArray bytesOf(const QJsonValue& value)
{
    QByteArray bytes;
    for (const QJsonValue& byte : value.toArray())
        bytes += char(byte.toInt());
    return bytes;
}

QList<TokenInfo> entriesFromJson(const QJsonArray& content)
{
    QList<TokenInfo> entries;
    for (const QJsonValue& value : content) {
        TokenInfo entry{value[QLatin1String("id")].toInt(-1),
                        bytesOf(value[QLatin1String("bytes")]),
                        float(value[QLatin1String("logprob")].toDouble()),
                        {},
                        Part::Content};
        for (const QJsonValue& top : value[QLatin1String("top_logprobs")].toArray())
            entry.top.append({top[QLatin1String("id")].toInt(-1), bytesOf(top[QLatin1String("bytes")]),
                              float(top[QLatin1String("logprob")].toDouble())});
        entries.append(entry);
    }
    return entries;
}

/// Answers of a model with a vocabulary of 50,000 (frequencies after Zipf): some positions sure, some not, the
/// alternatives falling off as extreme values do. Mantissas are random, as real ones are.
class Synthetic
{
public:
    explicit Synthetic(int top)
        : m_top(top)
    {
        std::vector<double> weights(50'000);
        for (size_t i = 0; i < weights.size(); ++i)
            weights[i] = 1.0 / double(i + 5);
        m_vocabulary = std::discrete_distribution<int>(weights.begin(), weights.end());
    }

    QList<TokenInfo> answer(int tokens)
    {
        QList<TokenInfo> entries;
        for (int i = 0; i < tokens; ++i)
            entries.append(position());
        return entries;
    }

private:
    TokenInfo position()
    {
        const double certainty = std::uniform_real_distribution<>(0.2, 10)(m_random);
        std::vector<int> ids;
        while (int(ids.size()) < m_top) {
            if (const int id = m_vocabulary(m_random); std::ranges::find(ids, id) == ids.end())
                ids.push_back(id);
        }
        std::vector<double> logits{0};
        while (int(logits.size()) < m_top) {
            const double rate = logits.size() == 1 ? 1 / certainty : double(logits.size()) / 4;
            logits.push_back(logits.back() - std::exponential_distribution<>(rate)(m_random));
        }
        double sum = 0;
        for (const double logit : logits)
            sum += std::exp(logit);
        TokenInfo entry;
        for (int i = 0; i < m_top; ++i) {
            const int id = ids[size_t(i)];
            entry.top.append({id, " t" + QByteArray::number(id, 36), float(logits[size_t(i)] - std::log(sum * 1.01))});
        }
        entry.id = entry.top.first().id;
        entry.bytes = entry.top.first().bytes;
        entry.logprob = entry.top.first().logprob;
        return entry;
    }

    int m_top;
    std::mt19937 m_random{20261123};
    std::discrete_distribution<int> m_vocabulary;
};

QList<TokenInfo> roundTrip(const QList<TokenInfo>& entries)
{
    TokenTable table;
    const auto blob = store::encodeEntries(entries, table);
    if (!blob)
        return {};
    return store::decodeEntries(*blob, table).value_or(QList<TokenInfo>());
}

} // namespace

class CodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryBit();
    void emptyIsEmpty();
    void realCaptures_data();
    void realCaptures();
    void size_data();
    void size();
    void tableIsShared();
    void severalBlocks();
    void limitsWhenWriting();
    void hostile_data();
    void hostile();
    void damagedBytes();
};

void CodecTest::keepsEveryBit()
{
    const auto payload = std::bit_cast<float>(0x7FC12345U); // a NaN that is not the usual one
    const QList<TokenInfo> entries{
        {5, "a", -0.1F, {{5, "a", -0.1F}, {6, "b", -3.5F}}, Part::Content},
        {5, "a", -0.2F, {{6, "b", -0.1F}, {5, "a", -0.25F}}, Part::Reasoning}, // listed with another logprob
        {5, "A", -0.1F, {{5, "a", -0.1F}}, Part::ToolCall},                    // the same id, other bytes
        {-1, "a", -0.1F, {{5, "a", -0.1F}}, Part::Content},                    // the same bytes, no id
        {7, QByteArray("\xF0\x9F\0\xFF", 4), domain::noLogprob, {}, Part::Content},
        {8, "", -std::numeric_limits<float>::infinity(), {{8, "", payload}, {9, "x", -3.4028235e38F}}, Part::Content},
        {std::numeric_limits<qint32>::max(),
         "m",
         -0.0F,
         {{std::numeric_limits<qint32>::min(), "n", 1e-45F}},
         Part::Content},
        {5, "a", payload, {{6, "b", payload}, {5, "a", payload}}, Part::Content},
    };
    QVERIFY(sameBits(roundTrip(entries), entries));
    QVERIFY(!sameBits(roundTrip(entries), entries.first(7)));
}

void CodecTest::emptyIsEmpty()
{
    TokenTable table;
    QCOMPARE(store::encodeEntries({}, table).value(), QByteArray());
    QVERIFY(store::decodeEntries({}, table).value().isEmpty());
    QCOMPARE(table.size(), 0);
}

void CodecTest::realCaptures_data()
{
    QTest::addColumn<QString>("file");
    for (const char* version : {"0.5.0", "0.7.0"}) {
        for (const char* name : {"chat_logprobs", "v1_completions_logprobs", "completion", "completion_utf8"})
            QTest::addRow("%s %s", version, name) << QStringLiteral(QUANTLENS_TEST_DATA "/wire/llama-server-%1/%2.json")
                                                         .arg(QLatin1String(version), QLatin1String(name));
    }
}

void CodecTest::realCaptures()
{
    QFETCH(QString, file);
    QFile in(file);
    QVERIFY(in.open(QIODevice::ReadOnly));
    const QJsonObject reply = base::parseJsonObject(in.readAll()).value();
    QJsonArray content = reply[QLatin1String("completion_probabilities")].toArray();
    if (content.isEmpty())
        content = reply[QLatin1String("choices")][0][QLatin1String("logprobs")][QLatin1String("content")].toArray();
    const QList<TokenInfo> entries = entriesFromJson(content);
    QVERIFY(entries.size() >= 10);
    QVERIFY(!entries.first().top.isEmpty());
    QVERIFY(sameBits(roundTrip(entries), entries));

    // The captures are short; the goal in bytes a logprob is the same (7,000 / 1,000), plus what every blob costs.
    TokenTable table;
    qsizetype values = 0;
    for (const TokenInfo& entry : entries)
        values += entry.top.size();
    const qsizetype size = store::encodeEntries(entries, table)->size();
    QVERIFY2(size <= 7 * values + 64, qPrintable(QStringLiteral("%1 bytes, %2 values").arg(size).arg(values)));
}

void CodecTest::size_data()
{
    QTest::addColumn<int>("top");
    QTest::addColumn<qsizetype>("limit");
    QTest::newRow("top 10") << 10 << qsizetype(7'000);
    QTest::newRow("top 20") << 20 << qsizetype(13'000);
}

void CodecTest::size()
{
    QFETCH(int, top);
    QFETCH(qsizetype, limit);
    Synthetic model(top);
    TokenTable table;
    qsizetype bytes = 0;
    constexpr int answers = 60;
    for (int i = 0; i < answers; ++i) {
        const QList<TokenInfo> entries = model.answer(100);
        const QByteArray blob = store::encodeEntries(entries, table).value();
        QVERIFY(sameBits(store::decodeEntries(blob, table).value(), entries));
        QVERIFY(blob.size() <= limit);
        bytes += blob.size();
    }
    qInfo("top-%d: %lld bytes per 100 tokens, %lld pieces in the table", top, qlonglong(bytes / answers),
          qlonglong(table.size()));
}

void CodecTest::tableIsShared()
{
    TokenTable table;
    const QList<TokenInfo> first{{1, "a", -1.F, {{1, "a", -1.F}, {2, "b", -2.F}}, Part::Content}};
    const QList<TokenInfo> second{{2, "b", -1.F, {{2, "b", -1.F}, {3, "c", -2.F}}, Part::Content}};
    const QByteArray one = store::encodeEntries(first, table).value();
    QCOMPARE(table.size(), 2);
    const QByteArray two = store::encodeEntries(second, table).value();
    QCOMPARE(table.size(), 3);
    QVERIFY(sameBits(store::decodeEntries(one, table).value(), first));
    QVERIFY(sameBits(store::decodeEntries(two, table).value(), second));

    // As read back from the file.
    TokenTable copy;
    for (qsizetype i = 0; i < table.size(); ++i)
        copy.append(table.at(i));
    QVERIFY(sameBits(store::decodeEntries(two, copy).value(), second));
    QCOMPARE(copy.indexOf({2, "b"}), 1U);
    QCOMPARE(copy.indexOf({2, "B"}), 3U);
}

void CodecTest::severalBlocks()
{
    const QList<TokenInfo> entries = Synthetic(20).answer(10'000); // 200,000 values: four blocks a plane
    QVERIFY(sameBits(roundTrip(entries), entries));
}

void CodecTest::limitsWhenWriting()
{
    TokenTable table;
    QList<TokenInfo> many(store::CodecLimits::entries + 1);
    QCOMPARE(store::encodeEntries(many, table).error().code, QStringLiteral("store.too_large"));
    many.removeLast();
    QVERIFY(sameBits(roundTrip(many), many));

    TokenInfo wide;
    wide.top.resize(store::CodecLimits::values / 4);
    QCOMPARE(store::encodeEntries({wide, wide, wide, wide}, table).error().code, QStringLiteral("store.too_large"));

    TokenInfo longPiece;
    longPiece.bytes = QByteArray(store::CodecLimits::pieceBytes + 1, 'x');
    QCOMPARE(store::encodeEntries({longPiece}, table).error().code, QStringLiteral("store.too_large"));
    QCOMPARE(table.size(), 1); // the empty piece of the lists above; the long one did not get in
}

void CodecTest::hostile_data()
{
    QTest::addColumn<QByteArray>("blob");
    QTest::addColumn<QString>("code");
    const QString corrupt = QStringLiteral("store.corrupt");
    TokenTable table;
    table.append({1, "a"});
    const QByteArray good =
        store::encodeEntries(
            {{1, "a", -1.F, {{1, "a", -1.F}}, Part::Content}, {1, "a", -2.F, {{1, "a", -2.F}}, Part::Content}}, table)
            .value();
    constexpr qsizetype counts = 4; // behind the mark and the version

    const auto columns = [](quint32 entries, quint32 values, const QList<std::vector<quint32>>& content) {
        QByteArray blob("QLE\x01");
        store::appendNumber(blob, entries);
        store::appendNumber(blob, values);
        for (const std::vector<quint32>& column : content)
            store::appendPlanes(blob, column);
        return blob;
    };
    const auto patched = [&good](qsizetype at, const char* bytes) {
        return QByteArray(good).replace(at, 4, QByteArray(bytes, 4));
    };

    QTest::newRow("mark") << QByteArray("garbage and more garbage") << corrupt;
    QTest::newRow("mark alone") << QByteArray("QLE") << corrupt;
    QTest::newRow("later version") << QByteArray("QLE\x02 whatever") << QStringLiteral("store.newer");
    QTest::newRow("no counts") << QByteArray("QLE\x01\0\0", 6) << corrupt;
    QTest::newRow("4 G entries") << patched(counts, "\xFF\xFF\xFF\xFF") << corrupt;
    QTest::newRow("4 G values") << patched(counts + 4, "\xFF\xFF\xFF\xFF") << corrupt;
    QTest::newRow("another count") << patched(counts, "\0\0\0\x03") << corrupt;
    QTest::newRow("cut") << good.chopped(1) << corrupt;
    QTest::newRow("longer") << good + 'x' << corrupt;
    QTest::newRow("unknown plane form") << QByteArray(good).replace(counts + 8, 1, "\x07") << corrupt;
    QTest::newRow("unknown part") << columns(1, 1, {{0x103}, {1}, {0}, {0}}) << corrupt;
    QTest::newRow("place outside the list") << columns(1, 1, {{0x100}, {2}, {0}, {0}}) << corrupt;
    QTest::newRow("list longer than the values") << columns(1, 1, {{0xFFFFFF00}, {1}, {0}, {0}}) << corrupt;
    QTest::newRow("values left over") << columns(1, 2, {{0x100}, {1}, {0, 0}, {0, 0}}) << corrupt;
    QTest::newRow("unknown piece") << columns(1, 1, {{0x100}, {1}, {1}, {0}}) << corrupt;

    // A block that claims little and inflates to 60 MB: has to be refused, by its claim or its result.
    const QByteArray bomb = qCompress(QByteArray(60'000'000, '\0'), 9);
    const auto packed = [&columns](const QByteArray& block, quint32 claimed) {
        QByteArray changed = block;
        for (int i = 0; i < 4; ++i)
            changed[i] = char(claimed >> (24 - 8 * i) & 0xFF);
        QByteArray blob = columns(300, 300, {});
        blob += '\x01';
        store::appendNumber(blob, quint32(changed.size()));
        return blob + changed;
    };
    QTest::newRow("bomb, small claim") << packed(bomb, 300) << corrupt;
    QTest::newRow("bomb, its own claim") << packed(bomb, 60'000'000) << corrupt;
    QTest::newRow("bomb, huge claim") << packed(bomb, 0xFFFFFFFF) << corrupt;
    QTest::newRow("huge block") << packed(qCompress(QByteArray(300, 'x')) + QByteArray(70'000, 'x'), 300) << corrupt;
}

void CodecTest::hostile()
{
    QFETCH(QByteArray, blob);
    QFETCH(QString, code);
    TokenTable table;
    table.append({1, "a"});
    const auto entries = store::decodeEntries(blob, table);
    QVERIFY(!entries);
    QCOMPARE(entries.error().code, code);
    QVERIFY(!entries.error().message.isEmpty() && !entries.error().hint.isEmpty());
}

void CodecTest::damagedBytes()
{
    // Whatever a damaged disk gives: an error or other values, never a crash. Sanitizer builds judge the rest.
    TokenTable table;
    const QByteArray good = store::encodeEntries(Synthetic(5).answer(40), table).value();
    QRandomGenerator random(1);
    int refused = 0;
    for (int i = 0; i < 3'000; ++i) {
        QByteArray bad = good;
        bad[random.bounded(bad.size())] = char(random.bounded(256));
        if (i % 3 == 0)
            bad.truncate(random.bounded(bad.size()));
        const auto entries = store::decodeEntries(bad, table);
        refused += entries ? 0 : 1;
        if (entries)
            QVERIFY(entries->size() <= store::CodecLimits::entries);
    }
    QVERIFY(refused > 1'000);
}

QTEST_APPLESS_MAIN(CodecTest)
#include "codec_test.moc"
