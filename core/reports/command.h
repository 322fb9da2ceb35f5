// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"

#include <QString>
#include <QStringList>

namespace quantlens::reports {

/// The command line that asks this prompt again, of these sides of the run: "quantlens-cli compare A B --prompts …".
/// Holds the addresses of servers that were running already: for the person who ran it. What options cannot say is
/// said by a plan file, which the line writes first; beyond 100,000 characters it is a comment.
[[nodiscard]] QString commandFor(const domain::RunRecord& run, const QString& promptId, int sideA, int sideB);

/// The command line that makes the whole run again, with every option that is not the default. To be passed on: model
/// files stand with their names, servers as ADDRESS, ADDRESS-A, ADDRESS-B, …; keys are not named. Plan files and
/// the limit as above.
[[nodiscard]] QString runCommand(const domain::RunRecord& run);

/// A name without the folders of this computer; servers often name a model by its path.
[[nodiscard]] QString withoutFolders(const QString& name);

/// The hosts of the run's servers, each once.
[[nodiscard]] QStringList hostsOf(const domain::RunRecord& run);

/// A message without web addresses and these hosts: which server it was stays with the person who ran it.
[[nodiscard]] QString withoutAddresses(QString text, const QStringList& hosts = {});

} // namespace quantlens::reports
