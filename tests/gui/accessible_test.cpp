// SPDX-License-Identifier: GPL-3.0-or-later
// Every place and dialog: names for screen readers on whatever takes the focus, and Tab gets everywhere and back.
#include "core/store/store.h"
#include "tests/gui/samples.h"
#include "tests/gui/samplestore.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/modeltable.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/discoverdialog.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/reportdialog.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;
using ui::MainWindow;

namespace {

/// Parts that Qt's own widgets are made of: they are named by the whole.
bool isInner(const QWidget* widget)
{
    if (widget->focusProxy() || widget->objectName().startsWith(QLatin1String("qt_")))
        return true;
    if (qobject_cast<const QHeaderView*>(widget) || qobject_cast<const QMenu*>(widget) ||
        qobject_cast<const QMenuBar*>(widget))
        return true;
    for (const QWidget* above = widget->parentWidget(); above; above = above->parentWidget()) {
        if (above->inherits("QComboBoxPrivateContainer") || above->inherits("QAbstractSpinBox") ||
            above->inherits("QMenu"))
            return true;
    }
    return false;
}

/// A label to select text from that is hidden as long as it has none: its text will be its name. (A name of its own
/// would be read instead of the text.)
bool hasNothingToSay(const QWidget* widget, const QWidget* top)
{
    const auto* label = qobject_cast<const QLabel*>(widget);
    if (!label || !label->text().isEmpty())
        return false;
    for (; widget && widget != top; widget = widget->parentWidget()) {
        // Pages that are not turned to are hidden too, and say nothing about the label.
        if (widget->isHidden() && !qobject_cast<const QStackedWidget*>(widget->parentWidget()))
            return true;
    }
    return false;
}

QString pathOf(const QWidget* widget)
{
    QStringList parts;
    for (; widget && parts.size() < 4; widget = widget->parentWidget())
        parts.prepend(QLatin1String(widget->metaObject()->className()) + u'#' + widget->objectName());
    return parts.join(u'/');
}

QStringList namelessIn(QWidget* top)
{
    QStringList found;
    for (QWidget* widget : top->findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || isInner(widget) || hasNothingToSay(widget, top))
            continue;
        // What Qt tells a screen reader: the name given, the text of a button, the label beside a field.
        const QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
        if (!accessible || accessible->text(QAccessible::Name).trimmed().isEmpty())
            found << pathOf(widget);
    }
    return found;
}

bool takesTab(const QWidget* widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) &&
           !widget->focusProxy() && !isInner(widget);
}

} // namespace

class AccessibleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const domain::RunData data = samples::run();
        m_store = samples::storeWith(m_folder.filePath(QStringLiteral("w.qlens")), data);
        m_window =
            std::make_unique<MainWindow>(ui::WindowServices{.store = m_store, .runs = nullptr, .configFolder = {}});
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->openFiles({QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/sums-f16.gguf")});
        m_window->openRun(data.run.id);
        QTRY_VERIFY(m_window->comparePanel()->run());
        QTRY_VERIFY(m_window->models()->at(0)->usable());
    }

    void cleanupTestCase()
    {
        m_window.reset();
        m_store.reset();
    }

    void names()
    {
        const QStringList nameless = namelessIn(m_window.get());
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
    }

    void namesOfDialogs_data()
    {
        QTest::addColumn<QString>("action");
        for (const char* id : {"help.find-action", "settings.shortcuts", "settings.engines", "go.errors", "models.edit",
                               "models.discover", "help.about"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }

    void namesOfDialogs()
    {
        QFETCH(QString, action);
        m_window->go(MainWindow::Models);
        m_window->findChild<ui::ModelsPanel*>()->select(0);
        QAction* opens = m_window->actions()->action(action);
        QVERIFY(opens);
        if (!opens->isEnabled())
            QSKIP("cannot be opened without its service");
        const auto before = m_window->findChildren<QDialog*>();
        opens->trigger();
        QDialog* dialog = nullptr;
        for (QDialog* each : m_window->findChildren<QDialog*>()) {
            if (!before.contains(each))
                dialog = each;
        }
        QVERIFY(dialog && dialog->isVisible());
        const QStringList nameless = namelessIn(dialog);
        dialog->close();
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QTRY_VERIFY(!m_window->findChildren<QDialog*>().contains(dialog));
    }

    /// Those that need a service, or a run, to be opened.
    void namesOfOtherDialogs()
    {
        ui::DiscoverDialog discover;
        ui::ReportDialog report(m_window->comparePanel()->run());
        for (QDialog* dialog : {static_cast<QDialog*>(&discover), static_cast<QDialog*>(&report)}) {
            dialog->show();
            const QStringList nameless = namelessIn(dialog);
            dialog->close();
            QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        }
    }

    void tabGetsEverywhere_data()
    {
        QTest::addColumn<int>("place");
        for (int place = 0; place < MainWindow::PlaceCount; ++place)
            QTest::addRow("place %d", place) << place;
    }

    /// Tab is never swallowed: from any control it leads to all others that are seen, and back.
    void tabGetsEverywhere()
    {
        QFETCH(int, place);
        m_window->go(MainWindow::Place(place));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QList<QWidget*> wanted;
        for (QWidget* widget : m_window->findChildren<QWidget*>()) {
            if (takesTab(widget) && widget->window() == m_window.get())
                wanted << widget;
        }
        QVERIFY(!wanted.isEmpty());
        wanted.first()->setFocus(Qt::TabFocusReason);
        QSet<const QWidget*> visited;
        for (qsizetype i = 0; i < wanted.size() * 3 + 50; ++i) {
            QWidget* now = QApplication::focusWidget();
            QVERIFY(now);
            visited.insert(now);
            QTest::keyClick(now, Qt::Key_Tab);
        }
        QStringList missed;
        for (const QWidget* widget : std::as_const(wanted)) {
            // A group of exclusive buttons is one stop.
            const bool grouped = widget->inherits("QRadioButton") || widget->parentWidget()->inherits("QTabBar");
            if (!visited.contains(widget) && !grouped && takesTab(widget))
                missed << pathOf(widget);
        }
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(u'\n')));
    }

private:
    QTemporaryDir m_folder;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(AccessibleTest)
#include "accessible_test.moc"
