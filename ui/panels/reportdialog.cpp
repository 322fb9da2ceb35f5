// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/reportdialog.h"

#include "core/base/text.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/reportjob.h"
#include "ui/models/runtext.h"
#include "ui/panels/parts.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QTextDocument>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <utility>

namespace quantlens::ui {

namespace {

constexpr int previewWidth = 660;
constexpr int previewDelay = 150; ///< ms: several boxes in a row make one preview

struct PartBox
{
    reports::Part part;
    QString text;
    const char* id;
};

QList<PartBox> partBoxes()
{
    return {{reports::Part::Models, ReportDialog::tr("Models and options"), "models"},
            {reports::Part::Numbers, ReportDialog::tr("Headline numbers"), "numbers"},
            {reports::Part::Charts, ReportDialog::tr("Charts"), "charts"},
            {reports::Part::Categories, ReportDialog::tr("By category"), "categories"},
            {reports::Part::Noise, ReportDialog::tr("Noise and findings"), "noise"},
            {reports::Part::Pairs, ReportDialog::tr("Flips and worst prompts"), "pairs"},
            {reports::Part::Index, ReportDialog::tr("List of all prompts"), "index"},
            {reports::Part::Outputs, ReportDialog::tr("All other outputs"), "outputs"},
            {reports::Part::Failures, ReportDialog::tr("Failed requests"), "failures"},
            {reports::Part::Command, ReportDialog::tr("Command to run it again"), "command"},
            {reports::Part::Method, ReportDialog::tr("How the numbers were made"), "method"}};
}

/// Formats that always hold the whole run.
bool isWhole(reports::Format format)
{
    return format == reports::Format::Json || format == reports::Format::Csv || format == reports::Format::JUnit;
}

} // namespace

void registerReportAction(ActionCollection* actions)
{
    actions->add({.id = QStringLiteral("file.report"),
                  .text = ReportDialog::tr("R&eport…"),
                  .icon = Glyph::Report,
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_E)},
                  .tip = ReportDialog::tr("Choose what a report of this run holds, look at it, and export it")});
}

ReportPreview::ReportPreview(QWidget* parent)
    : QTextBrowser(parent)
{
    setOpenLinks(false);
    setOpenExternalLinks(false);
    nameControl(this, QStringLiteral("report-preview"), tr("Preview of the report"));
    QPalette paper = palette();
    paper.setColor(QPalette::Base, Qt::white);
    paper.setColor(QPalette::Text, Qt::black);
    setPalette(paper);
    setViewportMargins(0, 0, 0, 0);
}

void ReportPreview::showDocument(const std::shared_ptr<QTextDocument>& document)
{
    document->setDocumentMargin(16);
    setDocument(document.get());
    m_document = document;
}

QVariant ReportPreview::loadResource(int /*type*/, const QUrl& /*name*/)
{
    return {};
}

ReportDialog::ReportDialog(ShownRunPtr run, QWidget* parent)
    : QDialog(parent)
    , m_run(std::move(run))
    , m_job(new ReportJob(this))
    , m_previewJob(new ReportJob(this))
    , m_later(new QTimer(this))
    , m_preview(new ReportPreview(this))
    , m_progress(new QProgressBar(this))
    , m_status(plainLabel({}, this, true))
{
    setObjectName(QStringLiteral("report-dialog"));
    setWindowTitle(tr("Report: %1").arg(runTitle(m_run->data.run)));
    resize(1000, 720);
    auto* across = new QSplitter(this);
    across->addWidget(choices());
    across->addWidget(m_preview);
    across->setStretchFactor(1, 1);
    across->setChildrenCollapsible(false);
    across->setSizes({230, 740});

    nameControl(m_progress, QStringLiteral("report-progress"), tr("Progress of the report"));
    m_progress->setRange(0, 100);
    m_progress->setMaximumWidth(200);
    nameControl(m_status, QStringLiteral("report-status"), tr("What became of the report"));
    auto* buttons = new QDialogButtonBox(this);
    m_export = buttons->addButton(tr("&Export…"), QDialogButtonBox::ActionRole);
    m_copy = buttons->addButton(tr("&Copy as HTML"), QDialogButtonBox::ActionRole);
    m_close = buttons->addButton(QDialogButtonBox::Close);
    nameControl(m_export, QStringLiteral("report-export"), tr("Write the report into a file"));
    nameControl(m_copy, QStringLiteral("report-copy"), tr("Copy the report as HTML"));
    nameControl(m_close, QStringLiteral("report-close"), tr("Close"));
    m_export->setDefault(true);
    auto* below = new QHBoxLayout;
    below->addWidget(m_progress);
    below->addWidget(m_status, 1);
    below->addWidget(buttons);
    auto* column = new QVBoxLayout(this);
    column->addWidget(across, 1);
    column->addLayout(below);

    m_later->setSingleShot(true);
    m_later->setInterval(previewDelay);
    connectJobs();
    setBusy(false);
    m_later->start();
}

ReportDialog::~ReportDialog() = default;

