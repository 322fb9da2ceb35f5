// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers from one session to the next.
#include "core/runners/planfile.h"
#include "core/runners/requestcommand.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"

#include <QCloseEvent>
#include <QJsonDocument>
#include <QScreen>
#include <QSettings>
#include <QSplitter>

namespace quantlens::ui {

namespace {

QList<QSplitter*> sessionSplitters(const ModelsPanel* models, const RunPanel* run, const ComparePanel* compare)
{
    return QList<QSplitter*>{models->splitter()} + run->splitters() + compare->splitters();
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
    for (const QSplitter* splitter : sessionSplitters(m_modelsPanel, m_run, m_compare))
        settings.setValue(splitterKey(splitter), splitter->saveState());
    runners::RunRequest request = m_run->form()->request();
    if (request.sides.isEmpty())
        request.sides.append(runners::SideRequest()); // a plan has a model
    settings.setValue(QStringLiteral("run/plan"), QJsonDocument(runners::planOf(request)).toJson());
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
    for (QSplitter* splitter : sessionSplitters(m_modelsPanel, m_run, m_compare))
        splitter->restoreState(settings.value(splitterKey(splitter)).toByteArray());
    const int scheme = settings.value(QStringLiteral("window/theme")).toInt();
    const bool chosen = scheme == int(ColorScheme::Light) || scheme == int(ColorScheme::Dark);
    setScheme(chosen ? ColorScheme(scheme) : ColorScheme::System);
    // A plan that cannot be read any more is an empty form.
    if (const auto plan = runners::parsePlan(settings.value(QStringLiteral("run/plan")).toByteArray(), {}))
        m_run->form()->setRequest(plan->request);
    const int place = settings.value(QStringLiteral("window/place"), int(Start)).toInt();
    if (place == Models || place == Run)
        go(Place(place));
    else if (place == Compare)
        openRun(settings.value(QStringLiteral("compare/run")).toString(),
                settings.value(QStringLiteral("compare/prompt")).toString());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveSession();
    event->accept();
}

} // namespace quantlens::ui
