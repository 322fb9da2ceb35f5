// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/parts.h"

#include "ui/models/format.h"
#include "ui/panels/elidedlabel.h"

#include <QComboBox>
#include <QDialog>
#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHash>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyle>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace quantlens::ui {

namespace {

/// A text that wraps. Layouts ask again and again for its height at the same few widths, and QLabel lays the text out
/// anew each time.
class WrappedLabel : public QLabel
{
public:
    using QLabel::QLabel;

    [[nodiscard]] int heightForWidth(int width) const override
    {
        if (m_text != text() || m_font != font() || m_margins != contentsMargins()) {
            m_text = text();
            m_font = font();
            m_margins = contentsMargins();
            m_heights.clear();
        }
        const auto known = m_heights.constFind(width);
        return known != m_heights.constEnd() ? *known : *m_heights.insert(width, QLabel::heightForWidth(width));
    }

private:
    mutable QHash<int, int> m_heights;
    mutable QString m_text;
    mutable QFont m_font;
    mutable QMargins m_margins;
};

/// A value that wraps. QLabel asks for the height it would have at the width of its longest word, which leaves holes
/// between the rows of a grid; the height for the real width is asked for apart.
class ValueLabel final : public QLabel
{
public:
    using QLabel::QLabel;
    [[nodiscard]] QSize minimumSizeHint() const override { return {1, fontMetrics().height()}; }

protected:
    /// A word wider than the column cannot wrap: then the text ends in "…" instead of at the edge.
    void paintEvent(QPaintEvent* event) override
    {
        const QStringList words = text().split(u' ');
        const int room = contentsRect().width();
        const bool wraps = std::ranges::all_of(
            words, [&](const QString& word) { return fontMetrics().horizontalAdvance(word) <= room; });
        if (wraps || hasSelectedText()) {
            QLabel::paintEvent(event);
            return;
        }
        QPainter painter(this);
        style()->drawItemText(&painter, contentsRect(), int(alignment()), palette(), isEnabled(),
                              fontMetrics().elidedText(text(), Qt::ElideRight, room), foregroundRole());
    }
};

/// A key as on a keyboard.
class KeyLabel final : public QLabel
{
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(palette().color(QPalette::Mid));
        painter.setBrush(palette().color(QPalette::Button));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        QLabel::paintEvent(event);
    }
};

/// The font in `percent` of its size, never below 8 pt.
QFont partFont(const QFont& font, int percent)
{
    QFont smaller = font;
    if (font.pointSizeF() > 0)
        smaller.setPointSizeF(std::max(8.0, font.pointSizeF() * percent / 100));
    return smaller;
}

/// Keeps a box's tool tip what the box shows. Not by its signals: they are blocked while it is filled anew.
class WholeText final : public QObject
{
public:
    explicit WholeText(QComboBox* box)
        : QObject(box)
        , m_box(box)
    {
        box->installEventFilter(this);
    }

    bool eventFilter(QObject* /*watched*/, QEvent* event) override
    {
        if (event->type() != QEvent::Paint)
            return false;
        if (const QString tip = format::plainTip(m_box->currentText()); m_box->toolTip() != tip)
            m_box->setToolTip(tip);
        return false;
    }

private:
    QComboBox* m_box;
};

QFont boldFont(QFont font)
{
    font.setBold(true);
    return font;
}

} // namespace

