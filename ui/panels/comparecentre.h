// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/diffview.h"
#include "ui/panels/pairdocument.h"

#include <QWidget>

class QLabel;
class QSplitter;

namespace quantlens::ui {

class ForkInspector;
class PairHeader;
class TokenStrip;

/// The middle of Compare: the line about the pair, both answers side by side, the fork inspector and the strip along
/// the tokens below.
class CompareCentre : public QWidget
{
    Q_OBJECT

public:
    explicit CompareCentre(QWidget* parent = nullptr);

    void showPair(const ShownRunPtr& run, const QString& promptId);
    /// The same run and pair with something written: texts and position stay.
    void updateRun(const ShownRunPtr& run);
    [[nodiscard]] DiffView* diff() const { return m_diff; }
    [[nodiscard]] ForkInspector* inspector() const { return m_inspector; }
    [[nodiscard]] TokenStrip* strip() const { return m_strip; }

private:
    void setTitles();
    void take(const PairDocument& pair);
    void inspectFork();
    void inspectToken(int side, qsizetype entry);
    void setInspectorTitle(const QString& text);
    QWidget* stripPane();
    void showToken(int side, qsizetype entry);
    void describeStrip();

    ShownRunPtr m_run;
    QString m_promptId;
    PairDocument m_pair;
    quint64 m_ticket = 0;
    PairHeader* m_header;
    DiffView* m_diff;
    QSplitter* m_splitter;
    QLabel* m_inspectorTitle;
    ForkInspector* m_inspector;
    TokenStrip* m_strip;
    QLabel* m_stripTitle = nullptr;
};

} // namespace quantlens::ui
