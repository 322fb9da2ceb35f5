// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modeltable.h"

#include "core/base/text.h"
#include "ui/models/format.h"

#include <QDir>
#include <QLocale>
#include <QtConcurrent>

#include <algorithm>
#include <cmath>

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
    const runners::ModelReport* report = known.report ? &*known.report : nullptr;
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
        // An engine started for a test of a file gets as much as the test needs: that says nothing about the model.
        if (header)
            return header->contextLength ? format::integer(qint64(header->contextLength)) : format::none();
        return report && report->contextPerSlot > 0 ? format::integer(report->contextPerSlot) : format::none();
    case ModelTable::Where:
        return base::singleLine(modelPlace(known), 300);
    case ModelTable::Status:
        if (known.pending)
            return ModelTable::tr("looking…");
        if (known.error)
            return base::singleLine(known.error->message, 300);
        if (report && report->error)
            return ModelTable::tr("test failed: %1").arg(base::singleLine(report->error->message, 300));
        if (report)
            return ModelTable::tr("answered the test at %1")
                .arg(QLocale().toString(report->when.time(), QLocale::ShortFormat));
        return known.header ? ModelTable::tr("file is complete") : ModelTable::tr("server, not asked yet");
    case ModelTable::Backend:
        return known.pending || known.error ? format::none()
               : known.model.engine == domain::EngineKind::None
                   ? domain::name(known.model.backend)
                   : ModelTable::tr("%1, started here").arg(domain::name(known.model.engine));
    case ModelTable::Version:
        return report && !report->serverBuild.isEmpty() ? base::singleLine(report->serverBuild, 60) : format::none();
    case ModelTable::Loaded:
        return report && !report->serverModel.isEmpty() ? base::singleLine(report->serverModel, 120) : format::none();
    case ModelTable::Abilities:
        return report ? abilities(report->capabilities) : format::none();
    case ModelTable::Latency:
        return report ? format::milliseconds(report->firstTokenMs) : format::none();
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
        return header ? header->contextLength : known.report ? quint64(known.report->contextPerSlot) : 0;
    case ModelTable::Latency:
        return known.report && !std::isnan(known.report->firstTokenMs) ? known.report->firstTokenMs : 1e12;
    default:
        return modelCell(known, column);
    }
}

bool isNumber(int column)
{
    return (column >= ModelTable::BitsPerWeight && column <= ModelTable::Context) || column == ModelTable::Latency;
}

} // namespace

ModelTable::Light ModelTable::light(const KnownModel& known)
{
    if (known.pending)
        return Looking;
    if (known.error || (known.report && known.report->error))
        return Bad;
    return known.header || known.report ? Good : Unknown;
}

ModelTable::ModelTable(QString file, QObject* parent)
    : QAbstractTableModel(parent)
    , m_file(std::move(file))
{
}

base::Expected<void> ModelTable::load()
{
    if (m_file.isEmpty())
        return {};
    const auto entries = readModelList(m_file);
    if (!entries)
        return std::unexpected(entries.error());
    beginResetModel();
    m_models.clear();
    for (const ModelEntry& entry : *entries)
        m_models.append(KnownModel(entry));
    endResetModel();
    refresh();
    return {};
}

int ModelTable::add(const QString& spec)
{
    const KnownModel known(ModelEntry{.spec = spec});
    if (known.spec.isEmpty())
        return -1;
    if (const int row = find(known.spec); row >= 0) {
        look(row);
        return row;
    }
    insertAt(rowCount(), known);
    return rowCount() - 1;
}

int ModelTable::add(const KnownModel& known)
{
    int row = find(known.spec);
    if (row < 0) {
        row = rowCount();
        insertAt(row, known);
    } else {
        take(row, known);
    }
    return row;
}

void ModelTable::insertAt(int row, const KnownModel& known)
{
    row = std::clamp(row, 0, rowCount());
    beginInsertRows({}, row, row);
    m_models.insert(row, known);
    endInsertRows();
    save();
    if (known.pending)
        look(row);
    else
        Q_EMIT inspected(row);
}

void ModelTable::replaceAt(int row, const KnownModel& known)
{
    if (!at(row))
        return;
    m_models[row] = known;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    save();
    if (known.pending)
        look(row);
    else
        Q_EMIT inspected(row);
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

/// What was found out, into a row that keeps what the person said and what a test said.
void ModelTable::take(int row, KnownModel known)
{
    known.label = m_models.at(row).label;
    known.engineArgs = m_models.at(row).engineArgs;
    known.report = m_models.at(row).report;
    m_models[row] = known;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    Q_EMIT inspected(row);
}

void ModelTable::setReport(const runners::ModelReport& report)
{
    const int row = find(report.spec);
    if (row < 0)
        return;
    m_models[row].report = report;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    Q_EMIT inspected(row);
}

QStringList ModelTable::engineArgs(const QString& spec) const
{
    const KnownModel* known = at(find(spec));
    return known ? known->engineArgs : QStringList();
}

void ModelTable::refresh()
{
    for (int row = 0; row < rowCount(); ++row)
        look(row);
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

void ModelTable::look(int row)
{
    const KnownModel* wanted = at(row);
    if (!wanted)
        return;
    QtConcurrent::run([entry = wanted->entry()] {
        return inspectModel(entry);
    }).then(this, [this](const KnownModel& known) {
        // The model may have been removed, changed, or moved to another row, since.
        const int now = find(known.spec);
        if (now >= 0 && m_models.at(now).entry() == known.entry())
            take(now, known);
    });
}

void ModelTable::save()
{
    if (m_file.isEmpty())
        return;
    QList<ModelEntry> entries;
    for (const KnownModel& known : std::as_const(m_models))
        entries << known.entry();
    if (const auto written = writeModelList(m_file, entries); !written)
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
    case LightRole:
        return light(*known);
    case Qt::AccessibleTextRole:
        if (index.column() != Name)
            return {};
        return tr("%1, %2").arg(displayName(*known), modelCell(*known, Status));
    case Qt::UserRole:
        return modelSortKey(*known, index.column());
    case Qt::ToolTipRole:
        return base::htmlEscaped(describe(*known));
    case Qt::TextAlignmentRole:
        if (isNumber(index.column()))
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
        return QVariant::fromValue((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Model"),   tr("Quant"),  tr("Bits/weight"), tr("Size"),    tr("Parameters"),
                              tr("Context"), tr("Where"),  tr("Status"),      tr("Backend"), tr("Version"),
                              tr("Holds"),   tr("Can do"), tr("First token")};
    return titles[section];
}

} // namespace quantlens::ui
