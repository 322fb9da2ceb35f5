// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/annotation.h"

namespace quantlens::domain {

QJsonObject toJson(const Annotation& annotation)
{
    return {{QStringLiteral("prompt_id"), annotation.promptId},
            {QStringLiteral("kind"), name(annotation.kind)},
            {QStringLiteral("side"), annotation.side},
            {QStringLiteral("value"), annotation.value}};
}

std::optional<Annotation> annotationFromJson(const QJsonObject& object)
{
    const auto kind = annotationKindFromName(object.value(QLatin1String("kind")).toString());
    Annotation annotation{.promptId = object.value(QLatin1String("prompt_id")).toString(),
                          .kind = kind.value_or(AnnotationKind::Note),
                          .side = object.value(QLatin1String("side")).toInt(),
                          .value = object.value(QLatin1String("value")).toString()};
    if (!kind || annotation.promptId.isEmpty() || annotation.value.isEmpty())
        return std::nullopt;
    return annotation;
}

} // namespace quantlens::domain
