// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/livepair.h"

#include "core/base/text.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/panels/elidedlabel.h"
#include "ui/panels/parts.h"

#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

namespace quantlens::ui {

namespace {

constexpr qsizetype liveTextLimit = 50'000; ///< characters shown of an answer that is still being written
constexpr int longLine = 4000;              ///< characters: laid out anew with every addition, so seldom
constexpr qint64 longLineMs = 400;

qsizetype liveWordEnd(const QString& text, qsizetype from)
{
    qsizetype end = from;
    while (end < text.size() && end - from < 40 && !text.at(end).isSpace())
        ++end;
    return std::max(end, std::min(from + 1, text.size()));
}

} // namespace

LiveFork liveFork(const QString& a, const QString& b, bool ended)
{
    const auto [inA, inB] = std::ranges::mismatch(a, b);
    qsizetype at = inA - a.begin();
    if ((inA == a.end() || inB == b.end()) && !(ended && a.size() != b.size()))
        return {};
    if (at > 0 && at < a.size() && a.at(at).isLowSurrogate())
        --at;
    qsizetype from = at;
    while (from > 0 && at - from < 40 && a.at(from - 1).isLetterOrNumber())
        --from;
    return {.at = at, .from = from, .lengthA = liveWordEnd(a, at) - from, .lengthB = liveWordEnd(b, at) - from};
}

LivePair::LivePair(QWidget* parent)
    : QWidget(parent)
    , m_title(headingLabel({}, this))
    , m_forkSign(new QLabel(this))
    , m_fork(new ElidedLabel(this))
    , m_tie(plainLabel(tr("≈ near tie"), this))
{
    m_strip = titleStrip(m_title, this);
    m_fork->setObjectName(QStringLiteral("live-fork"));
    m_strip->layout()->addWidget(m_forkSign);
    m_strip->layout()->addWidget(m_fork);
    m_tie->setWordWrap(false);
    m_tie->setObjectName(QStringLiteral("live-near-tie"));
    m_tie->setToolTip(tr("At the fork both models held both tokens nearly equally likely"));
    m_strip->layout()->addWidget(m_tie);
    auto* panes = new QHBoxLayout;
    panes->setSpacing(1);
    for (const int side : {0, 1}) {
        const auto i = std::size_t(side);
        m_names.at(i) = headingLabel({}, this);
        m_heads.at(i) = dimLine({}, this);
        m_texts.at(i) = new QPlainTextEdit(this);
        nameControl(m_texts.at(i), side == 0 ? QStringLiteral("live-text-a") : QStringLiteral("live-text-b"),
                    side == 0 ? tr("Answer of model A") : tr("Answer of model B"));
        m_texts.at(i)->setReadOnly(true);
        m_texts.at(i)->setUndoRedoEnabled(false);
        m_texts.at(i)->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        m_texts.at(i)->setFrameShape(QFrame::NoFrame);
        m_texts.at(i)->setMinimumHeight(60);
        auto* head = new QHBoxLayout;
        head->setContentsMargins(8, 2, 8, 2);
        head->setSpacing(10);
        head->addWidget(m_names.at(i));
        head->addWidget(m_heads.at(i), 1);
        auto* column = new QVBoxLayout;
        column->setSpacing(0);
        column->addLayout(head);
        column->addWidget(m_texts.at(i), 1);
        panes->addLayout(column, 1);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_strip);
    column->addWidget(ruleLine(this));
    column->addLayout(panes, 1);
    setLabels({}, {});
    clear();
}

void LivePair::setCorner(QWidget* corner)
{
    m_strip->layout()->addWidget(corner);
}

void LivePair::setLabels(const QString& a, const QString& b, bool letters)
{
    m_names[0]->setText((letters ? QStringLiteral("A  ") : QString()) + base::singleLine(a, 60));
    m_names[1]->setText((letters ? QStringLiteral("B  ") : QString()) + base::singleLine(b, 60));
}

QString LivePair::headOf(const runners::LiveRow* row) const
{
    if (!row)
        return {};
    if (row->state == runners::RequestState::Failed)
        return base::singleLine(row->errorText, 160);
    if (row->tokens == 0)
        return row->state == runners::RequestState::Queued ? tr("queued") : tr("waiting for the first token");
    QStringList parts{tr("%1 tokens").arg(format::integer(row->tokens))};
    if (row->tokensPerSecond > 0)
        parts << tr("%1 tok/s").arg(format::speed(row->tokensPerSecond));
    if (row->firstTokenMs > 0)
        parts << tr("first %1").arg(format::milliseconds(row->firstTokenMs));
    if (!row->end.isEmpty())
        parts << base::singleLine(row->end, 40);
    return parts.join(QStringLiteral(" · "));
}

void LivePair::showPair(const QString& title, const runners::LiveRow* a, const runners::LiveRow* b,
                        const domain::Comparison* comparison)
{
    const bool other = title != m_titleText;
    m_titleText = title;
    m_title->setText(base::singleLine(title, 100));
    m_heads[0]->setText(headOf(a));
    m_heads[1]->setText(headOf(b));
    const auto ended = [](const runners::LiveRow* row) { return row && row->state == runners::RequestState::Done; };
    m_bothEnded = ended(a) && ended(b);
    m_comparisonText.clear();
    if (comparison && comparison->scored() && comparison->divergence)
        m_comparisonText =
            tr("%1 %2").arg(format::unitSingular(comparison->unit), format::integer(comparison->divergence->unit));
    m_tie->setVisible(comparison && comparison->scored() && comparison->fork && comparison->fork->nearTie);
    setText(0, a ? a->text : QString(), other || ended(a));
    setText(1, b ? b->text : QString(), other || ended(b));
    mark();
}

void LivePair::clear()
{
    m_titleText.clear();
    m_title->setText(tr("Answers"));
    m_tie->hide();
    for (const int side : {0, 1}) {
        m_heads.at(std::size_t(side))->clear();
        setText(side, {}, true);
    }
    m_bothEnded = false;
    m_comparisonText.clear();
    mark();
}

void LivePair::setText(int side, const QString& text, bool ended)
{
    m_answers.at(std::size_t(side)) = text;
    QString& shown = m_shown.at(std::size_t(side));
    QPlainTextEdit* edit = m_texts.at(std::size_t(side));
    // A carriage return would be folded into the line break and shift every position after it.
    const QString news = fittedText(edit, format::shortened(text, liveTextLimit).replace(u'\r', QChar(0x240D)));
    if (news == shown)
        return;
    QElapsedTimer& since = m_since.at(std::size_t(side));
    if (!ended && edit->document()->lastBlock().length() > longLine && since.isValid() && since.elapsed() < longLineMs)
        return;
    since.start();
    QScrollBar* bar = edit->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum() - 2;
    if (!shown.isEmpty() && news.startsWith(shown)) {
        // Only what is new: setting the whole text anew at every token would cost more with every token.
        QTextCursor end(edit->document());
        end.movePosition(QTextCursor::End);
        end.insertText(news.sliced(shown.size()));
    } else {
        edit->setPlainText(news);
        m_marked.at(std::size_t(side)) = {-2, 0}; // the mark of the text before is no mark of this one
    }
    shown = news;
    if (atEnd)
        bar->setValue(bar->maximum());
}

void LivePair::mark()
{
    const Theme theme = themeFor(palette());
    const LiveFork fork = liveFork(m_answers[0], m_answers[1], m_bothEnded);
    const bool forked = fork.at >= 0;
    if (forked && m_forkSign->pixmap().isNull())
        m_forkSign->setPixmap(icon(Glyph::Fork, theme.fork).pixmap(QSize(14, 14), devicePixelRatioF()));
    m_forkSign->setVisible(forked);
    m_fork->setVisible(forked);
    if (forked) {
        const QString a = base::singleLine(m_answers[0].mid(fork.from, fork.lengthA), 24);
        const QString b = base::singleLine(m_answers[1].mid(fork.from, fork.lengthB), 24);
        const QString where =
            m_comparisonText.isEmpty() ? tr("character %1").arg(format::integer(fork.at)) : m_comparisonText;
        m_fork->setText(tr("%1: ‘%2’ | ‘%3’").arg(where, a, b));
        setTextColor(m_fork, &Theme::fork);
    }
    setTextColor(m_tie, [](const Theme& shown) { return shown.dark ? shown.tieText : shown.text; });
    for (const int side : {0, 1}) {
        setTextColor(m_names.at(std::size_t(side)), sideLabelColor(side));
        select(side, forked ? fork.from : -1, side == 0 ? fork.lengthA : fork.lengthB);
    }
}

/// Marks the differing word where it is shown; a mark that stands already is left alone, since setting it paints the
/// text anew.
void LivePair::select(int side, qsizetype from, qsizetype length)
{
    const auto i = std::size_t(side);
    QPlainTextEdit* edit = m_texts.at(i);
    const bool wanted = from >= 0 && length > 0 && from + length <= m_shown.at(i).size();
    const QPair<qsizetype, qsizetype> place = wanted ? QPair(from, length) : QPair<qsizetype, qsizetype>(-1, 0);
    if (place == m_marked.at(i) && edit->extraSelections().size() == (wanted ? 1 : 0))
        return;
    m_marked.at(i) = place;
    QList<QTextEdit::ExtraSelection> marks;
    if (wanted) {
        const Theme theme = themeFor(palette());
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(edit->document());
        selection.cursor.setPosition(int(from));
        selection.cursor.setPosition(int(from + length), QTextCursor::KeepAnchor);
        selection.format.setBackground(theme.side(side).background);
        selection.format.setForeground(theme.side(side).text);
        selection.format.setUnderlineColor(theme.side(side).line);
        selection.format.setUnderlineStyle(side == 0 ? QTextCharFormat::SingleUnderline
                                                     : QTextCharFormat::DashUnderline);
        marks.append(selection);
    }
    edit->setExtraSelections(marks);
}

void LivePair::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_texts[1]) {
        m_forkSign->setPixmap({});
        m_marked = {QPair<qsizetype, qsizetype>(-2, 0), QPair<qsizetype, qsizetype>(-2, 0)};
        mark();
    }
}

} // namespace quantlens::ui
