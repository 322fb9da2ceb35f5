// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/harnesssamples.h"

#include "core/exchange/boundedjson.h"
#include "core/exchange/jsonlines.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace quantlens::exchange {

namespace {

constexpr qsizetype mostChoices = 10'000;

QString taskOf(const QString& name)
{
    static const QRegularExpression pattern(
        QStringLiteral("^samples_(.+?)(?:_\\d{4}-\\d\\d-\\d\\dT[\\d.:-]+)?\\.jsonl$"));
    const QString file = QFileInfo(name).fileName();
    const QRegularExpressionMatch match = pattern.match(file);
    return match.hasMatch() ? match.captured(1) : QFileInfo(name).completeBaseName();
}

/// The n-th request's arguments: {"gen_args_0": {"arg_0": context, "arg_1": …}}, in older versions a list of lists.
QString argument(const QJsonObject& sample, qsizetype request, int number)
{
    const QJsonValue all = sample.value(QLatin1String("arguments"));
    if (all.isObject())
        return all[QStringLiteral("gen_args_%1").arg(request)][QStringLiteral("arg_%1").arg(number)].toString();
    return all.toArray().at(request).toArray().at(number).toString();
}

/// Numbers and flags come as such or, in some versions, as texts.
std::optional<double> numberIn(const QJsonValue& value)
{
    bool isNumber = value.isDouble();
    double number = value.toDouble();
    if (value.isString())
        number = value.toString().toDouble(&isNumber);
    return isNumber && !std::isnan(number) ? std::optional(number) : std::nullopt;
}

bool flagIn(const QJsonValue& value)
{
    return value.toBool() || value.toString().compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
}

/// The answer itself, through as many lists as there are around it.
std::optional<QString> textIn(QJsonValue value)
{
    for (int depth = 0; value.isArray() && depth < 4; ++depth)
        value = value.toArray().at(0);
    return value.isString() ? std::optional(value.toString()) : std::nullopt;
}

/// What was answered; where only the filter's reading was kept, that.
std::optional<QString> wholeAnswer(const QJsonObject& sample)
{
    const auto text = textIn(sample.value(QLatin1String("resps")));
    return text ? text : textIn(sample.value(QLatin1String("filtered_resps")));
}

/// Log-likelihood and "is what greedy decoding gives" of each choice; empty where the answers are texts.
QList<std::pair<double, bool>> choicesOf(const QJsonObject& sample)
{
    QList<std::pair<double, bool>> choices;
    for (const QJsonValue& each : sample.value(QLatin1String("filtered_resps")).toArray()) {
        const QJsonArray pair = each.toArray();
        const auto value = numberIn(pair.at(0));
        if (pair.size() != 2 || !value || choices.size() >= mostChoices)
            return {};
        choices.append({*value, flagIn(pair.at(1))});
    }
    return choices;
}

/// The metric that says right or wrong: accuracy first, then the others in the file's order.
QString metricOf(const QJsonObject& sample)
{
    QStringList names;
    for (const QJsonValue& name : sample.value(QLatin1String("metrics")).toArray())
        names << name.toString();
    for (const QString& usual : {QStringLiteral("exact_match"), QStringLiteral("acc")}) {
        if (sample.contains(usual))
            names.prepend(usual);
    }
    for (const QString& name : std::as_const(names)) {
        if (const auto value = numberIn(sample.value(name)); value && (*value == 0 || *value == 1))
            return name;
    }
    return {};
}

HarnessSample sampleOf(const QJsonObject& object, HarnessFile& file)
{
    HarnessSample sample;
    const QJsonValue hash = object.value(QLatin1String("doc_hash"));
    const QJsonValue number = object.value(QLatin1String("doc_id"));
    sample.key = hash.isString() ? hash.toString()
                                 : (number.isString() ? number.toString() : QString::number(number.toInteger()));
    sample.prompt = argument(object, 0, 0);
    if (file.metric.isEmpty())
        file.metric = metricOf(object);
    if (const auto value = numberIn(object.value(file.metric)); value && (*value == 0 || *value == 1))
        sample.right = *value == 1;
    const QList<std::pair<double, bool>> choices = choicesOf(object);
    if (choices.size() > 1) {
        const auto best = std::ranges::max_element(choices, {}, &std::pair<double, bool>::first);
        sample.text = argument(object, best - choices.begin(), 1);
        sample.answer = sample.text;
    } else if (choices.size() == 1) {
        // One continuation only: where greedy decoding gives another one, its text is not in the file.
        sample.text = choices.first().second ? argument(object, 0, 1) : QString();
        file.withoutText += !choices.first().second;
        if (choices.first().second)
            sample.answer = sample.text;
    } else {
        sample.answer = textIn(object.value(QLatin1String("filtered_resps")));
        sample.text = wholeAnswer(object).value_or(QString());
    }
    return sample;
}

} // namespace

base::Expected<HarnessFile> readHarnessFile(const QByteArray& bytes, const QString& name)
{
    HarnessFile file;
    file.name = name;
    file.task = taskOf(name);
    bool first = true;
    const auto failure = eachLine(bytes, name, [&](const QJsonObject& object, FieldReader& reader) {
        if (!object.value(QLatin1String("doc_hash")).isString() && object.value(QLatin1String("doc_id")).isUndefined())
            reader.fail({QStringLiteral("doc_hash")}, QStringLiteral("neither a hash nor a number of the document"));
        if (!object.value(QLatin1String("resps")).isArray() && !object.value(QLatin1String("filtered_resps")).isArray())
            reader.fail({QStringLiteral("resps")}, QStringLiteral("a list was expected"));
        else if (choicesOf(object).isEmpty() && !wholeAnswer(object))
            reader.fail({QStringLiteral("resps")}, QStringLiteral("neither a text nor choices with their likelihoods"));
        const QString filter = object.value(QLatin1String("filter")).toString();
        if (std::exchange(first, false))
            file.filter = filter;
        if (filter != file.filter) {
            ++file.otherFilters;
            return;
        }
        file.samples.append(sampleOf(object, file));
    });
    if (failure)
        return std::unexpected(*failure);
    return file;
}

} // namespace quantlens::exchange
