// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/discovered.h"

#include <QDialog>

#include <optional>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class DiscoveredTable;

/// Looks for running servers on this computer, or on another that is typed in, and adds the models that are checked.
class DiscoverDialog : public QDialog
{
    Q_OBJECT

public:
    explicit DiscoverDialog(QWidget* parent = nullptr);

    /// Begins to look where the field says.
    void search();
    /// What was found; `known` specs are listed already.
    void setServers(const QString& host, const QList<backends::Discovered>& servers,
                    const std::optional<base::Error>& error, const QStringList& known);
    [[nodiscard]] DiscoveredTable* table() const { return m_table; }

Q_SIGNALS:
    /// Empty: this computer.
    void searchWanted(const QString& host);
    void modelsChosen(const QStringList& specs);

private:
    void refresh();

    DiscoveredTable* m_table;
    QLineEdit* m_host;
    QPushButton* m_search;
    QProgressBar* m_bar;
    QTableView* m_view;
    QLineEdit* m_filter = nullptr;
    QStackedWidget* m_stack;
    QLabel* m_message;
    QPushButton* m_add = nullptr;
    QString m_wanted; ///< the host that is searched
    bool m_searching = false;
};

} // namespace quantlens::ui
