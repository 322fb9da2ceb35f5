// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/terminal.h"

#include <cstdio>

#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#endif

namespace quantlens::platform {

#ifdef Q_OS_UNIX
namespace {

constexpr qsizetype longestHiddenLine = 64 * 1024;

/// The terminal gives each character at once and shows none; Ctrl-C is a character, so that nothing ends the program
/// while its terminal is silent.
class SilentTerminal
{
public:
    SilentTerminal()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG);
        silent.c_cc[VMIN] = 1;
        silent.c_cc[VTIME] = 0;
        m_isSilent = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    SilentTerminal(const SilentTerminal&) = delete;
    ~SilentTerminal()
    {
        if (m_isSilent)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    [[nodiscard]] bool isSilent() const { return m_isSilent; }

private:
    termios m_before{};
    bool m_isSilent = false;
};

void say(const QByteArray& text)
{
    std::fwrite(text.constData(), 1, std::size_t(text.size()), stderr);
    std::fflush(stderr);
}

} // namespace
#endif

bool inputIsTerminal()
{
#ifdef Q_OS_UNIX
    return ::isatty(STDIN_FILENO) == 1;
#else
    return false;
#endif
}

base::Expected<QByteArray> readHidden([[maybe_unused]] const QByteArray& prompt)
{
#ifdef Q_OS_UNIX
    static constexpr char ctrlC = 3;
    static constexpr char ctrlD = 4;
    static constexpr char backspace = 8;
    static constexpr char ctrlU = 21;
    static constexpr char del = 127;
    const SilentTerminal terminal;
    if (terminal.isSilent()) {
        say(prompt);
        QByteArray line;
        char c = 0;
        while (line.size() < longestHiddenLine) {
            const auto count = ::read(STDIN_FILENO, &c, 1);
            if (count < 0 && errno == EINTR)
                continue;
            const bool ended = count <= 0 || c == ctrlC || (c == ctrlD && line.isEmpty());
            if (ended || c == '\n' || c == '\r')
                say("\n");
            if (ended)
                return base::failure(QStringLiteral("run.cancelled"), QStringLiteral("Nothing was entered."));
            if (c == '\n' || c == '\r')
                return line;
            if (c == ctrlU)
                line.clear();
            else if (c == backspace || c == del)
                line.chop(1);
            else
                line += c;
        }
        return line;
    }
#endif
    return base::failure(QStringLiteral("terminal.failed"), QStringLiteral("This terminal cannot hide what is typed."),
                         QStringLiteral("Give the key through standard input: quantlens-cli keys set ORIGIN < FILE."));
}

} // namespace quantlens::platform
