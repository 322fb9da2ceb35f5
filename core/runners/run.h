// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/backend.h"
#include "core/backends/identity.h"
#include "core/backends/promptcheck.h"
#include "core/engines/enginepool.h"
#include "core/net/cancel.h"
#include "core/runners/endpoint.h"
#include "core/runners/livereporter.h"
#include "core/runners/plan.h"
#include "core/runners/schedule.h"
#include "core/store/store.h"

#include <QCoroTask>
#include <QHash>
#include <QSet>

#include <functional>
#include <map>
#include <memory>
#include <set>

namespace quantlens::runners {

/// A stored run to go on with.
struct ResumeRequest
{
    QString run;                            ///< id, a unique prefix of one, or "latest"
    bool failedOnly = false;                ///< only what failed is asked again, not what was never asked
    QList<domain::GenerationKey> only = {}; ///< with failedOnly: of these only; empty: everything that failed
};

/// One run of any kind from plan to end. Keep it until the task of run() has ended.
class Run
{
public:
    Run(RunRequest request, std::shared_ptr<store::Store> store, LiveReporter* reporter);
    Run(ResumeRequest request, std::shared_ptr<store::Store> store, LiveReporter* reporter);
    ~Run();

    /// Called with the record when the run is planned, its servers answer and it is stored.
    std::function<void(const domain::RunRecord&)> onStarted;

    /// Where API keys are looked for.
    secrets::KeySources keys;
    /// Which programs are started as engines.
    engines::Programs programs;

    /// Runs everything. The record's status and error say how it ended; its id is empty when nothing was stored.
    [[nodiscard]] QCoro::Task<domain::RunRecord> run();

    /// First call: what is in flight is finished and saved. Second call: everything stops at once.
    void cancel();
    /// While paused nothing new is asked; what is in flight is finished.
    void setPaused(bool paused);
    /// Asks failed requests again while their servers are still up: at the end of their turn. Returns those it took;
    /// what is not failed, or whose turn is over, is not among them.
    QList<domain::GenerationKey> retry(const QList<domain::GenerationKey>& keys);
    /// The run's id once it is known.
    [[nodiscard]] QString id() const { return m_plan.run.id; }

private:
    struct PhaseState;
    using Endpoints = std::vector<std::unique_ptr<Endpoint>>;

    [[nodiscard]] QCoro::Task<base::Expected<void>> prepare();
    [[nodiscard]] QCoro::Task<base::Expected<void>> loadStored(ResumeRequest request);
    [[nodiscard]] QCoro::Task<base::Expected<void>> execute();
    [[nodiscard]] QCoro::Task<base::Expected<void>> runTurn(QList<int> turn);
    [[nodiscard]] base::Expected<void> checkOpened(const QList<int>& turn) const;
    [[nodiscard]] base::Expected<void> checkDifferent() const;
    [[nodiscard]] QCoro::Task<base::Expected<void>> checkPrompts(const Endpoints* endpoints);
    void noteTogether(const Endpoints& endpoints);
    [[nodiscard]] int plannedCount() const;
    void learnIdentities(const Endpoints& endpoints);
    void settleUnit();
    [[nodiscard]] bool isNeeded(const QList<int>& turn) const;

    [[nodiscard]] QCoro::Task<void> runStep(Step step, const Endpoints* endpoints);
    [[nodiscard]] QList<Step> takeRetries(const QList<int>& turn);
    void showStored();
    [[nodiscard]] QCoro::Task<void> runPhases(std::vector<PhaseState*> phases);
    [[nodiscard]] QCoro::Task<void> work(PhaseState* phase);
    [[nodiscard]] bool isSkipped(const domain::GenerationKey& key) const;
    [[nodiscard]] QCoro::Task<void> ask(PhaseState* phase, domain::GenerationKey key);
    [[nodiscard]] domain::GenerationRequest requestOf(const domain::GenerationKey& key, bool cachePrompt) const;
    [[nodiscard]] QCoro::Task<domain::Generation> answerOf(PhaseState* phase, domain::GenerationKey key, LiveRow* row);
    [[nodiscard]] QCoro::Task<void> learnTokens(Endpoint* endpoint, QString promptId, domain::Generation answer);
    [[nodiscard]] QCoro::Task<void> tokensOfStored(const Endpoints* endpoints);
    void keep(const domain::Generation& answer);
    void score(const QString& promptId);

    [[nodiscard]] QCoro::Task<void> closeTurn(const Endpoints* endpoints);
    [[nodiscard]] QCoro::Task<void> finish(base::Expected<void> result);

    std::optional<RunRequest> m_request;
    std::optional<ResumeRequest> m_resume;
    std::shared_ptr<store::Store> m_store;
    LiveReporter* m_reporter;
    net::Cancel m_cancel;
    engines::EnginePool m_engines;
    RunPlan m_plan;
    bool m_stored = false;
    bool m_stopAsking = false;
    bool m_paused = false;
    bool m_entriesRebuild = true; ///< so far every answer's tokens give its text
    double m_begunAt = 0;
    std::optional<base::Error> m_storeError;

    std::map<int, backends::SideIdentity> m_identities; ///< of the sides opened so far
    std::map<int, QList<int>> m_probeIds;               ///< by side
    std::map<domain::GenerationKey, int> m_rows;        ///< row of the live table
    QList<LiveRow> m_storedRows;                        ///< resumed runs: answers of before, until they are shown
    std::set<domain::GenerationKey> m_failed;           ///< in this session
    std::set<domain::GenerationKey> m_retries;          ///< wanted once more
    QList<int> m_turn;                                  ///< sides whose servers are up and are being asked
    std::optional<backends::PromptChecker> m_prompting;
    std::map<std::pair<int, QString>, QString> m_storedHashes; ///< resumed runs: prompt hashes by side and prompt
    std::set<domain::GenerationKey> m_have;                    ///< stored and not to be asked again
    std::set<domain::GenerationKey> m_excluded;                ///< --failed-only: never asked, and not to be asked now
    QHash<QString, domain::Prompt> m_prompts;
    QHash<QString, backends::AnswerTokens> m_tokens;         ///< of the baseline's answers, to be followed
    QHash<QString, base::Error> m_noTokens;                  ///< why a baseline's answer cannot be followed
    QHash<QString, QMap<int, domain::Generation>> m_answers; ///< free answers by prompt and side, until they are scored
    QHash<QString, QString> m_firstText;                     ///< determinism: the first answer of a prompt
    QSet<QString> m_differs;                                 ///< determinism: prompts with more than one output
};

} // namespace quantlens::runners