QWidget* ReportDialog::choices()
{
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 8, 0);
    column->addWidget(headingLabel(tr("Sections"), left));
    column->addWidget(dimLabel(tr("Title and verdict always stand."), left));
    for (const PartBox& each : partBoxes()) {
        auto* box = new QCheckBox(each.text, left);
        box->setObjectName(QStringLiteral("report-part-") + QLatin1String(each.id));
        box->setProperty("part", int(each.part));
        box->setChecked(reports::usualParts(reports::Format::Html).contains(each.part));
        connect(box, &QCheckBox::toggled, this, &ReportDialog::schedulePreview);
        m_parts.append(box);
        column->addWidget(box);
    }
    column->addSpacing(10);
    column->addWidget(headingLabel(tr("Format"), left));
    m_format = new QComboBox(left);
    nameControl(m_format, QStringLiteral("report-format"), tr("Format of the file"));
    const std::pair<reports::Format, QString> formats[] = {
        {reports::Format::Html, tr("HTML page")},    {reports::Format::Pdf, tr("PDF")},
        {reports::Format::Markdown, tr("Markdown")}, {reports::Format::Csv, tr("CSV table")},
        {reports::Format::Json, tr("JSON")},         {reports::Format::JUnit, tr("JUnit XML")}};
    for (const auto& [format, text] : formats)
        m_format->addItem(text, int(format));
    column->addWidget(m_format);
    auto* whole = dimLabel(tr("This format always holds the whole run."), left);
    column->addWidget(whole);
    m_open = new QCheckBox(tr("&Open afterwards"), left);
    m_open->setObjectName(QStringLiteral("report-open"));
    column->addWidget(m_open);
    column->addStretch(1);
    const auto showWhole = [this, whole] {
        whole->setVisible(isWhole(format()));
        for (QCheckBox* box : std::as_const(m_parts)) {
            const auto part = reports::Part(box->property("part").toInt());
            // Paper and Markdown have no folds.
            box->setEnabled(!isWhole(format()) &&
                            (part != reports::Part::Outputs || format() == reports::Format::Html));
        }
    };
    connect(m_format, &QComboBox::currentIndexChanged, this, showWhole);
    showWhole();
    return left;
}

void ReportDialog::connectJobs()
{
    connect(m_later, &QTimer::timeout, this, [this] {
        QSet<reports::Part> shown = parts();
        shown.remove(reports::Part::Outputs); // folded in the page
        m_previewJob->preview(m_run, shown, previewWidth);
    });
    connect(m_previewJob, &ReportJob::previewReady, this, [this](const std::shared_ptr<QTextDocument>& document) {
        m_preview->showDocument(document);
        Q_EMIT previewed();
    });
    connect(m_previewJob, &ReportJob::failed, this,
            [this](const base::Error& error) { say(base::oneLine(error), true); });
    connect(m_job, &ReportJob::progress, m_progress, &QProgressBar::setValue);
    connect(m_job, &ReportJob::saved, this, [this](const QString& path) {
        setBusy(false);
        say(tr("Saved: %1").arg(base::singleLine(QFileInfo(path).fileName(), 120)));
        if (m_open->isChecked() && !QDesktopServices::openUrl(QUrl::fromLocalFile(path)))
            say(tr("Saved, but there is no program that opens it."), true);
        Q_EMIT exported(path);
    });
    connect(m_job, &ReportJob::htmlReady, this, [this](const QByteArray& html) {
        auto* data = new QMimeData;
        data->setHtml(QString::fromUtf8(html));
        data->setText(QString::fromUtf8(html));
        QGuiApplication::clipboard()->setMimeData(data);
        setBusy(false);
        say(tr("Copied."));
    });
    connect(m_job, &ReportJob::failed, this, [this](const base::Error& error) {
        setBusy(false);
        say(base::oneLine(error), true);
    });
    connect(m_job, &ReportJob::stopped, this, [this] {
        setBusy(false);
        say(tr("Stopped: nothing was written."));
    });
    connect(m_export, &QPushButton::clicked, this, &ReportDialog::askForFile);
    connect(m_copy, &QPushButton::clicked, this, &ReportDialog::copyHtml);
    connect(m_close, &QPushButton::clicked, this, [this] {
        if (m_job->busy())
            m_job->cancel();
        else
            reject();
    });
}

void ReportDialog::schedulePreview()
{
    m_later->start();
}

QSet<reports::Part> ReportDialog::parts() const
{
    QSet<reports::Part> parts;
    for (const QCheckBox* box : m_parts) {
        if (box->isChecked())
            parts.insert(reports::Part(box->property("part").toInt()));
    }
    return parts;
}

reports::Format ReportDialog::format() const
{
    return reports::Format(m_format->currentData().toInt());
}

void ReportDialog::setFormat(reports::Format format)
{
    m_format->setCurrentIndex(m_format->findData(int(format)));
}

void ReportDialog::exportTo(const QString& path)
{
    QSet<reports::Part> wanted = parts();
    if (format() != reports::Format::Html)
        wanted.remove(reports::Part::Outputs);
    setBusy(true);
    say(tr("Writing…"));
    m_job->save(m_run, format(), wanted, path);
}

void ReportDialog::askForFile()
{
    auto* dialog = new QFileDialog(this, tr("Export the report"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QString suffix = reports::fileSuffix(format());
    dialog->setDefaultSuffix(suffix.sliced(1));
    dialog->setNameFilter(QStringLiteral("%1 (*%2)").arg(m_format->currentText(), suffix));
    dialog->selectFile(reports::reportFileName(m_run->data.run) + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, &ReportDialog::exportTo);
    dialog->open();
}

void ReportDialog::copyHtml()
{
    setBusy(true);
    say(tr("Copying…"));
    m_job->makeHtml(m_run, parts());
}

void ReportDialog::setBusy(bool busy)
{
    m_progress->setVisible(busy);
    m_progress->setValue(0);
    m_export->setEnabled(!busy);
    m_copy->setEnabled(!busy);
    m_close->setText(busy ? tr("&Stop") : tr("&Close"));
}

void ReportDialog::say(const QString& text, bool wrong)
{
    m_status->setText(text);
    setTextColor(m_status, wrong ? &Theme::error : &Theme::text);
}

} // namespace quantlens::ui
