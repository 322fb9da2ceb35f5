// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers from one session to the next.
#include "core/runners/planfile.h"
#include "core/runners/requestcommand.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/columnkeeper.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/suitespanel.h"
#include "ui/settings/settings.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QJsonDocument>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>

namespace quantlens::ui {

namespace {

constexpr std::pair<ColorScheme, QLatin1StringView> schemeNames[] = {
    {ColorScheme::System, QLatin1StringView("system")},
    {ColorScheme::Light, QLatin1StringView("light")},
    {ColorScheme::Dark, QLatin1StringView("dark")},
};

/// The scheme that the settings name.
ColorScheme schemeOf(const Settings& settings)
{
    const QString theme = settings.get<QString>(Setting::Theme);
    for (const auto& [scheme, name] : schemeNames) {
        if (theme == name)
            return scheme;
    }
    return ColorScheme::System;
}

} // namespace

ColorScheme MainWindow::keptScheme(const QString& configFolder)
{
    return schemeOf(Settings(configFolder));
}

void MainWindow::saveSession()
{
    m_settings->set(Setting::WindowGeometry, saveGeometry());
    // By the name of its action: places may come and go between versions.
    const QAction* shown = m_places->checkedAction();
    m_settings->set(Setting::Place, shown ? shown->objectName() : QString());
    for (const auto& [scheme, name] : schemeNames) {
        if (scheme == m_scheme)
            m_settings->set(Setting::Theme, QString(name));
    }
    for (const QSplitter* splitter : m_stack->findChildren<QSplitter*>()) {
        if (!splitter->objectName().isEmpty())
            m_settings->setEntry(Setting::Splitters, splitter->objectName(), splitter->saveState());
    }
    // A place that was never made keeps what it had.
    if (const RunPanel* panel = m_run.made()) {
        runners::RunRequest request = panel->form()->request();
        if (request.sides.isEmpty())
            request.sides.append(runners::SideRequest()); // a plan has a model
        m_settings->set(Setting::RunPlan, QJsonDocument(runners::planOf(request)).toJson(QJsonDocument::Compact));
    }
    if (const ComparePanel* panel = m_compare.made()) {
        // A run of somebody else's file cannot be found again by its id.
        const QString run = panel->run() ? panel->run()->data.run.id : QString();
        m_settings->set(Setting::ComparedRun, m_workspaces->holds(run) ? run : QString());
        m_settings->set(Setting::ComparedPrompt, panel->promptId());
        m_settings->set(Setting::CompareMode, panel->mode());
        m_settings->set(Setting::CompareCode, m_actions->action(QStringLiteral("compare.code"))->isChecked());
        m_settings->set(Setting::CompareUnified, m_actions->action(QStringLiteral("compare.unified"))->isChecked());
    }
    if (const StabilityPanel* panel = m_stability.made()) {
        // So does a half without a run: the place may not have been shown.
        for (const auto& [setting, shown] : {std::pair(Setting::DeterminismRun, panel->determinism()),
                                             std::pair(Setting::StressRun, panel->stress())}) {
            if (shown)
                m_settings->set(setting, m_workspaces->holds(shown->data.run.id) ? shown->data.run.id : QString());
        }
    }
    if (const SuitesPanel* panel = m_suites.made())
        m_settings->set(Setting::OpenSuite, panel->chosenSuite());
    if (const auto saved = m_settings->save(); !saved)
        report(saved.error());
}

void MainWindow::restoreSession()
{
    if (!restoreGeometry(m_settings->get<QByteArray>(Setting::WindowGeometry))) {
        const QSize room = screen() ? screen()->availableSize() : QSize(1440, 900);
        resize(QSize(1440, 900).boundedTo(room));
    }
    setScheme(schemeOf(*m_settings));
    m_restored = true;
    for (int place = 0; place < PlaceCount; ++place) {
        if (m_there.at(std::size_t(place)))
            restorePlace(Place(place));
    }
    restoreStability();
    const QString place = m_settings->get<QString>(Setting::Place);
    const QString run = m_settings->get<QString>(Setting::ComparedRun);
    const bool othersInStability = place == QLatin1StringView("go.stability") && !m_keptRuns.isEmpty() &&
                                   !m_keptRuns.contains(run) && services().store;
    const bool showsRuns = place == QLatin1StringView("go.compare") || place == QLatin1StringView("go.sweep") ||
                           place == QLatin1StringView("go.stability");
    if (m_keptRuns.removeAll(run) > 0 && !showsRuns)
        m_keptRuns.append(run); // nothing else loads it
    // A run goes to the place that shows its kind, unless a prompt of it was read.
    if (othersInStability) {
        go(Stability);
    } else if (showsRuns) {
        const bool withPrompt = place == QLatin1StringView("go.compare");
        load(services().store, run, withPrompt ? m_settings->get<QString>(Setting::ComparedPrompt) : QString(), true);
    }
    for (const QAction* action : m_places->actions()) {
        if (!showsRuns && action->objectName() == place)
            go(Place(action->data().toInt()));
    }
    if (this->place() == Start)
        showFirstPlace();
}

void MainWindow::showFirstPlace()
{
    goTo(m_settings->get<bool>(Setting::StartPage) ? Start : Run, false);
}

void MainWindow::restorePlace(Place place)
{
    for (QSplitter* splitter : m_stack->widget(place)->findChildren<QSplitter*>()) {
        if (!splitter->objectName().isEmpty())
            splitter->restoreState(m_settings->entry(Setting::Splitters, splitter->objectName()).toByteArray());
    }
    m_columns->adoptAll(m_stack->widget(place));
    if (place == Run) {
        // A plan that cannot be read any more is an empty form.
        if (const auto plan = runners::parsePlan(m_settings->get<QByteArray>(Setting::RunPlan), {}))
            m_run->form()->setRequest(plan->request);
    } else if (place == Compare) {
        m_compare->setMode(m_settings->get<QString>(Setting::CompareMode));
        m_actions->action(QStringLiteral("compare.code"))->setChecked(m_settings->get<bool>(Setting::CompareCode));
        m_actions->action(QStringLiteral("compare.unified"))
            ->setChecked(m_settings->get<bool>(Setting::CompareUnified));
    } else if (place == Suites) {
        m_suites->setFirstSuite(m_settings->get<QString>(Setting::OpenSuite));
    }
}

void MainWindow::restoreStability()
{
    for (const Setting setting : {Setting::DeterminismRun, Setting::StressRun}) {
        if (const QString id = m_settings->get<QString>(setting); !id.isEmpty())
            m_keptRuns.append(id);
    }
    connect(m_keptLoader, &RunLoader::loaded, this, [this](const ShownRunPtr& run) {
        if (StabilityPanel::shows(run->data.run)) {
            m_storeOf.insert(run->data.run.id, m_services.store);
            m_stability->restoreRun(run);
            updateTitle();
        }
        loadKeptRun();
    });
    connect(m_keptLoader, &RunLoader::failed, this, [this] {
        // Deleted since: nobody asked for it now, and it is not asked for again.
        for (const Setting setting : {Setting::DeterminismRun, Setting::StressRun}) {
            if (m_settings->get<QString>(setting) == m_keptRun)
                m_settings->set(setting, QString());
        }
        loadKeptRun();
    });
}

void MainWindow::loadKeptRun()
{
    if (m_keptRuns.isEmpty() || m_keptLoader->busy())
        return;
    if (!services().store)
        return;
    m_keptRun = m_keptRuns.takeFirst();
    m_keptLoader->load(m_services.store, m_keptRun);
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
