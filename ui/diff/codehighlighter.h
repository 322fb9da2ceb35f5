// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/codescanner.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QThread>

#include <atomic>
#include <memory>
#include <vector>

namespace quantlens::ui {

/// The syntax definition for a fence's tag ("py", "C++", …); empty for languages that are not on the list. The list
/// is short on purpose: some definitions take seconds for one hostile line.
[[nodiscard]] QString codeLanguage(QStringView tag);

/// Fenced blocks (CommonMark 0.31, 4.5) whose language is known; a block without an end reaches to the text's end.
[[nodiscard]] std::vector<CodeBlock> findCodeBlocks(const QString& text);

/// Finds keywords, strings, numbers and comments in fenced code, on a thread of its own. A block gets 200 ms, the
/// lines it did not reach stay plain, and so do lines of more than 1,000 characters.
class CodeHighlighter final : public QObject
{
    Q_OBJECT

public:
    explicit CodeHighlighter(QObject* parent = nullptr);
    ~CodeHighlighter() override;

    /// Drops what is still under way and starts on a new document: one text for each side.
    void highlight(const QString& textA, const QString& textB);
    /// Drops what is under way.
    void cancel();

    /// Milliseconds a block may take.
    static constexpr int blockBudget = 200;
    static constexpr qsizetype longestLine = 1000;

Q_SIGNALS:
    /// One block is done, of the last document asked for; ranges rise and do not overlap.
    void blockHighlighted(int side, const QList<quantlens::ui::CodeRange>& ranges);
    /// All blocks of the last document are done.
    void finished();

private:
    class Worker;

    QThread m_thread;
    Worker* m_worker = nullptr;                      ///< lives in m_thread
    std::shared_ptr<std::atomic<quint64>> m_current; ///< the document whose results are wanted
};

} // namespace quantlens::ui
