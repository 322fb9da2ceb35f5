// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/outputpair.h"

#include "core/scoring/divergence.h"
#include "core/scoring/runindex.h"
#include "ui/diff/diffbuild.h"
#include "ui/diff/diffview.h"
#include "ui/models/format.h"
#include "ui/panels/parts.h"

#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace quantlens::ui {

namespace {

/// Of an output that is shown alone; more would only be scrolled past.
constexpr qsizetype longestOutput = 20'000;

} // namespace

OutputPair::OutputPair(const QString& prefix, QWidget* parent)
    : QStackedWidget(parent)
    , m_diff(new DiffView(this))
{
    nameControl(m_diff, prefix + QStringLiteral("variants"), tr("Two outputs side by side"));
    auto* only = new QWidget(this);
    only->setBackgroundRole(QPalette::Base);
    only->setAutoFillBackground(true);
    m_what = plainLabel({}, only, true);
    nameControl(m_what, prefix + QStringLiteral("only-output-finding"), tr("What the runs of the prompt gave"));
    m_what->setContentsMargins(8, 6, 8, 6);
    m_text = new QPlainTextEdit(only);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    nameControl(m_text, prefix + QStringLiteral("only-output"), tr("The output"));
    auto* column = new QVBoxLayout(only);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_what);
    column->addWidget(m_text, 1);
    addWidget(m_diff);
    addWidget(only);
}

void OutputPair::showTwo(const ShownRunPtr& run, Finder find)
{
    const quint64 ticket = ++m_ticket;
    setCurrentWidget(m_diff);
    QtConcurrent::run([run, find = std::move(find)]() -> std::shared_ptr<const DiffDocument> {
        const auto [a, b] = find(run->data, scoring::RunIndex(run->data));
        if (!a || !b)
            return {};
        const domain::Unit unit = run->data.run.unit;
        return makeDiffDocument(*a, *b, unit, scoring::firstDivergence(*a, *b, unit));
    }).then(this, [this, ticket](const std::shared_ptr<const DiffDocument>& document) {
        if (ticket == m_ticket && document)
            m_diff->setDocument(document);
    });
}

void OutputPair::showOnly(const QString& what, const QString& text)
{
    ++m_ticket;
    m_diff->clear();
    m_what->setText(what);
    showPlainText(m_text, format::shortened(text, longestOutput));
    m_text->setVisible(!text.isEmpty());
    setCurrentIndex(1);
}

QString OutputPair::onlyText() const
{
    return currentIndex() == 1 ? m_what->text() : QString();
}

} // namespace quantlens::ui
