// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/wireanswer.h"

#include "core/base/json.h"
#include "tests/support/wirepart.h"

#include <QJsonDocument>

#include <algorithm>

namespace quantlens::test {

namespace {

/// Indices of the objects that carry text, in order.
QList<qsizetype> textObjects(const WireAnswer& answer)
{
    QList<qsizetype> indices;
    for (qsizetype i = 0; i < answer.objects.size(); ++i) {
        if (!partOf(answer.objects[i]).text.isEmpty())
            indices.append(i);
    }
    return indices;
}

/// Another token for an entry: its runner-up takes the lead and the place, both logprobs stay in order.
std::optional<QJsonObject> runnerUp(const QJsonObject& entry)
{
    QJsonArray top = entry[QLatin1StringView("top_logprobs")].toArray();
    if (top.size() < 2 || entryBytes(top[1]).isEmpty())
        return {};
    QJsonObject first = top[0].toObject();
    QJsonObject second = top[1].toObject();
    std::swap(first, second);
    const QJsonValue best = second[QLatin1StringView("logprob")];
    second[QLatin1StringView("logprob")] = first[QLatin1StringView("logprob")];
    first[QLatin1StringView("logprob")] = best;
    top[0] = first;
    top[1] = second;
    QJsonObject changed = first;
    changed[QLatin1StringView("top_logprobs")] = top;
    return changed;
}

/// Another character for the one at `at`: what a reader may take for the real thing.
void changeCharacter(QString& text, qsizetype at)
{
    const QChar c = text[at];
    if (c.isDigit())
        text[at] = QChar(u'0' + (c.digitValue() + 1) % 10);
    else
        text[at] = c == u'e' ? u'a' : u'e';
}

/// Offset in bytes of the text where entry `index` begins, or -1 when the entries do not spell the text.
qsizetype entryOffset(const WirePart& part, const QByteArray& text, qsizetype index)
{
    qsizetype offset = 0;
    for (qsizetype i = 0; i < index; ++i)
        offset += entryBytes(part.entries[i]).size();
    // Some templates trim the blank in front of an answer.
    const QByteArray bytes = entryBytes(part.entries[index]);
    if (text.sliced(qMin(offset, text.size())).startsWith(bytes))
        return offset;
    return offset > 0 && text.sliced(qMin(offset - 1, text.size())).startsWith(bytes) ? offset - 1 : -1;
}

/// Changes the first entry from `begin` on that has a runner-up.
bool changeEntry(WirePart& part, qsizetype begin, QJsonArray& ids)
{
    for (qsizetype i = begin; i < part.entries.size(); ++i) {
        const QJsonObject entry = part.entries[i].toObject();
        const QByteArray old = entryBytes(entry);
        const auto changed = runnerUp(entry);
        QByteArray text = part.text.toUtf8();
        const qsizetype offset = entryOffset(part, text, i);
        if (!changed || old.isEmpty() || offset < 0)
            continue;
        text.replace(offset, old.size(), entryBytes(*changed));
        part.text = QString::fromUtf8(text);
        part.entries[i] = *changed;
        // Entries are fewer than ids when a character is split; only a list of equal length can be kept in step.
        if (ids.size() == part.entries.size())
            ids[i] = (*changed)[QLatin1StringView("id")];
        return true;
    }
    return false;
}

bool changePart(WirePart& part, qsizetype begin, double place, QJsonArray& ids)
{
    if (!part.entries.isEmpty())
        return changeEntry(part, begin, ids);
    if (part.text.isEmpty())
        return false;
    changeCharacter(part.text, qsizetype(double(part.text.size()) * place));
    return true;
}

QJsonArray halfEntries(const WirePart& part, qsizetype textBytes)
{
    QJsonArray kept;
    qsizetype bytes = 0;
    for (const QJsonValue& entry : part.entries) {
        bytes += entryBytes(entry).size();
        if (bytes > textBytes)
            break;
        kept.append(entry);
    }
    return kept;
}

bool isSuccess(const QByteArray& head)
{
    return head.split(' ').value(1) == "200";
}

} // namespace

std::optional<WireAnswer> takeApart(const ResponseReader& response)
{
    WireAnswer answer{.head = response.head()};
    if (!isSuccess(answer.head))
        return {};
    answer.stream = answer.head.toLower().contains("text/event-stream");
    if (!answer.stream) {
        const auto object = base::parseJsonObject(response.body());
        if (!object)
            return {};
        answer.objects = {*object};
        return answer;
    }
    for (const QByteArray& line : response.body().split('\n')) {
        if (!line.startsWith("data: "))
            continue;
        if (line.trimmed() == "data: [DONE]") {
            answer.doneMark = true;
            continue;
        }
        const auto object = base::parseJsonObject(line.sliced(6));
        if (!object)
            return {};
        answer.objects.append(*object);
    }
    return answer;
}

QByteArray putTogether(const WireAnswer& answer)
{
    const auto bytesOf = [](const QJsonObject& object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); };
    if (answer.stream) {
        QByteArrayList events;
        for (const QJsonObject& object : answer.objects)
            events.append("data: " + bytesOf(object) + "\n\n");
        if (answer.doneMark)
            events.append("data: [DONE]\n\n");
        QByteArray bytes = answer.head + "\r\n\r\n";
        for (const QByteArray& event : events)
            bytes += QByteArray::number(event.size(), 16) + "\r\n" + event + "\r\n";
        return bytes + "0\r\n\r\n";
    }
    const QByteArray body = bytesOf(answer.objects.first());
    QByteArrayList lines;
    for (const QByteArray& line : answer.head.split('\n')) {
        const bool length = line.toLower().startsWith("content-length:");
        lines.append(length ? "Content-Length: " + QByteArray::number(body.size()) : line.trimmed());
    }
    return lines.join("\r\n") + "\r\n\r\n" + body;
}

