// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/knownmodel.h"

#include <QAbstractTableModel>
#include <QList>

namespace quantlens::ui {

/// The person's models: a table over KnownModel rows that looks each one up off the UI thread and saves the list.
class ModelTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Name,
        Quant,
        BitsPerWeight,
        Size,
        Parameters,
        Context,
        Where,
        Status,
        Backend,
        Version,
        Loaded,
        Abilities,
        Latency,
        ColumnCount,
    };
    enum Role {
        LightRole = Qt::UserRole + 1, ///< a Light
    };
    /// The sign before a name.
    enum Light {
        Looking,
        Unknown, ///< a server that was not asked yet
        Good,    ///< a whole file, or a server that answered a test
        Bad,
    };

    [[nodiscard]] static Light light(const KnownModel& known);

    /// `file` keeps the list; empty: the list is not saved.
    explicit ModelTable(QString file, QObject* parent = nullptr);

    /// Reads the saved list. Errors: "models.read".
    [[nodiscard]] base::Expected<void> load();
    /// Adds a spec and begins to look it up; a known one is only looked up again. Returns its row.
    int add(const QString& spec);
    /// Adds what was found out already.
    int add(const KnownModel& known);
    /// Puts a model before a row, or behind the last; one that is pending is looked up.
    void insertAt(int row, const KnownModel& known);
    void replaceAt(int row, const KnownModel& known);
    void removeAt(int row);
    /// Begins to look one model up again.
    void look(int row);
    /// Looks every model up again.
    void refresh();
    /// What a test found, into the row of its spec.
    void setReport(const runners::ModelReport& report);
    /// What the person wants an engine for this spec to be started with besides; empty for specs that are not listed.
    [[nodiscard]] QStringList engineArgs(const QString& spec) const;

    [[nodiscard]] int find(const QString& spec) const;
    /// The row's model; nullptr for a row that is not there.
    [[nodiscard]] const KnownModel* at(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// A model was looked up; `row` holds the news.
    void inspected(int row);
    void saveFailed(const quantlens::base::Error& error);

private:
    void take(int row, KnownModel known);
    void save();

    QString m_file;
    QList<KnownModel> m_models;
};

} // namespace quantlens::ui
