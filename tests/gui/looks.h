// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/elidedlabel.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QStringList>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QTranslator>

#include <algorithm>

/// What tests of the window's looks share: a language with longer words, and a search for text that is cut off.
namespace quantlens::looks {

/// English, 40 % longer.
class LongWords final : public QTranslator
{
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char* context, const char* source, const char* /*disambiguation*/,
                                    int /*n*/) const override
    {
        const QString text = QString::fromUtf8(source);
        if (QLatin1StringView(context).startsWith(QLatin1StringView("Q")) || text.size() < 2)
            return text;
        QString longer = text;
        const qsizetype more = std::max<qsizetype>(1, text.size() * 2 / 5);
        for (qsizetype i = 0; i < more; ++i)
            longer += i % 12 == 0 && text.size() > 12 ? u' ' : u'n';
        return longer;
    }
};

/// Collects what is cut off: the widget, its text, the room it has and what it wants.
class CutTexts
{
public:
    void tell(const QWidget* widget, const QString& text, int room, int wants)
    {
        const QString name = widget->objectName().isEmpty() ? QString::fromLatin1(widget->metaObject()->className())
                                                            : widget->objectName();
        m_found << QStringLiteral("%1 in %2 “%3”: %4 px, wants %5")
                       .arg(name, placeOf(widget), text.left(60))
                       .arg(room)
                       .arg(wants);
    }
    [[nodiscard]] const QStringList& found() const { return m_found; }

private:
    /// The nearest widget around it that has a name.
    static QString placeOf(const QWidget* widget)
    {
        const QWidget* around = widget->parentWidget();
        while (around && (around->objectName().isEmpty() || around->objectName().startsWith(QLatin1String("qt_"))))
            around = around->parentWidget();
        return around ? around->objectName() : QStringLiteral("nothing");
    }

    QStringList m_found;
};

inline void cutLabels(const QWidget* root, CutTexts* cut)
{
    for (const QLabel* label : root->findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty() || !label->toolTip().isEmpty() ||
            qobject_cast<const ui::ElidedLabel*>(label))
            continue;
        if (label->wordWrap()) {
            if (label->heightForWidth(label->width()) > label->height() + 1)
                cut->tell(label, label->text(), label->height(), label->heightForWidth(label->width()));
            // A layout that is squeezed lets its last part hang out of the widget around it.
            else if (label->parentWidget() && label->geometry().bottom() > label->parentWidget()->rect().bottom())
                cut->tell(label, label->text(), label->parentWidget()->height(), label->geometry().bottom() + 1);
            continue;
        }
        // The key of a field is marked by a “&” that is not shown.
        QString text = label->text();
        if (label->buddy())
            text.remove(u'&');
        const QStringList lines = text.split(u'\n');
        int wants = 0;
        for (const QString& line : lines)
            wants = std::max(wants, label->fontMetrics().horizontalAdvance(line));
        if (wants > label->contentsRect().width() + 1)
            cut->tell(label, text, label->contentsRect().width(), wants);
    }
}

/// Push and tool buttons, check boxes, radio buttons.
inline void cutButtons(const QWidget* root, CutTexts* cut)
{
    for (const QAbstractButton* button : root->findChildren<QAbstractButton*>()) {
        // A card wraps: its labels are looked at by themselves.
        if (!button->isVisible() || button->text().isEmpty() || !button->toolTip().isEmpty() ||
            button->sizePolicy().hasHeightForWidth())
            continue;
        if (button->width() + 1 < button->sizeHint().width())
            cut->tell(button, button->text(), button->width(), button->sizeHint().width());
    }
}

inline void cutFields(const QWidget* root, CutTexts* cut)
{
    for (const QComboBox* box : root->findChildren<QComboBox*>()) {
        if (!box->isVisible() || box->isEditable() || box->currentText().isEmpty() || !box->toolTip().isEmpty())
            continue;
        QStyleOptionComboBox option;
        option.initFrom(box);
        option.frame = box->hasFrame();
        const QRect room =
            box->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, box);
        const int icon = box->itemIcon(box->currentIndex()).isNull() ? 0 : box->iconSize().width() + 4;
        const int wants = box->fontMetrics().horizontalAdvance(box->currentText()) + icon;
        if (wants > room.width() + 1)
            cut->tell(box, box->currentText(), room.width(), wants);
    }
    for (const QAbstractSpinBox* box : root->findChildren<QAbstractSpinBox*>()) {
        const auto* line = box->findChild<QLineEdit*>();
        if (!box->isVisible() || !line || !box->toolTip().isEmpty())
            continue;
        const int wants = line->fontMetrics().horizontalAdvance(line->text());
        if (wants > line->width() - 2)
            cut->tell(box, line->text(), line->width() - 2, wants);
    }
}

/// Heads of tables that neither end in “…” nor have a tip.
inline void cutHeads(const QWidget* root, CutTexts* cut)
{
    for (const QHeaderView* head : root->findChildren<QHeaderView*>()) {
        if (!head->isVisible() || head->orientation() != Qt::Horizontal || !head->model() ||
            head->textElideMode() != Qt::ElideNone)
            continue;
        const int margin = 2 * head->style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, head);
        for (int section = 0; section < head->count(); ++section) {
            const QString text = head->model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
            const QString tip = head->model()->headerData(section, Qt::Horizontal, Qt::ToolTipRole).toString();
            if (head->isSectionHidden(section) || text.isEmpty() || !tip.isEmpty())
                continue;
            const int wants = head->fontMetrics().horizontalAdvance(text) + margin;
            if (wants > head->sectionSize(section))
                cut->tell(head, text, head->sectionSize(section), wants);
        }
    }
}

/// What is wider than an area that scrolls downwards only can never be read to its end.
inline void cutAreas(const QWidget* root, CutTexts* cut)
{
    for (const QScrollArea* area : root->findChildren<QScrollArea*>()) {
        if (area->isVisible() && area->widget() && area->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff &&
            area->widget()->width() > area->viewport()->width())
            cut->tell(area, area->accessibleName(), area->viewport()->width(), area->widget()->width());
    }
}

/// Visible text that is cut off without “…” or a tool tip.
inline QStringList clipped(const QWidget* root)
{
    CutTexts cut;
    cutLabels(root, &cut);
    cutButtons(root, &cut);
    cutFields(root, &cut);
    cutHeads(root, &cut);
    cutAreas(root, &cut);
    return cut.found();
}

} // namespace quantlens::looks
