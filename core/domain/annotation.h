// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>

namespace quantlens::domain {

/// What a person wrote on a prompt of a run.
enum class AnnotationKind {
    Note,
    Rating,   ///< "1" to "5"
    AnswerA,  ///< the answer the baseline gave, where the extractor read it wrongly
    AnswerB,  ///< the answer the other side gave
    VerdictA, ///< what a person judged the baseline's answer to be: "right", "wrong" or "none" (it gave no answer)
    VerdictB,
};

struct Annotation
{
    QString promptId;
    AnnotationKind kind = AnnotationKind::Note;
    int side = 0;  ///< AnswerB and VerdictB: the number of the side; 0 for what concerns the prompt or the baseline
    QString value; ///< empty: taken away

    bool operator==(const Annotation&) const = default;
};

/// "note", "rating", "answer a", "answer b", "verdict a", "verdict b".
[[nodiscard]] QString name(AnnotationKind kind);
[[nodiscard]] std::optional<AnnotationKind> annotationKindFromName(const QString& text);

/// {"prompt_id", "kind", "side", "value"}, and back; none for an unknown kind or an empty prompt.
[[nodiscard]] QJsonObject toJson(const Annotation& annotation);
[[nodiscard]] std::optional<Annotation> annotationFromJson(const QJsonObject& object);

} // namespace quantlens::domain
