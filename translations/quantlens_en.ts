<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Demo</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StabilityPanel</name>
    <message numerus="yes">
        <source>%n prompt(s) not repeatable at rest, left out</source>
        <translation>
            <numerusform>%n prompt not repeatable at rest, left out</numerusform>
            <numerusform>%n prompts not repeatable at rest, left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %n prompt(s) always failed</source>
        <translation>
            <numerusform> · %n prompt always failed</numerusform>
            <numerusform> · %n prompts always failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::ComparePanel</name>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n difference</numerusform>
            <numerusform>%n differences</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::DiffView</name>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n difference</numerusform>
            <numerusform>%n differences</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::ErrorsDialog</name>
    <message numerus="yes">
        <source>⚠ %n request(s) of the run in Run failed.</source>
        <translation>
            <numerusform>⚠ %n request of the run in Run failed.</numerusform>
            <numerusform>⚠ %n requests of the run in Run failed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::FigureView</name>
    <message numerus="yes">
        <source>Click: open %n prompt(s)</source>
        <translation>
            <numerusform>Click: open %n prompt</numerusform>
            <numerusform>Click: open %n prompts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n run(s)</source>
        <translation>
            <numerusform>%1, %n run</numerusform>
            <numerusform>%1, %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::HistoryPanel</name>
    <message numerus="yes">
        <source>Deleted %n run(s). For a day they can come back.</source>
        <translation>
            <numerusform>Deleted %n run. For a day it can come back.</numerusform>
            <numerusform>Deleted %n runs. For a day they can come back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::MainWindow</name>
    <message numerus="yes">
        <source>⚠ %n error(s)</source>
        <translation>
            <numerusform>⚠ %n error</numerusform>
            <numerusform>⚠ %n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) imported; ids of other runs were replaced</source>
        <translation>
            <numerusform>%n run imported; ids of other runs were replaced</numerusform>
            <numerusform>%n runs imported; ids of other runs were replaced</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) imported</source>
        <translation>
            <numerusform>%n run imported</numerusform>
            <numerusform>%n runs imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s) could not be imported.</source>
        <translation>
            <numerusform>%n more file could not be imported.</numerusform>
            <numerusform>%n more files could not be imported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::ModelEditor</name>
    <message numerus="yes">
        <source>adding of %n model(s)</source>
        <translation>
            <numerusform>adding of %n model</numerusform>
            <numerusform>adding of %n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>removal of %n model(s)</source>
        <translation>
            <numerusform>removal of %n model</numerusform>
            <numerusform>removal of %n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::ModelFacts</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::PromptFilter</name>
    <message numerus="yes">
        <source>The expression takes too many steps in %n text(s), which are left out.</source>
        <translation>
            <numerusform>The expression takes too many steps in %n text, which is left out.</numerusform>
            <numerusform>The expression takes too many steps in %n texts, which are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::RunDetails</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n prompt(s)</source>
        <translation>
            <numerusform>%1, %n prompt</numerusform>
            <numerusform>%1, %n prompts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::RunDiffView</name>
    <message numerus="yes">
        <source>%n prompt(s) in common</source>
        <translation>
            <numerusform>%n prompt in common</numerusform>
            <numerusform>%n prompts in common</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::RunForm</name>
    <message numerus="yes">
        <source>(and %n more)</source>
        <translation>
            <numerusform>(and %n more)</numerusform>
            <numerusform>(and %n more)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n categories</source>
        <translation>
            <numerusform>%n category</numerusform>
            <numerusform>%n categories</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n single prompts</source>
        <translation>
            <numerusform>%n single prompt</numerusform>
            <numerusform>%n single prompts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::RunList</name>
    <message numerus="yes">
        <source> · %n error(s)</source>
        <translation>
            <numerusform> · %n error</numerusform>
            <numerusform> · %n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sweep of %n model(s) against %1</source>
        <translation>
            <numerusform>Sweep of %n model against %1</numerusform>
            <numerusform>Sweep of %n models against %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 ↔ %n other(s)</source>
        <translation>
            <numerusform>%1 ↔ %n other</numerusform>
            <numerusform>%1 ↔ %n others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::RunMarks</name>
    <message numerus="yes">
        <source>Delete %n run(s)</source>
        <translation>
            <numerusform>Delete %n run</numerusform>
            <numerusform>Delete %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bring back %n run(s)</source>
        <translation>
            <numerusform>Bring back %n run</numerusform>
            <numerusform>Bring back %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::RunProgress</name>
    <message numerus="yes">
        <source>⚠ %n error(s)</source>
        <translation>
            <numerusform>⚠ %n error</numerusform>
            <numerusform>⚠ %n errors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::RunRequests</name>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::RunSoFar</name>
    <message numerus="yes">
        <source>%n undetermined answer(s) kept apart</source>
        <translation>
            <numerusform>%n undetermined answer kept apart</numerusform>
            <numerusform>%n undetermined answers kept apart</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::RunSummary</name>
    <message numerus="yes">
        <source>%n undetermined</source>
        <translation>
            <numerusform>%n undetermined</numerusform>
            <numerusform>%n undetermined</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s) with an answer set by hand</source>
        <translation>
            <numerusform>%n pair with an answer set by hand</numerusform>
            <numerusform>%n pairs with an answer set by hand</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::StabilityPanel</name>
    <message numerus="yes">
        <source>%n run(s), the most frequent</source>
        <translation>
            <numerusform>%n run, the most frequent</numerusform>
            <numerusform>%n runs, the most frequent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::SuiteCoverage</name>
    <message numerus="yes">
        <source>%n prompt(s), </source>
        <translation>
            <numerusform>%n prompt, </numerusform>
            <numerusform>%n prompts, </numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with a reference.</source>
        <translation>
            <numerusform>%n with a reference.</numerusform>
            <numerusform>%n with a reference.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::SuiteDocument</name>
    <message numerus="yes">
        <source>Remove %n prompt(s)</source>
        <translation>
            <numerusform>Remove %n prompt</numerusform>
            <numerusform>Remove %n prompts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::SuitesPanel</name>
    <message numerus="yes">
        <source>%n prompt(s)</source>
        <translation>
            <numerusform>%n prompt</numerusform>
            <numerusform>%n prompts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::SweepPanel</name>
    <message numerus="yes">
        <source>Sweep of %1, %n model(s)</source>
        <translation>
            <numerusform>Sweep of %1, %n model</numerusform>
            <numerusform>Sweep of %1, %n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::TrendView</name>
    <message numerus="yes">
        <source>%1 (%n run(s))</source>
        <translation>
            <numerusform>%1 (%n run)</numerusform>
            <numerusform>%1 (%n runs)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quantlens::ui::UnfinishedBar</name>
    <message numerus="yes">
        <source>%n unfinished runs, the newest: %1</source>
        <translation>
            <numerusform>%n unfinished run, the newest: %1</numerusform>
            <numerusform>%n unfinished runs, the newest: %1</numerusform>
        </translation>
    </message>
</context>
</TS>
