// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/runprobe.h"

#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace quantlens::ui {

/// How long the run of the form would take: unknown until a person wants one request sent to each model, then what that
/// tells, and what it rests on. Another request takes the answer away.
class EstimateBar : public QWidget
{
    Q_OBJECT

public:
    explicit EstimateBar(QWidget* parent = nullptr);

    /// What the form asks for.
    void setRequest(const runners::RunRequest& request);
    /// Why nothing can be asked, one sentence; empty: it can.
    void setBlocked(const QString& why);
    /// The answer to wanted(); one to a request of before counts for nothing.
    void take(const runners::RunProbe& probe);
    /// Asks for the end of what goes on; nothing happens where nothing does.
    void cancel();

Q_SIGNALS:
    /// Ask each model once; `ticket` comes back with the answer.
    void wanted(const quantlens::runners::RunRequest& request, quint64 ticket);
    void cancelled();

private:
    void refresh();

    QLabel* m_text;
    QProgressBar* m_bar;
    QPushButton* m_button;
    runners::RunRequest m_request;
    std::optional<runners::RunProbe> m_probe;
    QString m_blocked;
    quint64 m_ticket = 0;
    bool m_asking = false;
};

/// What a probe told, and what that rests on, in plain sentences.
[[nodiscard]] QString probeText(const runners::RunProbe& probe);

} // namespace quantlens::ui
