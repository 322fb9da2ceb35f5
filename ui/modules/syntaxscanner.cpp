// SPDX-License-Identifier: GPL-3.0-or-later
// The module "quantlens-highlighting": the only user of KSyntaxHighlighting.
#include "ui/diff/codescanner.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>

#include <QElapsedTimer>
#include <QObject>

#include <optional>
#include <utility>

namespace quantlens::ui {

namespace {

namespace Syntax = KSyntaxHighlighting;

std::optional<CodeStyle> codeStyleOf(const Syntax::Format& format)
{
    switch (format.textStyle()) {
    case Syntax::Theme::Keyword:
    case Syntax::Theme::ControlFlow:
        return CodeStyle::Keyword;
    case Syntax::Theme::String:
    case Syntax::Theme::VerbatimString:
    case Syntax::Theme::SpecialString:
    case Syntax::Theme::Char:
    case Syntax::Theme::SpecialChar:
        return CodeStyle::Text;
    case Syntax::Theme::DecVal:
    case Syntax::Theme::BaseN:
    case Syntax::Theme::Float:
    case Syntax::Theme::Constant:
        return CodeStyle::Number;
    case Syntax::Theme::Comment:
    case Syntax::Theme::Documentation:
    case Syntax::Theme::CommentVar:
        return CodeStyle::Comment;
    default:
        return std::nullopt;
    }
}

/// Collects the ranges of the lines it is given.
class RangeCollector final : public Syntax::AbstractHighlighter
{
public:
    /// Ranges of a block; stops early when `wanted` says no or the budget is used up.
    QList<CodeRange> run(const CodeBlock& block, const CodeLimits& limits, const std::function<bool()>& wanted)
    {
        m_ranges.clear();
        Syntax::State state;
        QElapsedTimer timer;
        timer.start();
        for (qsizetype at = 0; at < block.text.size() && wanted() && timer.elapsed() < limits.milliseconds;) {
            qsizetype end = block.text.indexOf(u'\n', at);
            if (end < 0)
                end = block.text.size();
            m_lineStart = block.start + at;
            if (end - at <= limits.longestLine)
                state = highlightLine(QStringView(block.text).sliced(at, end - at), state);
            at = end + 1;
        }
        return std::exchange(m_ranges, {});
    }

protected:
    void applyFormat(int offset, int length, const Syntax::Format& format) override
    {
        const auto style = codeStyleOf(format);
        if (!style || length <= 0)
            return;
        const qsizetype start = m_lineStart + offset;
        if (!m_ranges.isEmpty() && m_ranges.back().style == *style &&
            m_ranges.back().start + m_ranges.back().length == start)
            m_ranges.back().length += length;
        else
            m_ranges.append({start, length, *style});
    }

private:
    QList<CodeRange> m_ranges;
    qsizetype m_lineStart = 0;
};

class SyntaxScanner final : public CodeScanner
{
public:
    QList<CodeRange> scan(const CodeBlock& block, const CodeLimits& limits,
                          const std::function<bool()>& wanted) override
    {
        const Syntax::Definition definition = m_repository.definitionForName(block.language);
        if (!definition.isValid())
            return {};
        RangeCollector collector;
        collector.setDefinition(definition);
        return collector.run(block, limits, wanted);
    }

private:
    Syntax::Repository m_repository;
};

} // namespace

class SyntaxModule final : public QObject, public CodeScannerModule
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QUANTLENS_CODE_SCANNER)
    Q_INTERFACES(quantlens::ui::CodeScannerModule)

public:
    std::unique_ptr<CodeScanner> makeScanner() const override { return std::make_unique<SyntaxScanner>(); }
};

} // namespace quantlens::ui

#include "syntaxscanner.moc"
