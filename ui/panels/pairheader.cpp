// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pairheader.h"

#include "core/base/text.h"
#include "ui/diff/severity.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/models/livetable.h"
#include "ui/panels/elidedlabel.h"
#include "ui/panels/parts.h"

#include <QEvent>
#include <QHBoxLayout>

namespace quantlens::ui {

namespace {

QLabel* boldLine(QWidget* parent)
{
    auto* label = new ElidedLabel(parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

PairHeader::PairHeader(QWidget* parent)
    : QWidget(parent)
    , m_id(boldLine(this))
    , m_chip(new SeverityChip(this))
    , m_flipSign(new QLabel(this))
    , m_flip(boldLine(this))
    , m_answerA(new ElidedLabel(this))
    , m_answerB(new ElidedLabel(this))
    , m_similarity(new ElidedLabel(this))
    , m_forkSign(new QLabel(this))
    , m_fork(boldLine(this))
    , m_tie(new ElidedLabel(this))
    , m_unit(new ElidedLabel(this))
{
    setObjectName(QStringLiteral("pair-header"));
    m_id->setObjectName(QStringLiteral("pair-id"));
    m_flip->setObjectName(QStringLiteral("pair-flip"));
    m_fork->setObjectName(QStringLiteral("pair-fork"));
    m_similarity->setObjectName(QStringLiteral("pair-similarity"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(6);
    row->addWidget(m_id);
    row->addSpacing(4);
    row->addWidget(m_chip);
    row->addSpacing(4);
    for (QWidget* part : {static_cast<QWidget*>(m_flipSign), static_cast<QWidget*>(m_flip),
                          static_cast<QWidget*>(m_answerA), static_cast<QWidget*>(m_answerB)})
        row->addWidget(part);
    row->addSpacing(4);
    row->addWidget(m_similarity);
    row->addSpacing(4);
    for (QWidget* part :
         {static_cast<QWidget*>(m_forkSign), static_cast<QWidget*>(m_fork), static_cast<QWidget*>(m_tie)})
        row->addWidget(part);
    row->addStretch(1);
    row->addWidget(m_unit);
    m_unit->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel* label : {m_answerA, m_answerB, m_tie}) {
        label->setAutoFillBackground(true);
        label->setContentsMargins(4, 0, 4, 0);
    }
    m_tie->setToolTip(tr("The fork shift is so small that noise of the engine alone could turn it"));
    refresh();
}

void PairHeader::showPair(const QString& promptId, const domain::Comparison* pair)
{
    m_promptId = promptId;
    m_pair = pair ? std::optional(*pair) : std::nullopt;
    refresh();
}

void PairHeader::refresh()
{
    const Theme theme = themeFor(palette());
    const bool scored = m_pair && m_pair->scored();
    m_id->setText(base::singleLine(m_promptId, 60));
    for (QWidget* part :
         {static_cast<QWidget*>(m_chip), static_cast<QWidget*>(m_flipSign), static_cast<QWidget*>(m_flip),
          static_cast<QWidget*>(m_answerA), static_cast<QWidget*>(m_answerB), static_cast<QWidget*>(m_similarity),
          static_cast<QWidget*>(m_forkSign), static_cast<QWidget*>(m_fork), static_cast<QWidget*>(m_tie),
          static_cast<QWidget*>(m_unit)})
        part->setVisible(scored);
    if (!scored) {
        m_flip->setVisible(!m_promptId.isEmpty());
        m_flip->setText(m_pair ? tr("not scored: a request failed") : tr("not complete"));
        setTextColor(m_flip, m_pair ? &Theme::error : &Theme::dim);
        return;
    }
    const domain::Comparison& pair = *m_pair;
    m_chip->setSeverity(pair.severity);
    const LiveTable::PairMark mark = pairMark(pair);
    const bool changed =
        mark == LiveTable::ChangedAnswer || mark == LiveTable::RightToWrong || mark == LiveTable::WrongToRight;
    const auto color = mark == LiveTable::RightToWrong   ? &Theme::error
                       : mark == LiveTable::WrongToRight ? &Theme::ok
                                                         : &Theme::text;
    const Glyph glyph = mark == LiveTable::RightToWrong   ? Glyph::Cross
                        : mark == LiveTable::WrongToRight ? Glyph::Check
                                                          : Glyph::NotEqual;
    m_flipSign->setVisible(changed);
    m_flipSign->setPixmap(icon(glyph, theme.*color).pixmap(QSize(13, 13), devicePixelRatioF()));
    m_flip->setVisible(mark != LiveTable::NoMark);
    m_flip->setText(pairMarkText(mark));
    setTextColor(m_flip, color);
    const auto setAnswer = [&](QLabel* label, const domain::Answer& answer, const SideColors& side) {
        label->setVisible(changed);
        label->setText(answer.found ? base::singleLine(answer.value, 24) : format::none());
        QPalette colors = palette();
        colors.setColor(QPalette::Window, side.background);
        colors.setColor(QPalette::WindowText, side.text);
        label->setPalette(colors);
        label->setToolTip(base::htmlEscaped(answer.value.left(600)));
    };
    setAnswer(m_answerA, pair.answerA, theme.a);
    setAnswer(m_answerB, pair.answerB, theme.b);
    m_answerA->setAccessibleName(tr("Answer of A"));
    m_answerB->setAccessibleName(tr("Answer of B"));
    m_similarity->setText(tr("similarity %1").arg(format::decimal(pair.similarity, 3)));
    const bool parted = pair.divergence.has_value();
    m_forkSign->setVisible(parted);
    m_fork->setVisible(parted);
    m_tie->setVisible(pair.fork && pair.fork->nearTie);
    if (parted) {
        m_forkSign->setPixmap(icon(Glyph::Fork, theme.fork).pixmap(QSize(14, 14), devicePixelRatioF()));
        m_fork->setText(tr("%1 %2").arg(format::unitSingular(pair.unit), format::integer(pair.divergence->unit)));
        m_fork->setToolTip(tr("line %1, column %2").arg(pair.divergence->line).arg(pair.divergence->column));
        setTextColor(m_fork, &Theme::fork);
    }
    m_tie->setText(tr("≈ near tie"));
    QPalette tie = palette();
    tie.setColor(QPalette::Window, theme.tieBackground);
    tie.setColor(QPalette::WindowText, theme.tieText);
    m_tie->setPalette(tie);
    m_unit->setText(format::unit(pair.unit));
}

void PairHeader::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_unit)
        refresh();
}

} // namespace quantlens::ui
