// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/answertext.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace quantlens::scoring {

namespace {

bool isFenceMark(QChar c)
{
    return c == u'`' || c == u'~';
}

/// Number of equal fence characters at a place, 0 when fewer than three.
qsizetype fenceLength(QStringView text, qsizetype at)
{
    if (at >= text.size() || !isFenceMark(text.at(at)))
        return 0;
    qsizetype end = at;
    while (end < text.size() && text.at(end) == text.at(at))
        ++end;
    return end - at >= 3 ? end - at : 0;
}

qsizetype nextFence(QStringView text, qsizetype from)
{
    const qsizetype ticks = text.indexOf(u"```", from);
    const qsizetype tildes = text.indexOf(u"~~~", from);
    if (ticks < 0 || tildes < 0)
        return std::max(ticks, tildes);
    return std::min(ticks, tildes);
}

bool isTag(QStringView word)
{
    return word.size() <= 24 && std::ranges::all_of(word, [](QChar c) {
               return c.isLetterOrNumber() || c == u'+' || c == u'#' || c == u'-' || c == u'_' || c == u'.';
           });
}

struct VulgarFraction
{
    char16_t character;
    QStringView spelled;
};

constexpr std::array vulgarFractions{
    VulgarFraction{u'¼', u"1/4"}, VulgarFraction{u'½', u"1/2"}, VulgarFraction{u'¾', u"3/4"},
    VulgarFraction{u'⅐', u"1/7"}, VulgarFraction{u'⅑', u"1/9"}, VulgarFraction{u'⅒', u"1/10"},
    VulgarFraction{u'⅓', u"1/3"}, VulgarFraction{u'⅔', u"2/3"}, VulgarFraction{u'⅕', u"1/5"},
    VulgarFraction{u'⅖', u"2/5"}, VulgarFraction{u'⅗', u"3/5"}, VulgarFraction{u'⅘', u"4/5"},
    VulgarFraction{u'⅙', u"1/6"}, VulgarFraction{u'⅚', u"5/6"}, VulgarFraction{u'⅛', u"1/8"},
    VulgarFraction{u'⅜', u"3/8"}, VulgarFraction{u'⅝', u"5/8"}, VulgarFraction{u'⅞', u"7/8"},
};

/// '0'–'9' or '-' for a superscript, else 0.
char superscript(char32_t c)
{
    switch (c) {
    case U'⁰':
        return '0';
    case U'¹':
        return '1';
    case U'²':
        return '2';
    case U'³':
        return '3';
    case U'⁻':
        return '-';
    default:
        return c >= U'⁴' && c <= U'⁹' ? char('4' + (c - U'⁴')) : '\0';
    }
}

/// A character that is another spelling of an ASCII one, or 0.
char16_t plainForm(char32_t c)
{
    switch (c) {
    case U'−':
    case U'﹣':
    case U'－':
        return u'-';
    case 0xA0:
    case 0x2007:
    case 0x2008:
    case 0x2009:
    case 0x200A:
    case 0x202F:
    case 0x205F:
        return u'\x2009';
    case U'’':
    case U'ʼ':
    case U'＇':
        return u'\'';
    case U'，':
    case U'٬':
        return u',';
    case U'．':
    case U'٫':
        return u'.';
    case U'％':
    case U'٪':
        return u'%';
    case U'⁄':
    case U'∕':
        return u'/';
    case U'×':
    case U'⋅':
    case U'·':
    case U'∙':
    case U'✕':
        return u'*';
    default:
        return 0;
    }
}

bool isZeroWidth(char32_t c)
{
    return c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0xAD || c == 0x200C || c == 0x200D;
}

/// Writes a text with plain numbers, one character or LaTeX command at a time.
class PlainWriter
{
public:
    explicit PlainWriter(QStringView text)
        : m_text(text)
    {
        m_out.reserve(text.size());
    }

