// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.h"

#include "core/base/text.h"
#include "core/reports/numbers.h"

namespace quantlens::cli {

namespace {

constexpr int barWidth = 28;
/// Warnings beyond this many add nothing: the table at the end lists every failure.
constexpr int warningsShown = 10;

} // namespace

Progress::Progress(const Global& global)
    : m_global(global)
    , m_terminal(errorIsTerminal())
{
}

void Progress::warnFailures(const runners::LiveUpdate& update)
{
    for (const runners::LiveRow& row : update.rows) {
        if (row.state != runners::RequestState::Failed || update.failed > warningsShown)
            continue;
        end();
        message(QStringLiteral("failed: %1 %2: %3\n")
                    .arg(domain::sideLetter(row.side))
                    .arg(base::singleLine(row.promptId, 60), base::terminalSafe(row.errorText)));
    }
}

void Progress::update(const runners::LiveUpdate& update)
{
    warnFailures(update);
    if (m_global.quiet)
        return;
    if (!m_terminal) {
        if (update.phase != m_phase)
            message(update.phase + QStringLiteral("…\n"));
        m_phase = update.phase;
        const int tenth = update.total > 0 ? update.done * 10 / update.total : 0;
        if (tenth > m_tenth)
            message(QStringLiteral("%1 of %2 requests, %3 gone\n")
                        .arg(update.done)
                        .arg(update.total)
                        .arg(reports::durationText(update.elapsedMs)));
        m_tenth = tenth;
        return;
    }
    QString line = update.phase;
    if (update.elapsedMs > 0 && update.total > 0) {
        const int filled = update.done * barWidth / update.total;
        line = QStringLiteral("[%1%2] %3/%4  %5")
                   .arg(QString(filled, u'#'), QString(barWidth - filled, u'.'))
                   .arg(update.done)
                   .arg(update.total)
                   .arg(reports::durationText(update.elapsedMs));
        if (update.leftMs >= 0 && update.done < update.total)
            line += QStringLiteral(", about %1 left").arg(reports::durationText(update.leftMs));
        if (update.failed > 0)
            line += QStringLiteral(", %1 failed").arg(update.failed);
    }
    message(QStringLiteral("\r\x1b[K") + line);
    m_barShown = true;
}

void Progress::end()
{
    if (m_barShown)
        message(QStringLiteral("\r\x1b[K"));
    m_barShown = false;
}

} // namespace quantlens::cli
