// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modeltable.h"

#include "core/base/text.h"
#include "ui/models/format.h"

#include <QDir>
#include <QtConcurrent>

namespace quantlens::ui {

namespace {

QString modelPlace(const KnownModel& known)
{
    if (!known.model.modelPath.isEmpty())
        return QDir::toNativeSeparators(known.model.modelPath);
    return known.model.baseUrl.isEmpty() ? known.spec : known.model.baseUrl.toDisplayString();
}

QString modelCell(const KnownModel& known, int column)
{
    const gguf::GgufInfo* header = known.header ? &*known.header : nullptr;
    switch (column) {
    case ModelTable::Name:
        return displayName(known);
    case ModelTable::Quant:
        return known.model.quant.isEmpty() ? format::none() : base::singleLine(known.model.quant, 40);
    case ModelTable::BitsPerWeight:
        if (header && header->bitsPerWeight > 0)
            return format::decimal(header->bitsPerWeight, 2);
        return known.model.bitsPerWeight ? format::decimal(*known.model.bitsPerWeight, 2) : format::none();
    case ModelTable::Size:
        return header ? format::bytes(header->fileSize) : format::none();
    case ModelTable::Parameters:
        return header ? format::parameters(header->parameters) : format::none();
    case ModelTable::Context:
        return header && header->contextLength ? format::integer(qint64(header->contextLength)) : format::none();
    case ModelTable::Where:
        return base::singleLine(modelPlace(known), 300);
    case ModelTable::Status:
        if (known.pending)
            return ModelTable::tr("looking…");
        if (known.error)
            return base::singleLine(known.error->message, 300);
        return known.header ? ModelTable::tr("file is complete") : ModelTable::tr("server, not asked yet");
    default:
        return {};
    }
}

/// What a column sorts by: numbers as numbers.
QVariant modelSortKey(const KnownModel& known, int column)
{
    const gguf::GgufInfo* header = known.header ? &*known.header : nullptr;
    switch (column) {
    case ModelTable::BitsPerWeight:
        return header ? header->bitsPerWeight : known.model.bitsPerWeight.value_or(-1);
    case ModelTable::Size:
        return header ? header->fileSize : 0;
    case ModelTable::Parameters:
        return header ? header->parameters : 0;
    case ModelTable::Context:
        return header ? header->contextLength : 0;
    default:
        return modelCell(known, column);
    }
}

} // namespace

ModelTable::ModelTable(QString file, QObject* parent)
    : QAbstractTableModel(parent)
    , m_file(std::move(file))
{
}

base::Expected<void> ModelTable::load()
{
    if (m_file.isEmpty())
        return {};
    const auto specs = readSpecList(m_file);
    if (!specs)
        return std::unexpected(specs.error());
    beginResetModel();
    m_models.clear();
    for (const QString& spec : *specs) {
        KnownModel known;
        known.spec = spec;
        m_models.append(known);
    }
    endResetModel();
    refresh();
    return {};
}

int ModelTable::add(const QString& spec)
{
    KnownModel known;
    known.spec = spec.trimmed();
    if (known.spec.isEmpty())
        return -1;
    int row = find(known.spec);
    if (row < 0) {
        row = int(m_models.size());
        beginInsertRows({}, row, row);
        m_models.append(known);
        endInsertRows();
        save();
    }
    inspect(known.spec);
    return row;
}

int ModelTable::add(const KnownModel& known)
{
    int row = find(known.spec);
    if (row < 0) {
        row = int(m_models.size());
        beginInsertRows({}, row, row);
        m_models.append(known);
        endInsertRows();
        save();
    } else {
        m_models[row] = known;
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
    Q_EMIT inspected(row);
    return row;
}

void ModelTable::removeAt(int row)
{
    if (!at(row))
        return;
    beginRemoveRows({}, row, row);
    m_models.removeAt(row);
    endRemoveRows();
    save();
}

void ModelTable::refresh()
{
    for (const KnownModel& known : std::as_const(m_models))
        inspect(known.spec);
}

int ModelTable::find(const QString& spec) const
{
    for (qsizetype row = 0; row < m_models.size(); ++row) {
        if (m_models.at(row).spec == spec)
            return int(row);
    }
    return -1;
}

const KnownModel* ModelTable::at(int row) const
{
    return row >= 0 && row < m_models.size() ? &m_models.at(row) : nullptr;
}

void ModelTable::inspect(const QString& spec)
{
    QtConcurrent::run([spec] { return inspectSpec(spec); }).then(this, [this](const KnownModel& known) {
        // The model may have been removed, or moved to another row, since.
        const int row = find(known.spec);
        if (row < 0)
            return;
        m_models[row] = known;
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        Q_EMIT inspected(row);
    });
}

void ModelTable::save()
{
    if (m_file.isEmpty())
        return;
    QStringList specs;
    for (const KnownModel& known : std::as_const(m_models))
        specs << known.spec;
    if (const auto written = writeSpecList(m_file, specs); !written)
        Q_EMIT saveFailed(written.error());
}

int ModelTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_models.size());
}

int ModelTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ModelTable::data(const QModelIndex& index, int role) const
{
    const KnownModel* known = at(index.row());
    if (!known || index.parent().isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return modelCell(*known, index.column());
    case Qt::EditRole:
        // What an editable combo box puts into its text field.
        return index.column() == Name ? QVariant(known->spec) : QVariant();
    case Qt::UserRole:
        return modelSortKey(*known, index.column());
    case Qt::ToolTipRole:
        return base::htmlEscaped(describe(*known));
    case Qt::TextAlignmentRole:
        if (index.column() >= BitsPerWeight && index.column() <= Context)
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    default:
        return {};
    }
}

QVariant ModelTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number = section >= BitsPerWeight && section <= Context;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Model"),      tr("Quant"),   tr("Bits/weight"), tr("Size"),
                              tr("Parameters"), tr("Context"), tr("Where"),       tr("Status")};
    return titles[section];
}

} // namespace quantlens::ui
