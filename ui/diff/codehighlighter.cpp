// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/codehighlighter.h"

#include "core/platform/modules.h"

#include <QHash>

namespace quantlens::ui {

namespace {

/// Length of the fence a line begins with (0: none), its character and what follows it.
qsizetype codeFence(QStringView line, QChar& character, QStringView& rest)
{
    qsizetype at = 0;
    while (at < line.size() && at < 4 && line.at(at) == u' ')
        ++at;
    if (at > 3 || at >= line.size() || (line.at(at) != u'`' && line.at(at) != u'~'))
        return 0;
    character = line.at(at);
    const qsizetype start = at;
    while (at < line.size() && line.at(at) == character)
        ++at;
    rest = line.sliced(at).trimmed();
    const bool inlineCode = character == u'`' && rest.contains(u'`');
    return at - start >= 3 && !inlineCode ? at - start : 0;
}

} // namespace

QString codeLanguage(QStringView tag)
{
    static const QHash<QString, QString> languages = [] {
        static constexpr struct
        {
            const char* tags;
            const char* name;
        } list[] = {{"bash sh shell zsh console", "Bash"},
                    {"c h", "C"},
                    {"cmake", "CMake"},
                    {"cpp c++ cc cxx hpp", "C++"},
                    {"cs c# csharp", "C#"},
                    {"css", "CSS"},
                    {"d", "D"},
                    {"dart", "Dart"},
                    {"diff patch", "Diff"},
                    {"docker dockerfile", "Dockerfile"},
                    {"elixir ex", "Elixir"},
                    {"go golang", "Go"},
                    {"haskell hs", "Haskell"},
                    {"html", "HTML"},
                    {"ini cfg conf", "INI Files"},
                    {"java", "Java"},
                    {"javascript js jsx", "JavaScript"},
                    {"json jsonc", "JSON"},
                    {"julia jl", "Julia"},
                    {"kotlin kt", "Kotlin"},
                    {"lua", "Lua"},
                    {"make makefile", "Makefile"},
                    {"matlab octave", "Matlab"},
                    {"perl pl", "Perl"},
                    {"powershell ps1", "PowerShell"},
                    {"python py python3", "Python"},
                    {"r", "R Script"},
                    {"ruby rb", "Ruby"},
                    {"rust rs", "Rust"},
                    {"scala", "Scala"},
                    {"sql", "SQL"},
                    {"swift", "Swift"},
                    {"toml", "TOML"},
                    {"typescript ts tsx", "TypeScript"},
                    {"xml svg", "XML"},
                    {"yaml yml", "YAML"}};
        QHash<QString, QString> out;
        for (const auto& entry : list) {
            for (const QLatin1StringView word : QLatin1StringView(entry.tags).tokenize(u' '))
                out.insert(word.toString(), QLatin1StringView(entry.name).toString());
        }
        return out;
    }();
    return tag.size() > 16 ? QString() : languages.value(tag.toString().toLower());
}

std::vector<CodeBlock> findCodeBlocks(const QString& text)
{
    std::vector<CodeBlock> blocks;
    qsizetype open = 0; // length of the open fence, 0 outside
    QChar fence;
    QString language;
    qsizetype start = 0;
    const auto close = [&](qsizetype end) {
        if (!language.isEmpty() && end > start)
            blocks.push_back({language, text.sliced(start, end - start), start});
        open = 0;
    };
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = text.indexOf(u'\n', at);
        if (end < 0)
            end = text.size();
        QChar character;
        QStringView rest;
        const qsizetype length = codeFence(QStringView(text).sliced(at, end - at), character, rest);
        if (length > 0 && open == 0) {
            open = length;
            fence = character;
            language = codeLanguage(rest.left(rest.indexOf(u' ') < 0 ? rest.size() : rest.indexOf(u' ')));
            start = std::min(end + 1, text.size());
        } else if (length >= open && open > 0 && character == fence && rest.isEmpty()) {
            close(at);
        }
        at = end + 1;
    }
    if (open > 0)
        close(text.size());
    return blocks;
}

/// Lives in the thread; owns the scanner, which is not safe to share.
class CodeHighlighter::Worker final : public QObject
{
public:
    explicit Worker(std::shared_ptr<std::atomic<quint64>> current)
        : m_current(std::move(current))
    {
    }

    template<typename Deliver>
    void run(quint64 id, int side, const std::vector<CodeBlock>& blocks, const Deliver& deliver)
    {
        const auto wanted = [this, id] { return m_current->load() == id; };
        for (const CodeBlock& block : blocks) {
            if (!wanted() || !scanner())
                return;
            deliver(side, scanner()->scan(block, {CodeHighlighter::blockBudget, CodeHighlighter::longestLine}, wanted));
        }
    }

private:
    /// nullptr without its module: code stays plain then.
    CodeScanner* scanner()
    {
        if (m_scanner)
            return m_scanner.get();
        if (const auto* module = platform::optionalModule<CodeScannerModule>(QStringLiteral("quantlens-highlighting")))
            m_scanner = module->makeScanner();
        return m_scanner.get();
    }

    std::shared_ptr<std::atomic<quint64>> m_current;
    std::unique_ptr<CodeScanner> m_scanner;
};

CodeHighlighter::CodeHighlighter(QObject* parent)
    : QObject(parent)
    , m_current(std::make_shared<std::atomic<quint64>>(0))
{
    m_worker = new Worker(m_current);
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("code highlighter"));
}

CodeHighlighter::~CodeHighlighter()
{
    cancel();
    if (!m_thread.isRunning()) {
        if (!m_thread.isFinished())
            delete m_worker; // never started
        return;
    }
    m_thread.quit();
    m_thread.wait();
}

void CodeHighlighter::cancel()
{
    m_current->fetch_add(1);
}

void CodeHighlighter::highlight(const QString& textA, const QString& textB)
{
    cancel();
    std::array blocks{findCodeBlocks(textA), findCodeBlocks(textB)};
    if (blocks[0].empty() && blocks[1].empty()) {
        Q_EMIT
        finished();
        return;
    }
    if (!m_thread.isRunning())
        m_thread.start(QThread::LowPriority);
    const quint64 id = m_current->load();
    // Results come back through this object's event loop, where a late one of an old document is recognised.
    QMetaObject::invokeMethod(m_worker, [this, id, worker = m_worker, blocks = std::move(blocks)] {
        const auto deliver = [this, id](int side, const QList<CodeRange>& ranges) {
            QMetaObject::invokeMethod(this, [this, id, side, ranges] {
                if (m_current->load() == id)
                    Q_EMIT
                blockHighlighted(side, ranges);
            });
        };
        for (int side = 0; side < 2; ++side)
            worker->run(id, side, blocks[std::size_t(side)], deliver);
        QMetaObject::invokeMethod(this, [this, id] {
            if (m_current->load() == id)
                Q_EMIT
            finished();
        });
    });
}

} // namespace quantlens::ui
