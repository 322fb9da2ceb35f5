// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QAbstractListModel>
#include <QList>
#include <QString>

namespace quantlens::ui {

class SuiteDocument;

/// The suites one can look at: one's own files first, then the bundled ones. Keeps those that are open, so that going
/// from one to the other loses nothing.
class SuiteShelf : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        KeyRole = Qt::UserRole, ///< a path, a bundled name, or "new:N"
        BundledRole,
    };

    /// `file` keeps the list of one's own files; empty: it is not kept.
    explicit SuiteShelf(QString file, QObject* parent = nullptr);

    /// Reads the saved list. Errors: "suites.read".
    [[nodiscard]] base::Expected<void> load();
    /// Adds one's own file; a known one is only found. Returns its row.
    int addFile(const QString& path);
    /// Adds a suite without a file; returns its row.
    int addNew(SuiteDocument* document);
    /// Takes one's own file off the list; the file stays. Bundled suites stay.
    void removeAt(int row);

    [[nodiscard]] int find(const QString& key) const;
    [[nodiscard]] int rowOf(const SuiteDocument* document) const;
    [[nodiscard]] QString keyAt(int row) const;
    [[nodiscard]] SuiteDocument* documentAt(int row) const;
    /// Keeps an open document, which the shelf owns from now on.
    void setDocument(int row, SuiteDocument* document);
    [[nodiscard]] QList<SuiteDocument*> modifiedDocuments() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void saveFailed(const quantlens::base::Error& error);

private:
    struct Entry
    {
        QString key;
        bool bundled = false;
        SuiteDocument* document = nullptr;
    };

    void watch(SuiteDocument* document);
    void documentChanged(SuiteDocument* document);
    void save();

    QString m_file;
    QList<Entry> m_entries;
    int m_new = 0;
};

} // namespace quantlens::ui
