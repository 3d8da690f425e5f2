"""A judge on a phone without scripts: every step is a link, a field and a button."""

from typing import Any

import pytest

from quizzes.domain.standard_setting import close_round, create_panel, invite_judges, open_round, record_estimates, result_of
from tests.browser.test_attempts import sign_in
from tests.factories import UserFactory
from tests.quizzes.builders import make_quiz
from tests.quizzes.sittings import choice_item, make_versions

pytestmark = pytest.mark.browser


def test_a_judge_rates_and_reads_the_spread_without_scripts(browser: Any, base_url: str) -> None:
    chair = UserFactory(roles=["methodologist"])
    experts = [UserFactory(roles=["reviewer"]) for _n in range(2)]
    make_versions([choice_item(str(n)) for n in range(7)])
    quiz = make_quiz(blueprint={"cells": [], "fixed": [f"s-{n:03}" for n in range(1, 8)]})
    panel = create_panel(quiz, title="Осень", borderline="Ещё советуется.", actor=chair)
    first, other = invite_judges(panel, experts, actor=chair)
    opened = open_round(panel, actor=chair)
    record_estimates(other, dict.fromkeys(panel.items.values_list("pk", flat=True), 80))
    context = browser.new_context(base_url=base_url, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    sign_in(context, base_url, first.user)
    page = context.new_page()
    page.goto(f"/ru/quizzes/panels/{panel.public_id}/")
    page.get_by_role("link", name="Начать").click()
    while True:
        for field in page.get_by_label("Сколько из ста ответят верно").all():
            field.fill("40")
        is_last = page.get_by_role("button", name="Сохранить", exact=True).count() == 1
        page.locator("main form .govuk-button").first.click()
        if is_last:
            break
    assert page.get_by_text("Оценено 7 из 7.").is_visible()
    assert round(result_of(opened).cut or 0) == 60
    close_round(panel, actor=chair)
    page.reload()
    assert page.get_by_text("40, 80; в среднем 60 %").count() == 7
    context.close()
