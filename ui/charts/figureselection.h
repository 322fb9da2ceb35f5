// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace quantlens::ui {

/// What is marked in all charts and tables of a place: one key, "side:2", "level:8", "prompt:add-017".
class FigureSelection : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const QString& key() const { return m_key; }
    void set(const QString& key)
    {
        if (key == m_key)
            return;
        m_key = key;
        Q_EMIT changed(key);
    }

Q_SIGNALS:
    void changed(const QString& key);

private:
    QString m_key;
};

} // namespace quantlens::ui
