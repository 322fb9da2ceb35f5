// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers from one session to the next.
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/suitespanel.h"

#include <QCloseEvent>
#include <QScreen>
#include <QSettings>
#include <QSplitter>

namespace quantlens::ui {

namespace {

template<typename... Panels>
QList<QSplitter*> sessionSplitters(const ModelsPanel* models, const Panels*... panels)
{
    return (QList<QSplitter*>{models->splitter()} + ... + panels->splitters());
}

QString splitterKey(const QSplitter* splitter)
{
    return QStringLiteral("panels/") + splitter->objectName();
}

} // namespace

void MainWindow::saveSession()
{
    if (settingsFile().isEmpty())
        return;
    QSettings settings(settingsFile(), QSettings::IniFormat);
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/place"), int(place()));
    settings.setValue(QStringLiteral("window/theme"), int(m_scheme));
    for (const QSplitter* splitter : sessionSplitters(m_modelsPanel, m_run, m_compare, m_history, m_suites))
        settings.setValue(splitterKey(splitter), splitter->saveState());
    settings.setValue(QStringLiteral("history/columns"), m_history->columns());
    const runners::RunRequest request = m_run->form()->request();
    settings.setValue(QStringLiteral("run/a"), request.sides.value(0).spec);
    settings.setValue(QStringLiteral("run/b"), request.sides.value(1).spec);
    settings.setValue(QStringLiteral("run/suite"), request.suite);
    settings.setValue(QStringLiteral("run/prompts"), request.numPrompts);
    // A run of somebody else's file cannot be found again by its id.
    const QString shown = m_compare->run() ? m_compare->run()->data.run.id : QString();
    settings.setValue(QStringLiteral("compare/run"), m_workspaces->holds(shown) ? shown : QString());
    settings.setValue(QStringLiteral("compare/prompt"), m_compare->promptId());
}

void MainWindow::restoreSession()
{
    const QSettings settings(settingsFile(), QSettings::IniFormat);
    if (!restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray())) {
        const QSize room = screen() ? screen()->availableSize() : QSize(1440, 900);
        resize(QSize(1440, 900).boundedTo(room));
    }
    for (QSplitter* splitter : sessionSplitters(m_modelsPanel, m_run, m_compare, m_history, m_suites))
        splitter->restoreState(settings.value(splitterKey(splitter)).toByteArray());
    if (const QByteArray columns = settings.value(QStringLiteral("history/columns")).toByteArray(); !columns.isEmpty())
        m_history->restoreColumns(columns);
    const int scheme = settings.value(QStringLiteral("window/theme")).toInt();
    const bool chosen = scheme == int(ColorScheme::Light) || scheme == int(ColorScheme::Dark);
    setScheme(chosen ? ColorScheme(scheme) : ColorScheme::System);
    runners::RunRequest request;
    request.sides = {{.spec = settings.value(QStringLiteral("run/a")).toString()},
                     {.spec = settings.value(QStringLiteral("run/b")).toString()}};
    request.suite = settings.value(QStringLiteral("run/suite")).toString();
    request.numPrompts = settings.value(QStringLiteral("run/prompts")).toInt();
    m_run->form()->setRequest(request);
    const int place = settings.value(QStringLiteral("window/place"), int(Start)).toInt();
    if (place == Models || place == Run || place == History || place == Suites)
        go(Place(place));
    else if (place == Compare)
        openRun(settings.value(QStringLiteral("compare/run")).toString(),
                settings.value(QStringLiteral("compare/prompt")).toString());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveSession();
    if (!suitesMayClose()) {
        event->ignore();
        return;
    }
    event->accept();
}

} // namespace quantlens::ui
