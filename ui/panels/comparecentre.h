// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QWidget>

namespace quantlens::ui {

class LivePair;
class PairHeader;

/// The middle of Compare: the line about the pair, both answers.
class CompareCentre : public QWidget
{
    Q_OBJECT

public:
    explicit CompareCentre(QWidget* parent = nullptr);

    void showPair(const ShownRunPtr& run, const QString& promptId);

private:
    PairHeader* m_header;
    LivePair* m_texts;
};

} // namespace quantlens::ui
