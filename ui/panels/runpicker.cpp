// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runpicker.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/models/runtext.h"
#include "ui/panels/parts.h"

#include <QAbstractItemView>

#include <algorithm>

namespace quantlens::ui {

namespace {

QString entryText(const domain::RunRecord& run, qint64 prompts)
{
    return RunPicker::tr("%1 · %2, n = %3 · %4")
        .arg(runTitle(run), base::singleLine(run.suiteName, 40), format::integer(prompts), format::when(run.started));
}

} // namespace

RunPicker::RunPicker(domain::RunKind kind, const QString& objectName, const QString& accessibleName, QWidget* parent)
    : QComboBox(parent)
    , m_kind(kind)
{
    nameControl(this, objectName, accessibleName);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    view()->setTextElideMode(Qt::ElideMiddle);
    connect(this, &QComboBox::activated, this, [this](int index) {
        const QString id = itemData(index).toString();
        if (!id.isEmpty() && id != m_shown)
            Q_EMIT runWanted(id);
    });
    fill();
}

void RunPicker::setRuns(RunList* runs)
{
    if (m_runs)
        m_runs->disconnect(this);
    m_runs = runs;
    if (runs) {
        connect(runs, &QAbstractItemModel::modelReset, this, &RunPicker::fill);
        connect(runs, &QAbstractItemModel::rowsInserted, this, &RunPicker::fill);
        connect(runs, &QAbstractItemModel::rowsRemoved, this, &RunPicker::fill);
        connect(runs, &QAbstractItemModel::dataChanged, this, &RunPicker::fill);
    }
    fill();
}

void RunPicker::setShown(const domain::RunRecord& run)
{
    m_shown = run.id;
    m_shownTitle = entryText(run, run.prompts.size());
    fill();
}

void RunPicker::goBack()
{
    setCurrentIndex(m_shown.isEmpty() ? -1 : findData(m_shown));
}

QSize RunPicker::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 58, QComboBox::sizeHint().height()};
}

QSize RunPicker::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 16, QComboBox::minimumSizeHint().height()};
}

void RunPicker::fill()
{
    clear();
    for (int row = 0; m_runs && row < m_runs->rowCount() && count() < most; ++row) {
        const store::RunListItem& item = *m_runs->at(row);
        if (item.run.kind == m_kind)
            addItem(entryText(item.run, item.prompts), item.run.id);
    }
    int index = findData(m_shown);
    if (index < 0 && !m_shown.isEmpty()) {
        insertItem(0, m_shownTitle, m_shown);
        index = 0;
    }
    setPlaceholderText(count() > 0 ? tr("Choose a run") : tr("No run of this kind yet"));
    setCurrentIndex(m_shown.isEmpty() ? -1 : index);
    setEnabled(count() > 0);
    setToolTip(index >= 0 && !m_shown.isEmpty() ? format::plainTip(itemText(index)) : QString());
    view()->setMinimumWidth(std::max(200, view()->sizeHintForColumn(0) + 24));
}

} // namespace quantlens::ui
