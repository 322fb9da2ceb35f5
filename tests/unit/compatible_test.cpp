// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/compatible.h"
#include "core/scoring/compatibleruns.h"
#include "core/scoring/pythonjson.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace quantlens::scoring;

namespace {

using Compute = QJsonValue (*)(const QJsonObject&);

QJsonValue number(const std::optional<double>& value)
{
    if (!value)
        return QJsonValue::Null;
    if (std::isnan(*value))
        return QJsonObject{{QStringLiteral("nonfinite"), QStringLiteral("nan")}};
    return *value;
}

QJsonValue text(const std::optional<QString>& value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonValue index(const std::optional<qsizetype>& value)
{
    return value ? QJsonValue(qint64(*value)) : QJsonValue(QJsonValue::Null);
}

QJsonArray list(const QList<qsizetype>& values)
{
    QJsonArray array;
    for (const qsizetype value : values)
        array.append(qint64(value));
    return array;
}

QString string(const QJsonObject& object, const char* key)
{
    return object.value(QLatin1StringView(key)).toString();
}

QStringList strings(const QJsonValue& value)
{
    QStringList result;
    for (const QJsonValue& item : value.toArray())
        result.append(item.toString());
    return result;
}

std::vector<double> doubles(const QJsonValue& value)
{
    std::vector<double> result;
    for (const QJsonValue& item : value.toArray())
        result.push_back(item.toDouble());
    return result;
}

QJsonValue similarity(const QJsonObject& in)
{
    const QString a = string(in, "baseline");
    const QString b = string(in, "test");
    const double ratio = compatible::ratio(a, b);
    const auto reason = compatible::failureReason(ratio);
    return QJsonObject{{QStringLiteral("text_similarity"), ratio},
                       {QStringLiteral("severity"), compatible::severity(ratio)},
                       {QStringLiteral("is_failure"), reason.has_value()},
                       {QStringLiteral("failure_reason"), text(reason)},
                       {QStringLiteral("similarity_swapped"), compatible::ratio(b, a)},
                       {QStringLiteral("ratio_without_autojunk"), compatible::ratio(a, b, false)}};
}

QJsonValue threshold(const QJsonObject& in)
{
    const double ratio = compatible::ratio(string(in, "baseline"), string(in, "test"));
    const auto reason = compatible::failureReason(ratio, in.value(QLatin1StringView("threshold")).toDouble());
    return QJsonObject{{QStringLiteral("text_similarity"), ratio},
                       {QStringLiteral("is_failure"), reason.has_value()},
                       {QStringLiteral("severity"), compatible::severity(ratio)},
                       {QStringLiteral("failure_reason"), text(reason)}};
}

QJsonValue divergence(const QJsonObject& in)
{
    const QJsonValue at = index(compatible::tokenDivergence(strings(in.value(QLatin1StringView("baseline_tokens"))),
                                                            strings(in.value(QLatin1StringView("test_tokens")))));
    return QJsonObject{{QStringLiteral("token_divergence_index"), at}, {QStringLiteral("find_divergence_onset"), at}};
}

QJsonValue extraction(const QJsonObject& in)
{
    const compatible::Extraction found = compatible::extract(string(in, "category"), string(in, "text"));
    return QJsonObject{{QStringLiteral("strategy"), found.strategy},
                       {QStringLiteral("value"), found.value},
                       {QStringLiteral("confidence"), found.confidence}};
}

QJsonValue flip(const QJsonObject& in)
{
    const QString a = string(in, "text_a");
    const QString b = string(in, "text_b");
    const compatible::Flip result = compatible::flipOf(string(in, "category"), a, b);
    const double ratio = compatible::ratio(a, b);
    return QJsonObject{{QStringLiteral("flipped"), result.flipped},
                       {QStringLiteral("answer_a"), result.a.value},
                       {QStringLiteral("answer_b"), result.b.value},
                       {QStringLiteral("extraction_strategy"), result.a.strategy},
                       {QStringLiteral("extraction_confidence"), result.confidence},
                       {QStringLiteral("text_similarity"), ratio},
                       {QStringLiteral("severity"), compatible::severity(ratio)}};
}

QJsonValue flipRate(const QJsonObject& in)
{
    QList<compatible::ComparePair> pairs;
    QJsonArray flipped;
    for (const QJsonValue& value : in.value(QLatin1StringView("pairs")).toArray()) {
        const QJsonArray pair = value.toArray();
        const bool isFlip =
            compatible::flipOf(pair.at(0).toString(), pair.at(1).toString(), pair.at(2).toString()).flipped;
        pairs.append({QString(), isFlip, 0, std::nullopt});
        flipped.append(isFlip);
    }
    return QJsonObject{{QStringLiteral("flip_rate"), compatible::aggregate(pairs).flipRate},
                       {QStringLiteral("flipped"), flipped}};
}

std::vector<compatible::DistributionStep> steps(const QJsonValue& distributions, const QJsonValue& metadata)
{
    std::vector<compatible::DistributionStep> result;
    for (const QJsonValue& values : distributions.toArray())
        result.push_back({doubles(values), {}, false});
    const QJsonArray names = metadata.toArray();
    for (qsizetype i = 0; i < names.size() && std::size_t(i) < result.size(); ++i) {
        const QJsonObject object = names.at(i).toObject();
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            if (entry.key().startsWith(QLatin1StringView("id_")))
                result[std::size_t(i)].ids[entry.key().mid(3).toInt()] = {
                    entry.value().isString(),
                    entry.value().isString() ? entry.value().toString() : QString::number(entry.value().toInteger())};
        }
        result[std::size_t(i)].isAligned = object.value(QLatin1StringView("is_aligned")).toVariant().toBool();
    }
    return result;
}

QJsonValue kl(const QJsonObject& in)
{
    const auto side = [&in](const char* name) {
        return steps(in.value(QString::fromLatin1(name) + QStringLiteral("_distributions")),
                     in.value(QString::fromLatin1(name) + QStringLiteral("_metadata")));
    };
    return QJsonObject{
        {QStringLiteral("kl_divergence"), number(compatible::klDivergence(side("baseline"), side("test")))}};
}

QJsonValue chosenKl(const QJsonObject& in)
{
    const auto a = doubles(in.value(QLatin1StringView("baseline_logprobs")));
    const auto b = doubles(in.value(QLatin1StringView("test_logprobs")));
    QJsonArray differences;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        differences.append(std::abs(a[i] - b[i]));
    return QJsonObject{{QStringLiteral("kl"), compatible::chosenTokenKl(a, b)},
                       {QStringLiteral("abs_diff"), differences}};
}

QJsonValue determinismJson(const compatible::Determinism& result)
{
    return QJsonObject{{QStringLiteral("num_runs"), qint64(result.runs)},
                       {QStringLiteral("identical_count"), qint64(result.identical)},
                       {QStringLiteral("divergence_positions"), list(result.divergencePositions)},
                       {QStringLiteral("determinism_score"), result.score}};
}

QJsonValue determinism(const QJsonObject& in)
{
    QList<compatible::RunOutput> outputs;
    for (const QJsonValue& run : in.value(QLatin1StringView("runs")).toArray()) {
        if (run.isObject())
            outputs.append(
                {string(run.toObject(), "text"), strings(run.toObject().value(QLatin1StringView("tokens")))});
    }
    const auto cli = compatible::determinism(outputs, in.value(QLatin1StringView("num_runs")).toInteger());
    return QJsonObject{
        {QStringLiteral("cli"), cli ? determinismJson(*cli) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("mode_based_helper_unused_by_cli"), determinismJson(compatible::determinismByMode(outputs))}};
}

QJsonValue determinismSummary(const QJsonObject& in)
{
    QList<compatible::PromptDeterminism> prompts;
    for (const QJsonValue& value : in.value(QLatin1StringView("results")).toArray()) {
        compatible::PromptDeterminism prompt{value.toArray().at(0).toString(), value.toArray().at(1).toDouble(), {}};
        for (const QJsonValue& position : value.toArray().at(2).toArray())
            prompt.positions.append(position.toInteger());
        prompts.append(prompt);
    }
    const compatible::DeterminismSummary summary = compatible::determinismSummary(prompts);
    return QJsonObject{{QStringLiteral("overall_determinism_score"), summary.overall},
                       {QStringLiteral("fully_deterministic_count"), qint64(summary.perfect)},
                       {QStringLiteral("non_deterministic_count"), qint64(summary.others)},
                       {QStringLiteral("mean_divergence_position"), number(summary.meanPosition)},
                       {QStringLiteral("worst_prompts"), QJsonArray::fromStringList(summary.worst)}};
}

QJsonValue stress(const QJsonObject& in)
{
    QList<QMap<QString, QString>> levels;
    QJsonArray results;
    const QJsonArray concurrency = in.value(QLatin1StringView("concurrency_levels")).toArray();
    for (const QJsonValue& value : in.value(QLatin1StringView("outputs_per_level")).toArray()) {
        QMap<QString, QString> level;
        int errors = 0;
        const QJsonObject outputs = value.toObject();
        for (auto output = outputs.begin(); output != outputs.end(); ++output) {
            if (output.value().isString())
                level.insert(output.key(), output.value().toString());
            else
                ++errors;
        }
        results.append(QJsonObject{
            {QStringLiteral("concurrency_level"), concurrency.at(levels.size())},
            {QStringLiteral("results"), qint64(level.size())},
            {QStringLiteral("error_count"), errors},
            {QStringLiteral("model_id"), level.isEmpty() ? QStringLiteral("unknown") : QStringLiteral("m")}});
        levels.append(level);
    }
    const QList<double> consistency = compatible::stressConsistency(levels);
    for (qsizetype i = 0; i < consistency.size(); ++i) {
        QJsonObject level = results.at(i).toObject();
        level.insert(QStringLiteral("output_consistency"), consistency.at(i));
        results[i] = level;
    }
    return results;
}

QJsonValue sweep(const QJsonObject& in)
{
    QList<compatible::SweepPair> pairs;
    for (const QJsonValue& value : in.value(QLatin1StringView("comparisons")).toArray()) {
        const QJsonArray row = value.toArray();
        compatible::SweepPair pair{row.at(0).toString(), row.at(1).toInt() != 0, row.at(2).toDouble(), {}, {}};
        if (row.at(3).isString())
            pair.quant = row.at(3).toString();
        if (row.at(4).isDouble())
            pair.kl = row.at(4).toDouble();
        pairs.append(pair);
    }
    const compatible::SweepStatistics result = compatible::sweepStatistics(pairs);
    return QJsonObject{{QStringLiteral("mean_kl"), result.meanKl},
                       {QStringLiteral("median_kl"), result.medianKl},
                       {QStringLiteral("failure_rate"), result.failureRate},
                       {QStringLiteral("failure_count"), qint64(result.failures)},
                       {QStringLiteral("mean_text_similarity"), result.meanSimilarity},
                       {QStringLiteral("worst_prompts"), QJsonArray::fromStringList(result.worst)},
                       {QStringLiteral("degradation_cliff"), text(result.cliff)}};
}

QJsonObject aggregateJson(const compatible::CompareAggregate& result)
{
    return {{QStringLiteral("count"), qint64(result.count)},
            {QStringLiteral("flip_rate"), result.flipRate},
            {QStringLiteral("mean_similarity"), number(result.meanSimilarity)},
            {QStringLiteral("mean_kl_divergence"), number(result.meanKl)}};
}

QJsonValue aggregate(const QJsonObject& in)
{
    QList<compatible::ComparePair> pairs;
    for (const QJsonValue& value : in.value(QLatin1StringView("prompts")).toArray()) {
        const QString id = value.toArray().at(0).toString();
        const QString category = value.toArray().at(1).toString();
        const QString a = in.value(QLatin1StringView("a")).toObject().value(id).toString();
        const QString b = in.value(QLatin1StringView("b")).toObject().value(id).toString();
        pairs.append({category, compatible::flipOf(category, a, b).flipped, compatible::ratio(a, b), std::nullopt});
    }
    const compatible::CompareAggregate all = compatible::aggregate(pairs);
    QJsonObject categories;
    for (const auto& [category, result] : compatible::aggregateByCategory(pairs))
        categories.insert(category, aggregateJson(result));
    return QJsonObject{{QStringLiteral("n"), qint64(all.count)},
                       {QStringLiteral("flip_rate"), all.flipRate},
                       {QStringLiteral("mean_text_similarity"), number(all.meanSimilarity)},
                       {QStringLiteral("mean_kl_divergence"), number(all.meanKl)},
                       {QStringLiteral("per_category_stats"), categories}};
}

QJsonValue stripped(const QJsonObject& in)
{
    return QJsonObject{{QStringLiteral("text"), compatible::stripThinking(string(in, "text"))}};
}

const QHash<QString, Compute>& groups()
{
    static const QHash<QString, Compute> table{
        {QStringLiteral("similarity"), &similarity},
        {QStringLiteral("similarity_threshold"), &threshold},
        {QStringLiteral("token_divergence"), &divergence},
        {QStringLiteral("extract"), &extraction},
        {QStringLiteral("flip"), &flip},
        {QStringLiteral("flip_rate"), &flipRate},
        {QStringLiteral("kl_alignment"), &kl},
        {QStringLiteral("kl_chosen_tokens"), &chosenKl},
        {QStringLiteral("determinism"), &determinism},
        {QStringLiteral("determinism_summary"), &determinismSummary},
        {QStringLiteral("stress"), &stress},
        {QStringLiteral("sweep_statistics"), &sweep},
        {QStringLiteral("compare_aggregate"), &aggregate},
        {QStringLiteral("strip_thinking"), &stripped},
    };
    return table;
}

/// Where two JSON values differ, numbers by more than a relative 1e-9; empty: nowhere.
QString difference(const QJsonValue& actual, const QJsonValue& expected, const QString& path)
{
    if (actual.isDouble() && expected.isDouble()) {
        const double x = actual.toDouble();
        const double y = expected.toDouble();
        if (std::abs(x - y) <= 1e-9 * std::max(1.0, std::abs(y)))
            return {};
        return QStringLiteral("%1: %2, expected %3").arg(path).arg(x, 0, 'g', 17).arg(y, 0, 'g', 17);
    }
    if (actual.isObject() && expected.isObject()) {
        const QJsonObject x = actual.toObject();
        const QJsonObject y = expected.toObject();
        for (auto entry = y.begin(); entry != y.end(); ++entry) {
            const QString found = difference(x.value(entry.key()), entry.value(), path + u'/' + entry.key());
            if (!found.isEmpty())
                return found;
        }
        return x.size() == y.size() ? QString() : path + QStringLiteral(": more keys than expected");
    }
    if (actual.isArray() && expected.isArray() && actual.toArray().size() == expected.toArray().size()) {
        for (qsizetype i = 0; i < expected.toArray().size(); ++i) {
            const QString found =
                difference(actual.toArray().at(i), expected.toArray().at(i), path + u'/' + QString::number(i));
            if (!found.isEmpty())
                return found;
        }
        return {};
    }
    if (actual == expected)
        return {};
    const auto shown = [](const QJsonValue& value) {
        return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
    };
    return QStringLiteral("%1: %2, expected %3").arg(path, shown(actual), shown(expected));
}

} // namespace

class CompatibleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectors_data()
    {
        QTest::addColumn<QString>("group");
        QTest::addColumn<QJsonObject>("input");
        QTest::addColumn<QJsonValue>("output");
        QFile file(QStringLiteral(QUANTLENS_TEST_DATA "/vectors/infer-check.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject document = QJsonDocument::fromJson(file.readAll()).object();
        for (const QJsonValue& value : document.value(QLatin1StringView("vectors")).toArray()) {
            const QJsonObject vector = value.toObject();
            const QString group = string(vector, "group");
            if (groups().contains(group))
                QTest::addRow("%s %s", qPrintable(string(vector, "id")), qPrintable(string(vector, "name").left(60)))
                    << group << vector.value(QLatin1StringView("input")).toObject()
                    << vector.value(QLatin1StringView("output"));
        }
    }

    void vectors()
    {
        QFETCH(QString, group);
        QFETCH(QJsonObject, input);
        QFETCH(QJsonValue, output);
        const QString found = difference(groups().value(group)(input), output, group);
        QVERIFY2(found.isEmpty(), qPrintable(found));
    }

    void everyGroupHasCases()
    {
        QFile file(QStringLiteral(QUANTLENS_TEST_DATA "/vectors/infer-check.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QSet<QString> seen;
        const QJsonArray all =
            QJsonDocument::fromJson(file.readAll()).object().value(QLatin1StringView("vectors")).toArray();
        for (const QJsonValue& value : all)
            seen.insert(string(value.toObject(), "group"));
        for (auto group = groups().begin(); group != groups().end(); ++group)
            QVERIFY2(seen.contains(group.key()), qPrintable(group.key()));
    }

    void anchors()
    {
        QCOMPARE(compatible::ratio(QStringLiteral("kitten"), QStringLiteral("sitting")), 0.6153846153846154);
        QCOMPARE(compatible::ratio(QString(), QString()), 1.0);
        QCOMPARE(compatible::ratio(QStringLiteral("abc"), QString()), 0.0);
    }

    void pythonFloats()
    {
        QCOMPARE(compatible::pythonFloat(1), QStringLiteral("1.0"));
        QCOMPARE(compatible::pythonFloat(1e16), QStringLiteral("1e+16"));
        QCOMPARE(compatible::pythonFloat(123456789012345680.0), QStringLiteral("1.2345678901234568e+17"));
        QCOMPARE(compatible::pythonFloat(0.0001), QStringLiteral("0.0001"));
        QCOMPARE(compatible::pythonFloat(0.00001), QStringLiteral("1e-05"));
        QCOMPARE(compatible::pythonFloat(-0.0), QStringLiteral("-0.0"));
        QCOMPARE(compatible::pythonFloat(0.1), QStringLiteral("0.1"));
    }

    void hostileTexts()
    {
        QRandomGenerator random(23);
        for (int i = 0; i < 500; ++i) {
            QString text;
            for (int n = int(random.bounded(200)); n > 0; --n)
                text += QChar(char16_t(random.bounded(0x10000)));
            for (const char* category : {"arithmetic", "logic", "python", "json", "general"})
                (void)compatible::extract(QString::fromLatin1(category), text);
        }
        (void)compatible::extract(QStringLiteral("json"), QString(100'000, u'['));
        QCOMPARE(compatible::extract(QStringLiteral("json"), QString(100'000, u'[')).value, QString());
    }
};

QTEST_APPLESS_MAIN(CompatibleTest)
#include "compatible_test.moc"
