// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <expected>

namespace quantlens::base {

/// An expected failure: what went wrong, where, and what to do about it.
struct Error
{
    QString code;    ///< stable and dotted, for scripts: "network.refused", "suite.syntax", "gguf.truncated"
    QString message; ///< one sentence for the person, naming the thing concerned
    QString hint;    ///< what to do, may be empty
    QString detail;  ///< longer material such as the tail of a log, may be empty

    bool operator==(const Error&) const = default;
};

template<class T>
using Expected = std::expected<T, Error>;

/// Shorthand for returning a failure from a function whose result is Expected.
[[nodiscard]] inline std::unexpected<Error> failure(QString code, QString message, QString hint = {},
                                                    QString detail = {})
{
    return std::unexpected(Error{std::move(code), std::move(message), std::move(hint), std::move(detail)});
}

/// "message hint" as one line, the form the command line prints.
[[nodiscard]] QString oneLine(const Error& error);

} // namespace quantlens::base
