"""The quizzes that come with the bank, as they are first made; afterwards they belong to whoever runs the portal."""

from dataclasses import dataclass, field
from typing import Any

from quizzes.models import Quiz

FIRST_QUIZ = "social-support-basics"
FIRST_QUIZ_LENGTH = 12
CASES_QUIZ = "training-cases"


@dataclass(frozen=True)
class Wording:
    """A quiz in one language."""

    title: str
    description: str


@dataclass(frozen=True)
class ShippedQuiz:
    """A quiz: its name in addresses, its rules, its words by language."""

    slug: str
    wordings: dict[str, Wording]
    rules: dict[str, Any] = field(default_factory=dict)


SHIPPED = (
    ShippedQuiz(
        FIRST_QUIZ,
        {
            "ru": Wording(
                "Основы социального сопровождения",
                "Проверьте, готовы ли вы начать работу с семьёй: право, выявление, уровни, программа, безопасность "
                "ребёнка, этика.",
            ),
            "en": Wording(
                "Basics of social support",
                "Check whether you are ready to work with a family: law, identification, levels, programme, child "
                "safety, ethics.",
            ),
            "id": Wording(
                "Dasar-dasar pendampingan sosial",
                "Periksa kesiapan Anda mendampingi keluarga: hukum, identifikasi, tingkat, program, keselamatan anak, etika.",
            ),
        },
        {
            "purpose": Quiz.Purpose.CERTIFICATION,
            "blueprint": {"cells": [{"count": FIRST_QUIZ_LENGTH, "spread": True}]},
            "cut_score": 75,
            "time_limit_minutes": 30,
            # Who has not passed yet sits again: what to read is enough, the key would be learnt by heart.
            "feedback_policy": Quiz.Feedback.PASSED,
            "gives_certificate": True,
            "certificate_months": 36,
        },
    ),
    ShippedQuiz(
        CASES_QUIZ,
        {
            "ru": Wording(
                "Учебные случаи",
                "Два случая с вымышленными семьями. Вы решаете шаг за шагом, а разбор показывает, что сработало и почему.",
            ),
            "en": Wording(
                "Training cases",
                "Two cases with fictional families. You decide step by step; afterwards you see what worked and why.",
            ),
            "id": Wording(
                "Kasus latihan",
                "Dua kasus dengan keluarga rekaan. Anda memutuskan langkah demi langkah; sesudahnya terlihat apa yang berhasil.",
            ),
        },
        {
            "purpose": Quiz.Purpose.TRAINING,
            "blueprint": {"cells": [{"count": 2, "kind": "case"}]},
            "cut_score": 60,
            "feedback_policy": Quiz.Feedback.AFTER,
        },
    ),
    ShippedQuiz(
        "case-curator",
        {
            "ru": Wording(
                "Куратор случая: аттестация",
                "Двадцать четыре вопроса по всем компетенциям и один учебный случай, который нужно провести до конца.",
            ),
            "en": Wording(
                "Case curator: certification",
                "Twenty-four questions over all competencies and one training case to be led to its end.",
            ),
        },
        {
            "purpose": Quiz.Purpose.CERTIFICATION,
            "blueprint": {"cells": [{"count": 24, "spread": True}, {"count": 1, "kind": "case"}]},
            "cut_score": 75,
            "time_limit_minutes": 90,
            "feedback_policy": Quiz.Feedback.PASSED,
            "gives_certificate": True,
            "certificate_months": 36,
        },
    ),
    ShippedQuiz(
        "hints-practice",
        {
            "ru": Wording(
                "Тренировка с подсказками",
                "Порядок шагов, пропуски, план действий. Ответ проверяется сразу, ошибку можно исправить по подсказке.",
            ),
            "en": Wording(
                "Practice with hints",
                "Orders of steps, gaps, plans of action. Answers are checked at once; a hint helps to mend a mistake.",
            ),
        },
        {
            "purpose": Quiz.Purpose.TRAINING,
            "behaviour": Quiz.Behaviour.INTERACTIVE,
            "blueprint": {
                "cells": [
                    {"count": 2, "kind": "ordering"},
                    {"count": 1, "kind": "gap-select"},
                    {"count": 1, "kind": "drag-words"},
                    {"count": 1, "kind": "hotspot"},
                ]
            },
            "cut_score": 60,
            "feedback_policy": Quiz.Feedback.AFTER,
        },
    ),
    ShippedQuiz(
        "how-sure",
        {
            "ru": Wording(
                "Знаю или думаю, что знаю",
                "Восемь вопросов о безопасности ребёнка и праве. К каждому ответу укажите, насколько вы уверены.",
            ),
            "en": Wording(
                "Do I know or do I think I know",
                "Eight questions on child safety and law. Say with every answer how sure you are of it.",
            ),
        },
        {
            "purpose": Quiz.Purpose.SELF_CHECK,
            "behaviour": Quiz.Behaviour.CERTAINTY,
            "blueprint": {
                "cells": [{"count": 4, "competency": "child-safety"}, {"count": 4, "competency": "legal-basis"}],
            },
            "cut_score": 75,
            "feedback_policy": Quiz.Feedback.AFTER,
        },
    ),
)
