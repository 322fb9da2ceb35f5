// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"

#include <QByteArray>
#include <QString>

namespace quantlens::reports {

/// Builds HTML so that foreign text can only get in escaped: markup comes from literals of the source, everything else
/// through text() and number().
class HtmlWriter
{
public:
    /// Markup. Takes nothing but literals.
    template<qsizetype N>
    HtmlWriter& raw(const char (&literal)[N])
    {
        m_out.append(literal, N - 1);
        return *this;
    }

    /// Markup or style made by this folder's own functions, never from outside.
    HtmlWriter& ours(const QByteArray& markup)
    {
        m_out += markup;
        return *this;
    }

    /// Text for an element's content or a quoted attribute.
    HtmlWriter& text(const QString& text)
    {
        m_out += base::htmlEscaped(text).toUtf8();
        return *this;
    }

    /// A number for an SVG attribute.
    HtmlWriter& number(double value)
    {
        m_out += QByteArray::number(value, 'f', 2);
        return *this;
    }

    /// Text in an element of its own, isolated so that right-to-left text does not reorder what stands beside it.
    HtmlWriter& isolated(const QString& text) { return raw("<bdi>").text(text).raw("</bdi>"); }

    [[nodiscard]] qsizetype size() const { return m_out.size(); }
    [[nodiscard]] QByteArray take() { return std::move(m_out); }

private:
    QByteArray m_out;
};

} // namespace quantlens::reports
