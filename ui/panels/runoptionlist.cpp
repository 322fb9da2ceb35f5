// SPDX-License-Identifier: GPL-3.0-or-later
// The options of a run, as docs/cli.md has them, in the words of the window.
#include "core/runners/planfile.h"
#include "core/runners/requestcommand.h"
#include "ui/panels/optionfields.h"

#include <QCoreApplication>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace quantlens::ui {

using domain::RunKind;
using runners::RunRequest;

namespace {

constexpr int mostAtOnce = 1024;
constexpr int anyCount = std::numeric_limits<int>::max();

struct OptionText
{
    Q_DECLARE_TR_FUNCTIONS(RunOptions)
};

template<class T>
OptionFields::Member<T> optionAt(T domain::RunOptions::* member)
{
    return [member](RunRequest& request) -> T& { return request.options.*member; };
}

template<class T>
OptionFields::Member<T> thresholdAt(T domain::Thresholds::* member)
{
    return [member](RunRequest& request) -> T& { return request.thresholds.*member; };
}

/// "1, 2, 4": none where it is not a list of levels.
std::optional<QList<int>> levelsOf(const QString& text)
{
    QList<int> levels;
    for (const QString& item : text.split(u',')) {
        bool ok = false;
        const int level = item.trimmed().toInt(&ok);
        if (!ok || level < 1 || level > mostAtOnce || levels.contains(level))
            return std::nullopt;
        levels.append(level);
    }
    return levels;
}

void addLevels(OptionFields* fields)
{
    auto* line = new QLineEdit(fields);
    const auto textOf = [](const QList<int>& levels) {
        QStringList parts;
        for (const int level : levels)
            parts.append(QString::number(level));
        return parts.join(QStringLiteral(", "));
    };
    const QString plain = textOf(domain::RunOptions().levels);
    line->setText(plain);
    QObject::connect(line, &QLineEdit::textChanged, fields, &OptionFields::changed);
    fields->addField(
        {"run-levels", OptionText::tr("Concurrency"),
         OptionText::tr(
             "Requests in flight, level by level, from 1 to 1024, each once. Every level asks every prompt; the "
             "first level whose answers are others is what breaks the model."),
         kindBit(RunKind::Stress)},
        plain, line,
        [line](RunRequest& request) {
            // Something that is no list asks nothing: the plan's check says so.
            request.options.levels = levelsOf(line->text()).value_or(QList<int>());
        },
        [line, textOf](const RunRequest& request) { line->setText(textOf(request.options.levels)); });
}

void addArguments(OptionFields* fields, const char* name, const QString& label, OptionFields::Kinds kinds, int side)
{
    auto* line = new QLineEdit(fields);
    line->setPlaceholderText(OptionText::tr("none"));
    QObject::connect(line, &QLineEdit::textChanged, fields, &OptionFields::changed);
    fields->addField(
        {name, label,
         OptionText::tr("More arguments for the llama-server started for this model, as on a shell's line: -ctk q8_0 "
                        "-ctv q8_0 compares with a quantized KV cache. Without effect for a server that runs already."),
         kinds},
        OptionText::tr("none"), line,
        [line, side](RunRequest& request) {
            if (side < request.sides.size())
                request.sides[side].engineArgs = runners::splitArguments(line->text()).value_or(QStringList());
        },
        [line, side](const RunRequest& request) {
            line->setText(runners::joinArguments(request.sides.value(side).engineArgs));
        });
}

void addForSides(OptionFields* fields, const char* name, const QString& label, const QString& tip,
                 const QString& placeholder, QString runners::SideRequest::* member)
{
    auto* line = new QLineEdit(fields);
    line->setPlaceholderText(placeholder);
    QObject::connect(line, &QLineEdit::textChanged, fields, &OptionFields::changed);
    fields->addField(
        {name, label, tip}, placeholder, line,
        [line, member](RunRequest& request) {
            for (runners::SideRequest& side : request.sides)
                side.*member = line->text().trimmed();
        },
        [line, member](const RunRequest& request) { line->setText(request.sides.value(0).*member); });
}

} // namespace

