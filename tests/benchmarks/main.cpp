// SPDX-License-Identifier: GPL-3.0-or-later
// Widgets are painted without a screen unless QT_QPA_PLATFORM says otherwise. Exit code 1 when a figure is beyond its
// limit: a counter "p99" is judged by the counter "p99_limit" of the same benchmark.
#include <QApplication>

#include <benchmark/benchmark.h>

#include <cstdio>
#include <string>
#include <vector>

namespace {

/// Prints as usual, and remembers what was beyond its limit or could not be measured.
class LimitReporter final : public benchmark::ConsoleReporter
{
public:
    using ConsoleReporter::ConsoleReporter;

    void ReportRuns(const std::vector<Run>& reports) override
    {
        ConsoleReporter::ReportRuns(reports);
        for (const Run& run : reports) {
            if (run.skipped == benchmark::internal::SkippedWithError)
                m_beyond.push_back(run.benchmark_name() + ": " + run.skip_message);
            for (const auto& [name, limit] : run.counters) {
                const auto ending = name.rfind("_limit");
                if (ending == std::string::npos || ending + 6 != name.size())
                    continue;
                const auto judged = run.counters.find(name.substr(0, ending));
                if (judged == run.counters.end() || judged->second.value <= limit.value)
                    continue;
                m_beyond.push_back(run.benchmark_name() + ' ' + run.report_label + ": " + judged->first + ' ' +
                                   std::to_string(judged->second.value) + ", at most " + std::to_string(limit.value));
            }
        }
    }

    [[nodiscard]] const std::vector<std::string>& beyond() const { return m_beyond; }

private:
    std::vector<std::string> m_beyond;
};

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    LimitReporter reporter(benchmark::ConsoleReporter::OO_Tabular);
    benchmark::RunSpecifiedBenchmarks(&reporter);
    benchmark::Shutdown();
    for (const std::string& line : reporter.beyond())
        std::fprintf(stderr, "beyond its limit: %s\n", line.c_str());
    return reporter.beyond().empty() ? 0 : 1;
}
