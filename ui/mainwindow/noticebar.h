// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QFrame>

class QLabel;

namespace quantlens::ui {

/// A strip above the places for what went wrong: one sentence and what to do. Stays until it is closed or replaced.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    void report(const base::Error& error);
    void dismiss();
    /// What it says now; empty when it is not shown.
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void refreshColors();

    QLabel* m_sign;
    QLabel* m_text;
    QString m_code;
};

} // namespace quantlens::ui