void addBasicOptions(OptionFields* fields)
{
    using O = domain::RunOptions;
    const OptionFields::Kinds determinism = kindBit(RunKind::Determinism);
    const OptionFields::Kinds stress = kindBit(RunKind::Stress);
    fields->addWhole({"run-runs", OptionText::tr("Runs"),
                      OptionText::tr("How many answers to each prompt are asked for, all with the same request."),
                      determinism},
                     1, 1'000'000, {}, optionAt(&O::runs));
    fields->addChoice<domain::RepeatMode>(
        {"run-repeat-mode", OptionText::tr("Mode"),
         OptionText::tr(
             "Cold: one at a time, without the prompt cache. Warm: one at a time, with it. Concurrent: as many "
             "at once as the server has slots."),
         determinism},
        {{domain::RepeatMode::Cold, OptionText::tr("cold")},
         {domain::RepeatMode::Warm, OptionText::tr("warm: prompt cache on")},
         {domain::RepeatMode::Concurrent, OptionText::tr("concurrent")}},
        optionAt(&O::mode));
    fields->addFlag(
        {"run-stop-early", OptionText::tr("Stop early"),
         OptionText::tr("A prompt is not asked again after its first different answer: saves time where only "
                        "whether it repeats matters."),
         determinism},
        OptionText::tr("at the first difference"), optionAt(&O::stopEarly));
    addLevels(fields);
    fields->addReal(
        {"run-temperature", OptionText::tr("Temperature"),
         OptionText::tr("0: always the most probable token, so that differences come from the models and not "
                        "from chance. Above 0 answers are sampled: ask for several of each prompt."),
         OptionFields::comparing},
        0, 10, 2, 0.1, optionAt(&O::temperature));
    fields->addWhole(
        {"run-repeat", OptionText::tr("Samples"),
         OptionText::tr("Answers to each prompt and model. More than one says something above temperature 0 "
                        "only."),
         OptionFields::comparing},
        1, 100'000, {}, optionAt(&O::repeat));
    fields->addWhole({"run-copies", OptionText::tr("Copies"),
                      OptionText::tr("How often each prompt is asked at each level."), stress},
                     1, 100'000, {}, optionAt(&O::repeat));
    fields->addChoice<domain::Distributions>(
        {"run-distributions", OptionText::tr("Distributions"),
         OptionText::tr(
             "Where KL divergence comes from. Teacher-forced: each model follows the baseline's tokens, where "
             "its server can, so that every position counts. Shared prefix: only up to the first difference. "
             "Off: no divergence."),
         OptionFields::comparing},
        {{domain::Distributions::Teacher, OptionText::tr("teacher-forced")},
         {domain::Distributions::Prefix, OptionText::tr("shared prefix")},
         {domain::Distributions::Off, OptionText::tr("off")}},
        optionAt(&O::distributions));
    const QString checkTip = OptionText::tr("Asks the baseline a second time: what differs then is noise, and "
                                            "differences within it say nothing. Full: also "
                                            "with the prompt cache on, and with all slots of the server busy.");
    fields->addChoice<domain::SelfCheck>(
        {"run-self-check", OptionText::tr("Self-check"), checkTip, kindBit(RunKind::Compare) | kindBit(RunKind::Diff)},
        {{domain::SelfCheck::Off, OptionText::tr("off")},
         {domain::SelfCheck::Repeat, OptionText::tr("repeat")},
         {domain::SelfCheck::Full, OptionText::tr("full")}},
        optionAt(&O::selfCheck));
    fields->addChoice<domain::SelfCheck>(
        {"run-self-check-auto", OptionText::tr("Self-check"),
         checkTip + u' ' + OptionText::tr("Automatic: full where the server answers several at once, else repeat."),
         kindBit(RunKind::Sweep) | stress},
        {{domain::SelfCheck::Off, OptionText::tr("automatic")},
         {domain::SelfCheck::Repeat, OptionText::tr("repeat")},
         {domain::SelfCheck::Full, OptionText::tr("full")}},
        optionAt(&O::selfCheck));
    fields->addWhole(
        {"run-max-tokens", OptionText::tr("Max tokens"),
         OptionText::tr("Where an answer is cut off. As the suite says: each prompt's own limit, else 1,024.")},
        0, 1'000'000, OptionText::tr("as the suite says"), optionAt(&O::maxTokens));
    fields->addWhole(
        {"run-parallel", OptionText::tr("Parallel"),
         OptionText::tr("Requests in flight to each server. Above 1 a server answers in batches, which may "
                        "change answers: a self-check tells by how much."),
         OptionFields::every & ~stress},
        1, mostAtOnce, {}, optionAt(&O::parallel));
}

void addAdvancedOptions(OptionFields* fields)
{
    using O = domain::RunOptions;
    const OptionFields::Kinds compare = kindBit(RunKind::Compare);
    const OptionFields::Kinds single = kindBit(RunKind::Determinism) | kindBit(RunKind::Stress);
    fields->addChoice<bool>({"run-chat", OptionText::tr("Ask by"),
                             OptionText::tr("Chat: the server puts the prompt into the model's chat template. Raw: the "
                                            "bare text.")},
                            {{true, OptionText::tr("chat")}, {false, OptionText::tr("raw text")}}, optionAt(&O::chat));
    fields->addLine({"run-system", OptionText::tr("System"), OptionText::tr("A system message before every prompt.")},
                    OptionText::tr("none"), optionAt(&O::system));
    fields->addFlag({"run-thinking", OptionText::tr("Thinking"),
                     OptionText::tr("For models with a thinking switch: reasoning is kept apart from the answer.")},
                    OptionText::tr("let the model think"), optionAt(&O::thinking));
    fields->addField(
        {"run-seed", OptionText::tr("Seed"),
         OptionText::tr("Sent with every request; matters above temperature 0 only. A whole number up to 4294967295.")},
        QStringLiteral("42"),
        [fields] {
            auto* line = new QLineEdit(QStringLiteral("42"), fields);
            line->setMaxLength(10);
            QObject::connect(line, &QLineEdit::textChanged, fields, &OptionFields::changed);
            return line;
        }(),
        [fields](RunRequest& request) {
            bool ok = false;
            const uint seed = fields->findChild<QLineEdit*>(QStringLiteral("run-seed"))->text().toUInt(&ok);
            request.options.seed = ok ? seed : domain::RunOptions().seed;
        },
        [fields](const RunRequest& request) {
            fields->findChild<QLineEdit*>(QStringLiteral("run-seed"))->setText(QString::number(request.options.seed));
        });
    fields->addWhole({"run-top-logprobs", OptionText::tr("Top logprobs"),
                      OptionText::tr("Alternatives recorded at every token: the fork inspector lives on them.")},
                     0, anyCount, OptionText::tr("none"), optionAt(&O::topLogprobs));
    fields->addWhole(
        {"run-forced-top", OptionText::tr("Forced top"),
         OptionText::tr("Alternatives recorded while a model follows the baseline's tokens. The size of the "
                        "vocabulary makes KL divergence exact."),
         OptionFields::comparing},
        0, anyCount, OptionText::tr("as above"), optionAt(&O::forcedTopLogprobs));
    fields->addFlag({"run-server-sampling", OptionText::tr("Samplers"),
                     OptionText::tr("Leave penalties and samplers as the server has them, instead of neutral ones.")},
                    OptionText::tr("as the server has them"), optionAt(&O::serverSampling));
    fields->addReal({"run-minor", OptionText::tr("Minor from"),
                     OptionText::tr("Least similarity of a difference that is called minor."), OptionFields::comparing},
                    0, 1, 3, 0.05, optionAt(&O::minor));
    fields->addReal({"run-moderate", OptionText::tr("Moderate from"),
                     OptionText::tr("Least similarity of a difference that is called moderate; below it is severe."),
                     OptionFields::comparing},
                    0, 1, 3, 0.05, optionAt(&O::moderate));
    fields->addFlag({"run-timing", OptionText::tr("Timing"),
                     OptionText::tr("The models take turns, so that their speeds can be compared. Takes longer."),
                     OptionFields::comparing},
                    OptionText::tr("models take turns"), optionAt(&O::timing));
    fields->addFlag({"run-no-stream", OptionText::tr("Streaming"),
                     OptionText::tr("Wait for whole answers: nothing is seen before an answer ends.")},
                    OptionText::tr("wait for whole answers"), optionAt(&O::stream), true);
    fields->addWhole({"run-retries", OptionText::tr("Retries"),
                      OptionText::tr("Tries after a busy or broken server, as long as no output began.")},
                     0, 1000, {}, optionAt(&O::retries));
    fields->addSeconds({"run-first-byte", OptionText::tr("First byte"),
                        OptionText::tr("How long a server may take until an answer begins.")},
                       0.001, {}, optionAt(&O::firstByteTimeoutMs));
    fields->addSeconds({"run-idle", OptionText::tr("Idle"), OptionText::tr("How long an answer that began may pause.")},
                       0.001, {}, optionAt(&O::idleTimeoutMs));
    fields->addSeconds({"run-deadline", OptionText::tr("Deadline"), OptionText::tr("For a whole answer.")}, 0,
                       OptionText::tr("none"), optionAt(&O::deadlineMs));
    fields->addFlag({"run-allow-same", OptionText::tr("Same model"),
                     OptionText::tr("Also go on when two specs turn out to be one loaded model."),
                     OptionFields::comparing},
                    OptionText::tr("allowed"), optionAt(&O::allowSame));
    fields->addFlag({"run-strict-prompts", OptionText::tr("Prompts"),
                     OptionText::tr("End the run when a prompt reaches the models as different tokens."),
                     OptionFields::comparing},
                    OptionText::tr("must be the same tokens"), optionAt(&O::strictPrompts));
    fields->addFlag({"run-compatible", OptionText::tr("Compatible"),
                     OptionText::tr("Resolve and send what infer-check 0.2.6 does.")},
                    OptionText::tr("as infer-check"), optionAt(&O::compatible));
    addArguments(fields, "run-args-a", OptionText::tr("Arguments A"), compare, 0);
    addArguments(fields, "run-args-b", OptionText::tr("Arguments B"), compare, 1);
    addArguments(fields, "run-args", OptionText::tr("Arguments"), single, 0);
    addForSides(fields, "run-key-env", OptionText::tr("Key from"),
                OptionText::tr("The environment variable that holds the API key: its name, never the key. Keys of the "
                               "keychain are found by themselves."),
                OptionText::tr("keychain"), &runners::SideRequest::keyName);
    addForSides(fields, "run-ca-file", OptionText::tr("Certificates"),
                OptionText::tr("A PEM file with further certificates to trust."), OptionText::tr("the system's"),
                &runners::SideRequest::caFile);
}

void addThresholds(OptionFields* fields)
{
    using T = domain::Thresholds;
    constexpr double anyKld = 1000;
    fields->addThreshold(
        {"run-max-flips", OptionText::tr("Flips at most"),
         OptionText::tr("Share of answers that went from right to wrong or back, as a fraction of 1. The "
                        "suite needs reference answers."),
         OptionFields::comparing},
        1, thresholdAt(&T::maxFlipRate));
    fields->addThreshold({"run-max-changed", OptionText::tr("Changed at most"),
                          OptionText::tr("Share of answers that are others, right or wrong, as a fraction of 1."),
                          OptionFields::comparing},
                         1, thresholdAt(&T::maxChangedRate));
    fields->addThreshold({"run-min-similarity", OptionText::tr("Similarity from"),
                          OptionText::tr("Mean similarity of the texts, 0 to 1."), OptionFields::comparing},
                         1, thresholdAt(&T::minSimilarity));
    fields->addThreshold({"run-max-severe", OptionText::tr("Severe at most"),
                          OptionText::tr("Share of severe differences, as a fraction of 1."), OptionFields::comparing},
                         1, thresholdAt(&T::maxSevere));
    fields->addThreshold({"run-max-kld", OptionText::tr("KLD at most"),
                          OptionText::tr("Geometric mean of the KL divergence, in nats."), OptionFields::comparing},
                         anyKld, thresholdAt(&T::maxKld));
    fields->addThreshold({"run-min-determinism", OptionText::tr("Determinism from"),
                          OptionText::tr("Mean determinism, 0 to 1."), kindBit(RunKind::Determinism)},
                         1, thresholdAt(&T::minDeterminism));
    fields->addThreshold({"run-min-consistency", OptionText::tr("Consistency from"),
                          OptionText::tr("Share of equal outputs at every level, 0 to 1."), kindBit(RunKind::Stress)},
                         1, thresholdAt(&T::minConsistency));
    auto* errors = new QSpinBox(fields);
    errors->setRange(0, anyCount);
    QObject::connect(errors, &QSpinBox::valueChanged, fields, &OptionFields::changed);
    fields->addField(
        {"run-max-errors", OptionText::tr("Errors at most"),
         OptionText::tr("Failed requests that are tolerated; with more the run could not compare.")},
        QStringLiteral("0"), errors, [errors](RunRequest& request) { request.thresholds.maxErrors = errors->value(); },
        [errors](const RunRequest& request) {
            errors->setValue(int(std::min<qint64>(request.thresholds.maxErrors, anyCount)));
        });
    fields->addChoice<domain::Judging>(
        {"run-judging", OptionText::tr("Judging"),
         OptionText::tr("Normal: a threshold fails where the interval is beyond it, and is undecided where it lies in "
                        "between. Strict: the measured value alone decides. Prove: the whole 95 % interval has to be "
                        "within.")},
        {{domain::Judging::Normal, OptionText::tr("normal")},
         {domain::Judging::Strict, OptionText::tr("strict")},
         {domain::Judging::Prove, OptionText::tr("prove")}},
        thresholdAt(&T::judging));
    fields->addChoice<std::optional<domain::Verdict>>(
        {"run-undecidable", OptionText::tr("Undecidable"), OptionText::tr("What counts when the data cannot decide.")},
        {{std::nullopt, OptionText::tr("stays undecided")},
         {domain::Verdict::Pass, OptionText::tr("passes")},
         {domain::Verdict::Fail, OptionText::tr("fails")}},
        thresholdAt(&T::undecidable));
}

} // namespace quantlens::ui
