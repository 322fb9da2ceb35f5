// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace quantlens::domain {

/// What a person wrote on a prompt of a run.
enum class AnnotationKind {
    Note,
    Rating,  ///< "1" to "5"
    AnswerA, ///< the answer side A gave, where the extractor read it wrongly
    AnswerB,
};

struct Annotation
{
    QString promptId;
    AnnotationKind kind = AnnotationKind::Note;
    int side = 0;  ///< of a run with more than two: the side that stands as B; 0 for what concerns the prompt alone
    QString value; ///< empty: taken away

    bool operator==(const Annotation&) const = default;
};

/// "note", "rating", "answer a", "answer b".
[[nodiscard]] QString name(AnnotationKind kind);
[[nodiscard]] std::optional<AnnotationKind> annotationKindFromName(const QString& text);

} // namespace quantlens::domain
