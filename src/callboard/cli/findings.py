"""What `callboard check` looks at: each check gives findings, with the fix beside what is wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from callboard.cli.backup import files_before
from callboard.core.facts.triggers import missing_triggers
from callboard.planner.solvers.compiled import is_compiled

LOWEST_SQLITE = (3, 35, 0)
LOWEST_POSTGRESQL = 150_000
LEAST_FREE_BYTES = 200_000_000
FULL_FROM_SHARE = 0.9
CLOCK_DIFFERENCE_SECONDS = 2.0
PAGES_NEED = ("built/app.js", "built/app.css", "built/theme.js", "built/icons.svg", "built/fonts/Inter-Regular.ttf")

SQLITE_WANTS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
POSTGRESQL_WANTS = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


class Level(StrEnum):
    """How bad: `fail` must be mended before the installation is used."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    level: Level
    says: str
    fix: str = ""


def ok(name: str, says: str) -> Finding:
    """Nothing to do."""
    return Finding(name, Level.OK, says)


def warn(name: str, says: str, fix: str) -> Finding:
    """Works, but somebody should know."""
    return Finding(name, Level.WARN, says, fix)


def fail(name: str, says: str, fix: str) -> Finding:
    """Does not work, or does not keep its promises."""
    return Finding(name, Level.FAIL, says, fix)


def findings() -> Iterator[Finding]:
    """Everything, in the order in which a person would mend it."""
    yield python()
    yield data_directory()
    yield keys()
    yield free_space()
    yield files()
    yield from database()
    yield pages()
    yield planner()
    yield address()
    yield mail()


def python() -> Finding:
    """The language and this version."""
    running = ".".join(map(str, sys.version_info[:3]))
    return ok("python", f"Python {running}, Callboard {version('callboard')}")


def data_directory() -> Finding:
    """Where everything is kept."""
    path = Path(settings.DATA_DIR)
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        return fail("data", _("%(path)s cannot be written") % {"path": path}, _("Give its owner the right to write."))
    return ok("data", str(path))


def keys() -> Finding:
    """The keys are the operator's only."""
    path = Path(settings.DATA_DIR) / "secrets.json"
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        says = _("%(path)s can be read by others (mode %(mode)o)") % {"path": path, "mode": mode}
        return fail("keys", says, f"chmod 600 {path}")
    return ok("keys", _("%(path)s is readable by its owner only; keep a copy apart from backups") % {"path": path})