bool changeToken(WireAnswer& answer, double place)
{
    const QList<qsizetype> indices = textObjects(answer);
    for (qsizetype i = qsizetype(double(indices.size()) * place); i < indices.size(); ++i) {
        QJsonObject& object = answer.objects[indices[i]];
        WirePart part = partOf(object);
        QJsonArray ids = object[QLatin1StringView("tokens")].toArray();
        const qsizetype begin = answer.stream ? 0 : qsizetype(double(part.entries.size()) * place);
        if (!changePart(part, begin, answer.stream ? 0 : place, ids))
            continue;
        if (object.contains(QLatin1StringView("tokens")))
            object[QLatin1StringView("tokens")] = ids;
        setPart(object, part);
        return true;
    }
    return false;
}

bool cutAnswer(WireAnswer& answer)
{
    const QList<qsizetype> indices = textObjects(answer);
    if (indices.isEmpty())
        return false;
    if (answer.stream) {
        if (indices.size() < 2)
            return false;
        for (qsizetype i = indices.size() - 1; i >= (indices.size() + 1) / 2; --i)
            answer.objects.removeAt(indices[i]);
        return true;
    }
    WirePart part = partOf(answer.objects.first());
    if (part.text.size() < 2)
        return false;
    part.text = part.text.first(part.text.size() / 2);
    if (part.text.back().isHighSurrogate())
        part.text.chop(1);
    part.entries = halfEntries(part, part.text.toUtf8().size());
    setPart(answer.objects.first(), part);
    QJsonArray ids = answer.objects.first()[QLatin1StringView("tokens")].toArray();
    while (ids.size() > part.entries.size() && part.hasEntries)
        ids.removeLast();
    if (answer.objects.first().contains(QLatin1StringView("tokens")))
        answer.objects.first()[QLatin1StringView("tokens")] = ids;
    return true;
}

bool loseLogprobs(WireAnswer& answer)
{
    bool had = false;
    for (QJsonObject& object : answer.objects) {
        had = had || partOf(object).hasEntries;
        object.remove(QLatin1StringView("completion_probabilities"));
        if (!hasChoices(object))
            continue;
        QJsonObject choice = firstChoice(object);
        choice.remove(QLatin1StringView("logprobs"));
        setFirstChoice(object, choice);
    }
    return had;
}

bool swapChunks(WireAnswer& answer)
{
    const QList<qsizetype> indices = textObjects(answer);
    if (!answer.stream || indices.size() < 2)
        return false;
    const qsizetype middle = indices.size() / 2;
    answer.objects.swapItemsAt(indices[middle - 1], indices[middle]);
    return true;
}

bool addInvisible(WireAnswer& answer)
{
    const QList<qsizetype> indices = textObjects(answer);
    if (indices.isEmpty())
        return false;
    QJsonObject& object = answer.objects[indices[indices.size() / 2]];
    WirePart part = partOf(object);
    const QChar invisible(u'\u200B');
    const qsizetype middle = part.entries.size() / 2;
    qsizetype offset = -1;
    if (!part.entries.isEmpty()) {
        QByteArray text = part.text.toUtf8();
        offset = entryOffset(part, text, middle);
        QJsonObject entry = part.entries[middle].toObject();
        const QByteArray bytes = entryBytes(entry) + QString(invisible).toUtf8();
        entry[QLatin1StringView("bytes")] = bytesJson(bytes);
        entry[QLatin1StringView("token")] = QString::fromUtf8(bytes);
        QJsonArray top = entry[QLatin1StringView("top_logprobs")].toArray();
        if (offset >= 0 && !top.isEmpty()) { // the chosen one leads its list
            QJsonObject lead = top[0].toObject();
            lead[QLatin1StringView("bytes")] = entry[QLatin1StringView("bytes")];
            lead[QLatin1StringView("token")] = entry[QLatin1StringView("token")];
            top[0] = lead;
            entry[QLatin1StringView("top_logprobs")] = top;
        }
        if (offset >= 0) {
            text.insert(offset + bytes.size() - 3, QString(invisible).toUtf8());
            part.text = QString::fromUtf8(text);
            part.entries[middle] = entry;
        }
    }
    if (offset < 0)
        part.text.insert(part.text.size() / 2, invisible);
    setPart(object, part);
    return true;
}

} // namespace quantlens::test
