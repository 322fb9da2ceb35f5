// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/codehighlighter.h"
#include "ui/diff/diffdocument.h"
#include "ui/diff/diffpainter.h"
#include "ui/diff/heightindex.h"
#include "ui/diff/rowlayouts.h"
#include "ui/diff/roworder.h"
#include "ui/theme/theme.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>

#include <memory>
#include <vector>

namespace quantlens::ui {

class DiffHeader;
class DiffOverview;

/// Two outputs side by side, token for token. Both panes are one widget, so they cannot scroll apart. Only visible
/// rows are laid out; other rows count with an estimated height until they are seen.
class DiffView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit DiffView(QWidget* parent = nullptr);
    ~DiffView() override;

    /// Shows a document from its beginning; `keepPosition` leaves the rows where they are (for a text that grows).
    void setDocument(std::shared_ptr<const DiffDocument> document, bool keepPosition = false);
    /// Shows nothing but a line of advice, such as "Select a prompt".
    void clear(const QString& advice = {});
    [[nodiscard]] const std::shared_ptr<const DiffDocument>& document() const { return m_document; }

    /// The heading of a side: the model's label and facts, as plain text.
    void setTitle(int side, const QString& label, const QString& details);

    void setPaintMode(PaintMode mode);
    [[nodiscard]] PaintMode paintMode() const { return m_mode; }
    /// Fenced code with keywords, strings, numbers and comments set apart; off by default.
    void setCodeShown(bool shown);
    [[nodiscard]] bool isCodeShown() const { return m_codeShown; }
    /// Both sides in one column, changed rows one below the other; off by default. The first visible row stays.
    void setUnified(bool unified);
    [[nodiscard]] bool isUnified() const { return m_unified; }

    [[nodiscard]] int differenceCount() const;
    /// 0-based; -1 before the first.
    [[nodiscard]] int currentDifference() const { return m_difference; }
    /// Makes the token with this entry current and shows it; false when the side has no such token.
    bool setCurrentToken(int side, qsizetype entry);

    /// The selected text of the model, with nothing replaced; empty when nothing is selected.
    [[nodiscard]] QString selectedText() const;
    void setSelection(int side, qsizetype start, qsizetype end);
    void clearSelection();
    [[nodiscard]] int selectionSide() const { return m_selectionSide; }
    [[nodiscard]] std::pair<qsizetype, qsizetype> selectionRange() const;

    /// Position in a side's text at a point of the viewport; side and position, position -1 where there is no text.
    [[nodiscard]] std::pair<int, qsizetype> positionAt(QPoint point) const;
    /// Where a position of a side's text stands in the viewport; empty when it is not visible.
    [[nodiscard]] QRect rectOf(int side, qsizetype position) const;
    /// The first visible row of the document, -1 without a document.
    [[nodiscard]] qsizetype firstVisibleRow() const { return m_document ? m_order.at(m_topRow).row : -1; }
    [[nodiscard]] QSize sizeHint() const override { return {800, 400}; }

public Q_SLOTS:
    void nextDifference();
    void previousDifference();
    void goToDifference(int index);
    void jumpToFork();
    void copySelection() const;
    void selectAll();

Q_SIGNALS:
    /// Another difference became current, or the document changed; index is 0-based, -1 for none yet.
    void differenceChanged(int index, int count);
    /// The person chose a token; entry is an index in the side's Generation::entries, -1 when not known.
    void tokenActivated(int side, qsizetype entry);
    void selectionChanged(bool any);
    /// All fenced code of the document is set apart.
    void codeHighlighted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct VisibleRow
    {
        qsizetype row = 0; ///< in the view's order
        int y = 0;
        int height = 0;
    };

    void setOrder();
    void rebuildLooks();
    void resetHeights();
    void measure(qsizetype row);
    [[nodiscard]] int heightOf(qsizetype row);
    void layoutVisible();
    int moveBy(int dy);
    void jumpTo(qint64 y);
    void syncScrollBar();
    void refresh();
    void scrollTo(int side, qsizetype position, double fraction);
    void placeFrame();
    [[nodiscard]] double overviewHeight() const;
    void updateOverview();
    void setDifference(int index);
    void setToken(int side, const DiffSpan* span, bool announce);
    void moveToken(int step);
    void requestCode();
    void takeCode(int side, const QList<CodeRange>& ranges);
    void extendSelection(QPoint point);
    [[nodiscard]] QString toolTipAt(QPoint point) const;

    std::shared_ptr<const DiffDocument> m_document;
    RowOrder m_order;
    mutable RowLayouts m_layouts;
    HeightIndex m_heights;
    std::vector<bool> m_measured;
    std::vector<VisibleRow> m_visible;
    DiffGeometry m_geometry;
    Theme m_theme;
    QString m_advice;
    PaintMode m_mode = PaintMode::Diff;
    bool m_codeShown = false;
    bool m_unified = false;
    std::unique_ptr<CodeHighlighter> m_highlighter;
    std::array<std::vector<CodeRange>, 2> m_code;

    qsizetype m_topRow = 0; ///< the first visible row stays where it is when heights change
    int m_topOffset = 0;    ///< pixels of it above the viewport
    int m_wheelRest = 0;

    int m_difference = -1;
    int m_tokenSide = 0;
    const DiffSpan* m_token = nullptr; ///< in m_document
    int m_selectionSide = 0;
    qsizetype m_selectionAnchor = 0;
    qsizetype m_selectionEnd = 0;
    bool m_selecting = false;
    QPoint m_pressed;
    QBasicTimer m_autoScroll;

    DiffHeader* m_header;
    DiffOverview* m_overview;
};

} // namespace quantlens::ui
