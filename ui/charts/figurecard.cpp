// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figurecard.h"

#include "ui/charts/figureselection.h"
#include "ui/charts/figureview.h"
#include "ui/icons/icons.h"
#include "ui/panels/elidedlabel.h"
#include "ui/panels/parts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>

namespace quantlens::ui {

FigureCard::FigureCard(FigureSelection* selection, QWidget* parent)
    : QWidget(parent)
    , m_title(headingLabel({}, this))
    , m_subtitle(new ElidedLabel(this))
    , m_view(new FigureView(this))
{
    m_subtitle->setObjectName(QStringLiteral("figure-subtitle"));
    m_subtitle->setForegroundRole(QPalette::PlaceholderText);
    QFont small = font();
    small.setPointSizeF(std::max(8.0, small.pointSizeF() * 0.9));
    m_subtitle->setFont(small);
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 2, 4, 2);
    head->setSpacing(6);
    head->addWidget(m_title);
    head->addWidget(m_subtitle, 1);
    const auto button = [&](Glyph glyph, const QString& name, const QString& text) {
        auto* made = new QToolButton(this);
        made->setAutoRaise(true);
        made->setIcon(icon(glyph));
        made->setIconSize({13, 13});
        made->setToolTip(text);
        nameControl(made, name, text);
        head->addWidget(made);
        return made;
    };
    connect(button(Glyph::Copy, QStringLiteral("figure-copy"), tr("Copy the picture")), &QToolButton::clicked, m_view,
            &FigureView::copyImage);
    QToolButton* save = button(Glyph::Save, QStringLiteral("figure-save"), tr("Save the picture"));
    auto* menu = new QMenu(save);
    menu->addAction(tr("Save as &PNG…"), m_view, [this] { m_view->askForFile(false); });
    menu->addAction(tr("Save as &SVG…"), m_view, [this] { m_view->askForFile(true); });
    save->setMenu(menu);
    save->setPopupMode(QToolButton::InstantPopup);
    connect(button(Glyph::Table, QStringLiteral("figure-data"), tr("Show the data as a table")), &QToolButton::clicked,
            m_view, &FigureView::showData);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_view);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(scroll, 1);
    m_view->setSelection(selection);
}

void FigureCard::setFigure(const figures::Figure& figure)
{
    m_title->setText(figure.title);
    m_subtitle->setText(figure.empty() ? QString() : figure.subtitle);
    m_view->setObjectName(figure.id);
    m_view->setFigure(figure);
}

} // namespace quantlens::ui
