// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QTableView;
class QWidget;

namespace quantlens::ui {

class Settings;

/// Gives every table of a window and of its dialogs the columns a person chose, and keeps them in the settings under
/// the table's object name: at once, so that a dialog that closes loses nothing.
class ColumnKeeper : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this. Tables are found when they are shown first.
    ColumnKeeper(Settings* settings, QWidget* window);

    /// The tables of a part of the window, shown or not.
    void adoptAll(const QWidget* part);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void adopt(QTableView* view);

    Settings* m_settings;
    QWidget* m_window;
};

} // namespace quantlens::ui