    QString run()
    {
        while (m_at < m_text.size()) {
            if (m_text.at(m_at) == u'\\')
                command();
            else if (m_text.sliced(m_at).startsWith(u"{,}"))
                write(u",", 3);
            else
                character();
        }
        return std::move(m_out);
    }

private:
    void write(QStringView what, qsizetype consumed)
    {
        m_out += what;
        m_at += consumed;
    }

    bool afterDigit() const { return !m_out.isEmpty() && m_out.back() >= u'0' && m_out.back() <= u'9'; }

    void character()
    {
        const QChar unit = m_text.at(m_at);
        char32_t c = unit.unicode();
        qsizetype size = 1;
        if (unit.isHighSurrogate() && m_at + 1 < m_text.size() && m_text.at(m_at + 1).isLowSurrogate()) {
            c = QChar::surrogateToUcs4(unit, m_text.at(m_at + 1));
            size = 2;
        }
        if (c < 0x80 && c != '~') {
            m_out += unit;
            m_at += 1;
            return;
        }
        if (QChar::category(c) == QChar::Number_DecimalDigit) {
            write(QString(QChar(u'0' + QChar::digitValue(c))), size);
        } else if (const char16_t plain = plainForm(c)) {
            write(QString(QChar(plain)), size);
        } else if (isZeroWidth(c)) {
            m_at += size;
        } else if (superscript(c) && (afterDigit() || m_inSuperscript)) {
            if (!m_inSuperscript)
                m_out += u'^';
            write(QString(QLatin1Char(superscript(c))), size);
            m_inSuperscript = true;
            return;
        } else if (const auto fraction = std::ranges::find(vulgarFractions, char16_t(c), &VulgarFraction::character);
                   c < 0x10000 && fraction != vulgarFractions.end()) {
            if (afterDigit())
                m_out += u' ';
            write(fraction->spelled, size);
        } else {
            write(m_text.sliced(m_at, size), size);
        }
        m_inSuperscript = false;
    }

    /// A group {…} without inner braces, or one character; none when there is neither.
    std::optional<QStringView> argument(qsizetype& at) const
    {
        while (at < m_text.size() && m_text.at(at) == u' ')
            ++at;
        if (at >= m_text.size())
            return std::nullopt;
        if (m_text.at(at) != u'{')
            return m_text.sliced(at++, 1);
        const qsizetype limit = std::min(m_text.size(), at + 80);
        for (qsizetype end = at + 1; end < limit; ++end) {
            if (m_text.at(end) == u'}') {
                const QStringView inner = m_text.sliced(at + 1, end - at - 1).trimmed();
                at = end + 1;
                return inner;
            }
        }
        return std::nullopt;
    }

    void command()
    {
        m_inSuperscript = false;
        qsizetype end = m_at + 1;
        while (end < m_text.size() && m_text.at(end).isLetter() && m_text.at(end) < QChar(u'\x80'))
            ++end;
        const QStringView word = m_text.sliced(m_at + 1, end - m_at - 1);
        if (word.isEmpty()) {
            const QChar next = end < m_text.size() ? m_text.at(end) : QChar();
            if (next == u'%' || next == u'$' || next == u'#' || next == u'_')
                write(QString(next), 2);
            else if (next == u'!')
                m_at += 2;
            else if (next == u',' || next == u';' || next == u':')
                write(u"\x2009", 2);
            else
                write(u" ", next.isNull() ? 1 : 2);
            return;
        }
        if (word == u"frac" || word == u"dfrac" || word == u"tfrac" || word == u"cfrac") {
            qsizetype after = end;
            const auto n = argument(after);
            const auto d = n ? argument(after) : std::nullopt;
            if (d) {
                if (afterDigit())
                    m_out += u' ';
                m_out += *n;
                m_out += u'/';
                m_out += *d;
                m_at = after;
                return;
            }
        }
        if (word == u"times" || word == u"cdot")
            write(u"*", word.size() + 1);
        else if (word == u"left" || word == u"right")
            m_at = end;
        else
            write(u" ", word.size() + 1);
    }

