// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace quantlens::scoring::compatible {

/// What Python prints for json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")): whole numbers and
/// floats apart, floats by their shortest form, ASCII escapes, NaN and Infinity allowed. None when `text` is not one
/// JSON value to its end.
[[nodiscard]] std::optional<QString> pythonJson(QStringView text);

/// Python's repr() of a float: "1.0", "1e+16", "1e-05", "nan" as "NaN".
[[nodiscard]] QString pythonFloat(double value);

} // namespace quantlens::scoring::compatible
