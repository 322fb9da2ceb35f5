// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pairchooser.h"

#include "core/base/text.h"
#include "ui/panels/parts.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>

namespace quantlens::ui {

PairChooser::PairChooser(QAction* swap, QWidget* parent)
    : QWidget(parent)
    , m_letterA(headingLabel(tr("A"), this))
    , m_letterB(headingLabel(tr("B"), this))
    , m_a(new QComboBox(this))
    , m_b(new QComboBox(this))
{
    nameControl(m_a, QStringLiteral("compare-choose-a"), tr("What stands as A"));
    nameControl(m_b, QStringLiteral("compare-choose-b"), tr("What stands as B"));
    for (QComboBox* box : {m_a, m_b}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(9);
    }
    auto* arrows = new QToolButton(this);
    arrows->setDefaultAction(swap);
    arrows->setAutoRaise(true);
    arrows->setToolButtonStyle(Qt::ToolButtonIconOnly);
    nameControl(arrows, QStringLiteral("compare-swap"), tr("Swap A and B"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 0, 4, 0);
    row->setSpacing(4);
    for (QWidget* part : {static_cast<QWidget*>(m_letterA), static_cast<QWidget*>(m_a), static_cast<QWidget*>(arrows),
                          static_cast<QWidget*>(m_letterB), static_cast<QWidget*>(m_b)})
        row->addWidget(part);
    connect(m_a, &QComboBox::activated, this, [this](int index) { choose(true, index); });
    connect(m_b, &QComboBox::activated, this, [this](int index) { choose(false, index); });
    setTextColor(m_letterA, sideLabelColor(0));
    setTextColor(m_letterB, sideLabelColor(1));
    setRun(nullptr);
}

void PairChooser::setRun(const ShownRunPtr& run)
{
    m_shown = run ? run->shown : PairChoice();
    const bool choice = run && run->choices.size() > 2;
    for (QWidget* part : {static_cast<QWidget*>(m_letterA), static_cast<QWidget*>(m_letterB),
                          static_cast<QWidget*>(m_a), static_cast<QWidget*>(m_b)})
        part->setVisible(choice);
    for (QComboBox* box : {m_a, m_b}) {
        const QSignalBlocker quiet(box);
        box->clear();
        for (qsizetype i = 0; run && i < run->choices.size(); ++i)
            box->addItem(base::singleLine(run->choiceLabel(i), 80));
        box->setCurrentIndex(int(box == m_a ? m_shown.a : m_shown.b));
        box->setToolTip(base::htmlEscaped(box->currentText()));
    }
}

void PairChooser::choose(bool first, int index)
{
    PairChoice pair = m_shown;
    (first ? pair.a : pair.b) = index;
    // The one that stands opposite already: the two change places.
    if (pair.a == pair.b)
        pair = {m_shown.b, m_shown.a};
    Q_EMIT chosen(pair);
}

} // namespace quantlens::ui
