// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QtPlugin>

#include <functional>
#include <memory>

namespace quantlens::ui {

/// What a piece of code is, as far as it is painted differently.
enum class CodeStyle : quint8 {
    Keyword,
    Text, ///< strings and characters
    Number,
    Comment,
};

struct CodeRange
{
    qsizetype start = 0; ///< in the side's text
    int length = 0;
    CodeStyle style = CodeStyle::Keyword;

    bool operator==(const CodeRange&) const = default;
};

/// A fenced block of a known language, without its fences.
struct CodeBlock
{
    QString language; ///< name of the syntax definition
    QString text;
    qsizetype start = 0; ///< in the side's text
};

/// How far a scan goes.
struct CodeLimits
{
    int milliseconds;
    qsizetype longestLine; ///< characters; longer ones stay plain
};

/// Tells what is what in code of many languages. For one thread.
class CodeScanner
{
public:
    virtual ~CodeScanner() = default;

    /// Ranges of a block, rising; none for a language it does not know. Ends early, with what was found, at the limit
    /// and when `wanted` says no.
    [[nodiscard]] virtual QList<CodeRange> scan(const CodeBlock& block, const CodeLimits& limits,
                                                const std::function<bool()>& wanted) = 0;
};

/// The module that makes scanners (ui/modules/syntaxscanner.cpp): KSyntaxHighlighting needs Qt Network, and with it
/// more libraries than the rest of the window. It is loaded when the first code is shown.
class CodeScannerModule
{
public:
    virtual ~CodeScannerModule() = default;

    [[nodiscard]] virtual std::unique_ptr<CodeScanner> makeScanner() const = 0;
};

} // namespace quantlens::ui

#define QUANTLENS_CODE_SCANNER "org.quantlens.CodeScanner/" QUANTLENS_VERSION
Q_DECLARE_INTERFACE(quantlens::ui::CodeScannerModule, QUANTLENS_CODE_SCANNER)