QLabel* plainLabel(const QString& text, QWidget* parent, bool selectable)
{
    auto* label = new WrappedLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    if (selectable)
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QLabel* headingLabel(const QString& text, QWidget* parent)
{
    auto* label = new ElidedLabel(parent);
    label->setText(text);
    label->setFont(boldFont(label->font()));
    return label;
}

QLabel* wrappedHeading(const QString& text, QWidget* parent)
{
    QLabel* label = plainLabel(text, parent);
    label->setFont(boldFont(label->font()));
    return label;
}

QLabel* dimLabel(const QString& text, QWidget* parent)
{
    QLabel* label = plainLabel(text, parent);
    label->setFont(partFont(label->font(), 90));
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel* dimLine(const QString& text, QWidget* parent)
{
    auto* label = new ElidedLabel(parent);
    label->setText(text);
    label->setFont(partFont(label->font(), 90));
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel* keyLabel(const QString& text, QWidget* parent)
{
    auto* label = new KeyLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setFont(partFont(label->font(), 85));
    label->setAlignment(Qt::AlignCenter);
    label->setContentsMargins(6, 2, 6, 2);
    label->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Maximum);
    return label;
}

void tellWholeText(QComboBox* box)
{
    new WholeText(box);
}

QString fittedText(QPlainTextEdit* edit, const QString& text)
{
    constexpr qsizetype longWord = 1000;
    qsizetype length = 0;
    const bool isLong = std::ranges::any_of(text, [&length](QChar c) {
        length = c.isSpace() ? 0 : length + 1;
        return length > longWord;
    });
    // Still the time grows with the square of such a word's length; what is edited has to stay whole.
    constexpr qsizetype mostOfLongWords = 10'000;
    edit->setWordWrapMode(isLong ? QTextOption::WrapAnywhere : QTextOption::WrapAtWordBoundaryOrAnywhere);
    return isLong && edit->isReadOnly() ? format::shortened(text, mostOfLongWords) : text;
}

void showPlainText(QPlainTextEdit* edit, const QString& text)
{
    const QString shown = fittedText(edit, text);
    if (edit->toPlainText() != shown)
        edit->setPlainText(shown);
}

namespace {

class HeightKeeper final : public QObject
{
public:
    explicit HeightKeeper(QDialog* dialog)
        : QObject(dialog)
        , m_dialog(dialog)
    {
        dialog->installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Show || event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
            m_dialog->setMinimumHeight(m_dialog->layout()->totalHeightForWidth(m_dialog->width()));
        return QObject::eventFilter(watched, event);
    }

private:
    QDialog* m_dialog;
};

} // namespace

void keepTextsWhole(QDialog* dialog)
{
    new HeightKeeper(dialog);
}

QFrame* ruleLine(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    return line;
}

QWidget* titleStrip(QLabel* title, QWidget* parent, QWidget* atRight)
{
    auto* strip = new QWidget(parent);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(6, 2, 6, 2);
    title->setParent(strip);
    const bool wide = atRight && atRight->sizePolicy().expandingDirections().testFlag(Qt::Horizontal);
    row->addWidget(title, wide ? 0 : 1);
    if (atRight)
        row->addWidget(atRight, wide ? 1 : 0);
    strip->setMinimumHeight(title->fontMetrics().height() + 9);
    return strip;
}

QToolBar* panelToolBar(const QString& name, QWidget* parent)
{
    auto* bar = new QToolBar(name, parent);
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(16, 16));
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    return bar;
}

void addIconOnly(QToolBar* bar, QAction* action)
{
    bar->addAction(action);
    if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action)))
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
}

void nameControl(QWidget* widget, const QString& objectName, const QString& accessibleName)
{
    widget->setObjectName(objectName);
    widget->setAccessibleName(accessibleName);
}

namespace {

/// Keeps the colour of a widget's text that of the theme.
class TextColor final : public QObject
{
public:
    explicit TextColor(QWidget* widget)
        : QObject(widget)
        , m_widget(widget)
    {
        setObjectName(name());
        widget->installEventFilter(this);
    }

    static QLatin1StringView name() { return QLatin1StringView("quantlens-text-color"); }

    void set(ThemeColor color)
    {
        m_color = std::move(color);
        apply();
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::PaletteChange)
            apply();
        return QObject::eventFilter(watched, event);
    }

private:
    void apply()
    {
        QPalette palette = m_widget->palette();
        const QColor color = m_color(themeFor(palette));
        if (palette.color(QPalette::Active, m_widget->foregroundRole()) == color)
            return; // setting it is a change of the palette too
        palette.setColor(m_widget->foregroundRole(), color);
        m_widget->setPalette(palette);
    }

    QWidget* m_widget;
    ThemeColor m_color = &Theme::text;
};

} // namespace

void setTextColor(QWidget* widget, ThemeColor color)
{
    auto* keeper = static_cast<TextColor*>(widget->findChild<QObject*>(TextColor::name(), Qt::FindDirectChildrenOnly));
    if (!keeper)
        keeper = new TextColor(widget);
    keeper->set(std::move(color));
}

ThemeColor sideLabelColor(int side)
{
    return [side](const Theme& theme) { return theme.side(side).label; };
}

FactGrid::FactGrid(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(3);
    m_grid->setColumnStretch(1, 1);
}

void FactGrid::clear()
{
    for (const Row& row : m_rows) {
        row.name->hide();
        row.value->hide();
    }
    m_used = 0;
}

FactGrid::Row FactGrid::makeRow()
{
    QLabel* name = dimLabel({}, this);
    name->setWordWrap(false);
    name->setAlignment(Qt::AlignRight | Qt::AlignTop);
    auto* value = new ValueLabel(this);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setFont(partFont(value->font(), 90));
    value->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    // Long paths and ids must not force the pane wide.
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    value->setSizePolicy(policy);
    const int at = int(m_rows.size());
    m_grid->addWidget(name, at, 0);
    m_grid->addWidget(value, at, 1);
    return {name, value};
}

QLabel* FactGrid::add(const QString& key, const QString& value, bool bold)
{
    if (m_used == m_rows.size())
        m_rows.append(makeRow());
    const Row& row = m_rows.at(m_used++);
    row.name->setText(key);
    row.value->setText(value.isEmpty() ? format::none() : value);
    row.value->setAccessibleName(key);
    row.value->setToolTip({});
    row.value->setPalette({}); // a colour that the row before it had
    QFont font = row.value->font();
    font.setBold(bold);
    row.value->setFont(font);
    row.name->show();
    row.value->show();
    return row.value;
}

} // namespace quantlens::ui
