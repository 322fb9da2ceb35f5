// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/diffdocument.h"

namespace quantlens::ui {

/// Aligns the contents of two generations and lays the result out as rows; `unit` is the run's. Takes up to a few
/// hundred milliseconds for very long pairs. `divergence` as scored: without one, or with one in the reasoning, no
/// fork is marked. `kld`: divergence in nats by A's entry, may be empty.
[[nodiscard]] std::shared_ptr<const DiffDocument> makeDiffDocument(const domain::Generation& a,
                                                                   const domain::Generation& b, domain::Unit unit,
                                                                   const std::optional<domain::Divergence>& divergence,
                                                                   const std::vector<float>& kld = {});

} // namespace quantlens::ui