def free_space() -> Finding:
    """Room for tomorrow's messages and sheets."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    says = _("%(free).1f GB free") % {"free": usage.free / 1e9}
    if usage.free < LEAST_FREE_BYTES:
        return fail("disk", says, _("Free some space now: nothing can be saved on a full disk."))
    if usage.used / usage.total > FULL_FROM_SHARE:
        return warn("disk", says, _("The disk is more than nine tenths full: free some space."))
    return ok("disk", says)


def files() -> Finding:
    """The store of uploads and printed sheets."""
    store = Path(settings.MEDIA_ROOT)
    if (before := files_before(store)).exists():
        says = _("a restore was broken off; %(path)s holds the files from before it") % {"path": before}
        return fail("files", says, _("Move it back to %(store)s, or remove it.") % {"store": store})
    nearest = store if store.exists() else store.parent
    if not os.access(nearest, os.W_OK | os.X_OK):
        return fail("files", _("%(path)s cannot be written") % {"path": store}, _("Give its owner the right to write."))
    return ok("files", str(store))


def database() -> Iterator[Finding]:
    """Reachable, durable, of this version, with its triggers."""
    try:
        connection.ensure_connection()
        plan = MigrationExecutor(connection)
        behind = plan.migration_plan(plan.loader.graph.leaf_nodes())
    except DatabaseError as fault:
        fix = _("Start it, or mend DATABASE_URL; without DATABASE_URL an SQLite file in the data directory is used.")
        yield fail("database", str(fault).strip(), fix)
        return
    yield _sqlite_version() if connection.vendor == "sqlite" else _postgresql_version()
    yield from _durability()
    yield clock()
    if behind:
        yield fail("migrations", _("%(count)d are missing") % {"count": len(behind)}, "callboard migrate")
        return
    yield ok("migrations", _("all applied"))
    if missing := missing_triggers(connection):
        says = _("%(count)d missing, so facts could be changed: %(names)s") % {
            "count": len(missing),
            "names": ", ".join(missing[:3]),
        }
        yield fail("triggers", says, _("Run `callboard migrate`, which installs them, and find out who removed them."))
    else:
        yield ok("triggers", _("facts can only be added"))


def clock() -> Finding:
    """Server and database must agree on what time it is."""
    if connection.vendor == "sqlite":
        if datetime.now(UTC).year < 2026:
            return fail("clock", datetime.now(UTC).isoformat(timespec="seconds"), _("Set the clock of this machine."))
        return ok("clock", datetime.now(UTC).isoformat(timespec="seconds"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        difference = abs(cursor.fetchone()[0] - time.time())
    says = _("%(seconds).1f s apart from the database") % {"seconds": difference}
    if difference > CLOCK_DIFFERENCE_SECONDS:
        return fail("clock", says, _("Let both machines follow a time server (NTP)."))
    return ok("clock", says)


def pages() -> Finding:
    """Scripts, styles and fonts were built."""
    missing = [name for name in PAGES_NEED if finders.find(name) is None]
    if missing:
        says = _("not built: %(names)s") % {"names": ", ".join(missing)}
        return fail("pages", says, _("Install the package again; in a work tree run `make pages`."))
    return ok("pages", _("scripts, styles and fonts are built"))


def planner() -> Finding:
    """Plans are sought by compiled kernels."""
    if is_compiled():
        return ok("planner", _("its kernels are compiled"))
    fix = _(
        "Install a C compiler and Python's headers (Debian: apt-get install gcc libc6-dev python3-dev), then install "
        "the package again; in a work tree run `make pages`."
    )
    return warn("planner", _("runs uncompiled: the same plans, about a hundred times slower"), fix)


def address() -> Finding:
    """Links in messages lead to this address."""
    if settings.IS_HTTPS or settings.DEMO:
        return ok("address", settings.SITE_URL)
    fix = _("Set CALLBOARD_URL to the https address that people use; cookies and passkeys need it.")
    return warn("address", _("%(url)s is not https") % {"url": settings.SITE_URL}, fix)


def mail() -> Finding:
    """Whether calls leave the house."""
    if not settings.EMAIL_HOST:
        fix = _("Set CALLBOARD_SMTP_HOST (and _PORT, _USER, _PASSWORD) and CALLBOARD_MAIL_FROM to send mail out.")
        return warn("mail", _("mail stays in the mailbox page of this installation"), fix)
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost>"):
        fix = _("Set CALLBOARD_MAIL_FROM to an address that people can answer.")
        return warn("mail", _("sent as %(sender)s") % {"sender": settings.DEFAULT_FROM_EMAIL}, fix)
    says = _("by %(host)s:%(port)s as %(sender)s")
    parameters = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT, "sender": settings.DEFAULT_FROM_EMAIL}
    return ok("mail", says % parameters)


def _sqlite_version() -> Finding:
    if sqlite3.sqlite_version_info < LOWEST_SQLITE:
        return fail("database", f"SQLite {sqlite3.sqlite_version}", _("Use a Python built with SQLite 3.35 or newer."))
    return ok("database", f"SQLite {sqlite3.sqlite_version}, {settings.DATABASES['default']['NAME']}")


def _postgresql_version() -> Finding:
    number: int = connection.pg_version  # type: ignore[attr-defined]  # PostgreSQL's connection only
    says = f"PostgreSQL {number // 10_000}.{number % 10_000}, {settings.DATABASES['default']['NAME']}"
    if number < LOWEST_POSTGRESQL:
        return fail("database", says, _("Use PostgreSQL 15 or newer."))
    return ok("database", says)


def _durability() -> Iterator[Finding]:
    ask, wants = ("PRAGMA {}", SQLITE_WANTS) if connection.vendor == "sqlite" else ("SHOW {}", POSTGRESQL_WANTS)
    for name, wanted in wants.items():
        with connection.cursor() as cursor:
            cursor.execute(ask.format(name))
            found = str(cursor.fetchone()[0])
        if found == wanted or (name == "synchronous_commit" and found in {"remote_write", "remote_apply"}):
            yield ok(name, found)
        else:
            fix = _("Set it to %(wanted)s: what was acknowledged could be lost.") % {"wanted": wanted}
            yield fail(name, found, fix)
