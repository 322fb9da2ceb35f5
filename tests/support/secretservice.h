// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/process.h"

#include <QString>

#include <optional>

namespace quantlens::test {

/// What keychain this process can reach: "none", or what rerunWithSecretService() started it with.
[[nodiscard]] QString keychainState();

/// To be called first in main(): outside rerunWithSecretService() no session bus can be reached, so that nobody's own
/// keychain is touched.
void hideSecretService();

/// Runs this test program once more on a session bus of its own with a gnome-keyring that is "unlocked" or "locked",
/// in a scratch home; keychainState() then says so. Nothing where those programs are not installed.
[[nodiscard]] std::optional<Outcome> rerunWithSecretService(const QString& state);

} // namespace quantlens::test
