"""What all tests share: databases in three states, people of every role, a browser, and no way out of this machine.

- `db` gives a migrated database without pages of ours; `library` the same with the whole of `content/` loaded; `small_library`
  with six pages in a folder that may be broken.
- `specialist`, `curator`, `publisher`, `reviewer`, `methodologist`, `administrator` are people; `sign_in(user)` is their client.
- `page` is a browser page on the live server with the library; `/ru/` works as an address.
Tests are marked by what they use: `database` and `browser` need no decorator.
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.test import Client, TransactionTestCase
from django.utils import translation
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Page

from portal.people.models import User
from tests import browser_set_up
from tests.databases import TestDatabases
from tests.factories import UserFactory
from tests.markup.content import write_content
from tests.network import loopback_only

IS_CI = bool(os.environ.get("CI"))
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "library"}
STATES = {"library": "library", "page": "library", "small_library": "small"}

# Playwright keeps an event loop in the thread of the tests, and Django would refuse the database there. Nothing of ours is async.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# CI repeats itself exactly; at the desk each run tries other examples. Shared machines are slow in bursts: no deadline.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.load_profile("ci" if IS_CI else "dev")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database: touches the database (set by itself, from the fixtures a test uses)")


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & {"page", "context", "browser"}:
            item.add_marker("browser")
        if names & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker("database")
    yield
    items[:] = in_order(items)


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The order for two workers, of which each begins with a half. Idle ones take over what waits at the end of a queue.

    What takes long begins first: begun last, one worker would wait for the other. While the first worker makes the library, the
    second has what needs none.
    """
    with_database = [item for item in items if item.get_closest_marker("database")]
    without = [item for item in items if not item.get_closest_marker("database")]
    with_database.sort(key=lambda item: (not _takes_long(item), _state(getattr(item, "fixturenames", ())) != "library"))
    half = len(items) // 2
    return [*with_database[:half], *sorted(without, key=lambda item: not _takes_long(item)), *with_database[half:]]


def _takes_long(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("browser") or item.get_closest_marker("slow"))


def _state(names: Collection[str]) -> str:
    return next((STATES[name] for name in STATES if name in names), "bare")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and browser_set_up.executable() is None:
        reason = "Chromium is missing. On Debian: apt-get install chromium; elsewhere name it in CHROMIUM."
        # A browser test that skips in CI would go unnoticed for months.
        (pytest.fail if IS_CI else pytest.skip)(reason)


@pytest.fixture(scope="session", autouse=True)
def _no_outside_network() -> Iterator[None]:
    with loopback_only():
        yield


# --- databases ---


DATABASES = pytest.StashKey[TestDatabases]()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: the databases are copies of templates, see `tests.databases`."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        databases = request.config.stash[DATABASES] = TestDatabases(worker)
    # A test that commits is followed by a fresh copy: emptying a hundred tables before that would only take time.
    TransactionTestCase._fixture_teardown = lambda self: None  # type: ignore[method-assign]
    yield
    with django_db_blocker.unblock():
        databases.close()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    # The right database has to be there before pytest-django begins the test's transaction, which this fixture does.
    if fixturedef.argname == "_django_db_helper":
        databases = request.config.stash[DATABASES]
        names = set(request.fixturenames)
        with request.config.stash[blocking_manager_key].unblock():
            databases.use(_state(names))
        databases.is_dirty = _commits(request.node) or bool(names & {"transactional_db", "live_server"})


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0])))


class Library:
    """The loaded library: `library.page("methodology/levels", "en")`."""

    folder = Path(settings.CONTENT_DIR)

    def page(self, path: str, lang: str = "ru") -> Page:
        """Returns the specific page of a path of `content/`, or of a section such as "methodology"; "" is the home page."""
        for page in Page.objects.filter(locale__language_code=lang, slug__in=[self._slug(path, lang)]).specific():
            if getattr(page, "source_path", path) == path:
                return page
        raise LookupError(f"No page {lang}/{path} in the library.")

    @staticmethod
    def _slug(path: str, lang: str) -> str:
        return path.split("/")[-1].replace(".", "-") or f"home-{lang}"


@pytest.fixture
def library(db: None) -> Library:
    """The database with all of `content/`, the question bank, the quizzes and the roles; changes are rolled back."""
    return Library()


@pytest.fixture
def small_library(db: None, tmp_path: Path) -> Path:
    """A folder of six small pages, and a database in which the portal says the same."""
    return write_content(tmp_path / "content")


# --- people ---


def _person_of(role: str) -> Any:
    @pytest.fixture(name=role)
    def person(db: None) -> User:
        return UserFactory(roles=[role])

    person.__doc__ = f"A person with the role {role}."
    return person


specialist = _person_of("specialist")
curator = _person_of("curator")
publisher = _person_of("publisher")
reviewer = _person_of("reviewer")
methodologist = _person_of("methodologist")
administrator = _person_of("administrator")


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """Returns a function that gives a client in which the person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


# --- browser ---


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": browser_set_up.executable(),
        "args": list(browser_set_up.ARGUMENTS),
    }


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "ru-RU", "timezone_id": "Europe/Moscow"}


@pytest.fixture
def context(context: Any) -> Iterator[Any]:
    """A browser context that reaches this machine only; a test whose page asked for more fails."""
    visits = browser_set_up.Visits(context)
    yield context
    assert visits.outside == [], "The page asked for something outside this machine."


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test, whichever it is, starts with the usual one."""
    yield
    translation.deactivate()
