// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pairfacts.h"

#include "ui/panels/elidedlabel.h"
#include "ui/panels/parts.h"

#include <QGridLayout>

namespace quantlens::ui {

PairFacts::PairFacts(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_letters{headingLabel(tr("A"), this), headingLabel(tr("B"), this)}
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(3);
    for (const int side : {0, 1}) {
        m_letters.at(std::size_t(side))->setAlignment(Qt::AlignRight);
        m_grid->addWidget(m_letters.at(std::size_t(side)), 0, side + 1);
        m_grid->setColumnStretch(side + 1, 1);
    }
    for (const int side : {0, 1})
        setTextColor(m_letters[side], sideLabelColor(side));
}

void PairFacts::clear()
{
    for (const Row& row : m_rows) {
        for (QLabel* label : row)
            label->hide();
    }
    m_used = 0;
}

void PairFacts::add(const QString& key, const QString& a, const QString& b)
{
    if (m_used == m_rows.size()) {
        QLabel* name = dimLabel({}, this);
        name->setWordWrap(false);
        Row row{name, new ElidedLabel(this), new ElidedLabel(this)};
        const int at = int(m_rows.size()) + 1;
        for (const int column : {0, 1, 2}) {
            QLabel* label = row.at(std::size_t(column));
            label->setFont(name->font());
            label->setAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            m_grid->addWidget(label, at, column);
        }
        m_rows.push_back(row);
    }
    const Row& row = m_rows[m_used++];
    row[0]->setText(key);
    row[1]->setText(a);
    row[2]->setText(b);
    row[1]->setAccessibleName(tr("%1 of A").arg(key));
    row[2]->setAccessibleName(tr("%1 of B").arg(key));
    for (QLabel* label : row)
        label->show();
}

} // namespace quantlens::ui