    QStringView m_text;
    qsizetype m_at = 0;
    QString m_out;
    bool m_inSuperscript = false;
};

} // namespace

QList<Fence> fencedBlocks(const QString& text)
{
    QList<Fence> blocks;
    const QStringView view(text);
    for (qsizetype at = nextFence(view, 0); at >= 0;) {
        const qsizetype length = fenceLength(view, at);
        const QString mark(length, view.at(at));
        const qsizetype begin = at + length;
        qsizetype lineEnd = view.indexOf(u'\n', begin);
        if (lineEnd < 0)
            lineEnd = view.size();
        qsizetype close = view.indexOf(mark, begin);
        const bool oneLine = close >= 0 && close < lineEnd;
        const QStringView info = view.sliced(begin, (oneLine ? close : lineEnd) - begin).trimmed();
        Fence fence;
        qsizetype bodyBegin = begin;
        if (!oneLine) {
            fence.tag = info.split(u' ').constFirst().toString().toLower();
            bodyBegin = std::min(lineEnd + 1, view.size());
        } else if (const qsizetype space = info.indexOf(u' '); space > 0 && isTag(info.first(space))) {
            // "```json {…}```": the first word is a tag only when more follows.
            fence.tag = info.first(space).toString().toLower();
            bodyBegin = begin + (info.data() - view.sliced(begin).data()) + space;
        }
        const qsizetype bodyEnd = close < 0 ? view.size() : std::max(close, bodyBegin);
        fence.body = view.sliced(bodyBegin, bodyEnd - bodyBegin).toString();
        if (fence.body.endsWith(u'\n'))
            fence.body.chop(1);
        blocks.append(fence);
        if (close < 0)
            break;
        const qsizetype after = close + fenceLength(view, close);
        at = nextFence(view, after);
    }
    return blocks;
}

std::optional<QString> lastBoxed(const QString& text)
{
    const qsizetype at = text.lastIndexOf(QLatin1StringView("boxed{"));
    if (at < 0)
        return std::nullopt;
    const qsizetype begin = at + 6;
    qsizetype depth = 1;
    for (qsizetype i = begin; i < text.size(); ++i) {
        if (text.at(i) == u'{')
            ++depth;
        else if (text.at(i) == u'}' && --depth == 0)
            return text.sliced(begin, i - begin);
    }
    return std::nullopt;
}

QList<qsizetype> answerCues(const QString& text)
{
    static const QRegularExpression cue(
        QStringLiteral(
            R"((?:\banswers?\b[^.!?:=\n]{0,80}?(?:\b(?:is|are|was|be|equals|becomes)\b|[:=])|####)[\s*_:=`]*)"),
        QRegularExpression::CaseInsensitiveOption);
    QList<qsizetype> places;
    for (auto matches = cue.globalMatch(text); matches.hasNext();)
        places.append(matches.next().capturedEnd());
    return places;
}

qsizetype sentenceEnd(QStringView text, qsizetype from)
{
    for (qsizetype i = from; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c == u'\n')
            return i;
        if ((c == u'.' || c == u'!' || c == u'?' || c == u'。') && (i + 1 == text.size() || text.at(i + 1).isSpace()))
            return i + 1;
    }
    return text.size();
}

QString plainNumbers(const QString& text)
{
    return PlainWriter(text).run();
}

bool isWordAt(QStringView text, qsizetype at, QStringView word)
{
    if (at < 0 || at + word.size() > text.size() || (at > 0 && text.at(at - 1).isLetterOrNumber()))
        return false;
    const qsizetype end = at + word.size();
    return text.sliced(at, word.size()).compare(word, Qt::CaseInsensitive) == 0 &&
           (end == text.size() || !text.at(end).isLetterOrNumber());
}

} // namespace quantlens::scoring
