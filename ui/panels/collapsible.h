// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace quantlens::ui {

/// A part of a form behind a heading that opens and closes it.
class Collapsible : public QWidget
{
    Q_OBJECT

public:
    Collapsible(const QString& objectName, const QString& title, QWidget* content, QWidget* parent = nullptr);

    void setOpen(bool open);
    [[nodiscard]] bool isOpen() const;
    /// What the heading says behind its title, "2 changed"; empty: nothing.
    void setRemark(const QString& remark);

private:
    QString m_title;
    QToolButton* m_head;
    QWidget* m_content;
};

} // namespace quantlens::ui
