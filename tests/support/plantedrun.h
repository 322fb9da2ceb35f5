// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engines/engine.h"
#include "tests/support/faultproxy.h"
#include "tests/support/process.h"

#include <QJsonArray>
#include <QTemporaryDir>

namespace quantlens::test {

/// A run through the fault proxy, as a user sees it.
struct PlantedRun
{
    Outcome outcome;
    QJsonObject json;             ///< the run format
    QList<PlantedRecord> planted; ///< what was really done to answers
    QList<PlantedRecord> answers; ///< those of them that became answers of the run (no fingerprints, no warm-up)

    [[nodiscard]] QJsonArray findings() const;
    /// Names of the findings' kinds, each once, sorted.
    [[nodiscard]] QStringList kinds() const;
    /// The findings of one kind; of one level, when it is not negative.
    [[nodiscard]] QList<QJsonObject> of(const QString& kind, int level = -1) const;
    /// Requests that the findings of one kind count, over all passes and levels.
    [[nodiscard]] int count(const QString& kind) const;
    /// The prompts that the findings of one kind name, each once, sorted.
    [[nodiscard]] QStringList prompts(const QString& kind) const;
    /// The prompts of the run whose answers were really changed, each once, sorted.
    [[nodiscard]] QStringList plantedPrompts() const;
    /// Everything printed, for a failing test.
    [[nodiscard]] QByteArray text() const;
};

/// A real llama-server with an F16 model and four slots, the fault proxy before it, and quantlens-cli.
class PlantedServer
{
public:
    /// Starts it, and with `second` a Q2_K under the same name for Plant::OtherQuant. Empty: it is up; else why not
    /// ("skip: …" where there is no engine).
    [[nodiscard]] QString start(bool second = false);
    void stop();

    /// quantlens-cli with these arguments against the proxy, on eight demo prompts. "URL" in an argument becomes the
    /// proxy's address, "F16" the same model asked past the proxy.
    [[nodiscard]] PlantedRun run(const QStringList& args, const QList<PlantedFault>& plan);

    /// Where the proxy listens, for runs that are not started by run().
    [[nodiscard]] QUrl url() const { return m_server->url(); }
    void setPlan(QList<PlantedFault> plan) { m_proxy->setPlan(std::move(plan)); }
    [[nodiscard]] QList<PlantedRecord> planted() const { return m_proxy->planted(); }
    /// The file with the eight prompts.
    [[nodiscard]] QString suite() const { return m_home.filePath(QStringLiteral("suite.jsonl")); }

    /// The id of the prompt with this text in it; its text is what faults can name as `contains`.
    [[nodiscard]] static QString promptId(const QByteArray& body);

private:
    QTemporaryDir m_home;
    std::shared_ptr<engines::Engine> m_engine;
    std::shared_ptr<engines::Engine> m_other;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<FakeServer> m_server;
    int m_runs = 0;
};

} // namespace quantlens::test
