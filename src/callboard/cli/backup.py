"""`callboard backup` and `callboard restore`: every row and file, out and back, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

import click

from callboard.cli.archive import Archive, ArchiveWriter, Manifest
from callboard.cli.start import data_option, hold_data_directory, start_django
from callboard.core.errors import Refused, gettext_noop

FILE = click.Path(path_type=Path, dir_okay=False)


class NotMigrated(Refused):
    """There is no database of this version to work with."""

    text = gettext_noop("The database is not of this version. Run `callboard migrate` first.")


class OtherVersion(Refused):
    """The backup's tables are not this version's tables."""

    text = gettext_noop(
        "This backup was made by version %(theirs)s, whose tables differ from version %(ours)s. "
        "Restore it with version %(theirs)s, then run `callboard migrate` with this one."
    )


class OtherKeys(Refused):
    """Personal parts in the backup are encrypted under keys that this installation does not have."""

    text = gettext_noop(
        "This backup belongs to other keys, so its personal parts could not be read. Copy secrets.json of that "
        "installation into %(path)s first, or give --without-keys to go on with those parts lost."
    )


class NotEmpty(Refused):
    """A restore never mixes."""

    text = gettext_noop(
        "This installation is not empty (%(found)s). Restore into an empty one, or give --replace to lose what is here."
    )


class BrokenOff(Refused):
    """An earlier restore was killed between two steps."""

    text = gettext_noop(
        "An earlier restore was broken off: %(path)s holds the files from before it. "
        "Move it back or remove it, then try again."
    )


class DatabaseUnreachable(Refused):
    """Nothing answers where the database should be."""

    text = gettext_noop("The database cannot be reached: %(reason)s.")


class RestoreDiffers(RuntimeError):
    """What was read back is not what the backup holds: a fault of ours. Nothing was changed."""


@click.command()
@click.argument("file", type=FILE)
@data_option
def backup(file: Path) -> None:
    """Write every row and file into one archive, FILE.

    The keys (secrets.json in the data directory) are not in it: keep a copy of them elsewhere, a restore needs them.
    The server may go on running.
    """
    start_django()
    manifest = write_backup(file)
    with Archive(file):  # read back every byte before saying that it is good
        size = file.stat().st_size
    click.echo(
        f"Backed up {manifest.row_count} rows of {len(manifest.tables)} tables and {len(manifest.files)} files "
        f"into {file} ({size / 1e6:.1f} MB). Keep secrets.json of the data directory elsewhere: it is not in there."
    )


@click.command()
@click.argument("file", type=FILE)
@click.option("--check", "only_check", is_flag=True, help="Only say whether the archive is whole; restore nothing.")
@click.option("--replace", is_flag=True, help="Lose what is here: rows, files and log-ins.")
@click.option("--without-keys", is_flag=True, help="Go on although the keys of the backup are not here.")
@data_option
def restore(file: Path, only_check: bool, replace: bool, without_keys: bool) -> None:
    """Bring a backup back into an empty database.

    Everything is compared with the backup, row by row and file by file, before it counts; else nothing changes.
    The server must be stopped. Everybody logs in anew afterwards.
    """
    with Archive(file) as archive:
        found = archive.manifest
        if only_check:
            click.echo(
                f"Whole: {found.row_count} rows of {len(found.tables)} tables and {len(found.files)} files, "
                f"made {found.made_at} by version {found.version}."
            )
            return
        start_django()
        with hold_data_directory():
            read_backup(archive, replace=replace, without_keys=without_keys)
    click.echo(
        f"Restored {found.row_count} rows of {len(found.tables)} tables and {len(found.files)} files; all equal."
    )


def write_backup(path: Path) -> Manifest:
    """Write the archive from one consistent view of the database."""
    from callboard.cli.rows import column_names, kept_models, lines_of, snapshot

    check_migrated()
    with snapshot() as alias:
        manifest = _manifest_of_this_installation()
        with ArchiveWriter(path, manifest) as archive:
            for model in kept_models():
                archive.add_table(model._meta.db_table, column_names(model), lines_of(model, using=alias))
            for name, source in stored_files():
                archive.add_file(name, source)
    return manifest


def read_backup(archive: Archive, *, replace: bool, without_keys: bool) -> None:
    """Restore rows and files as one: both or neither. Raises a refusal before anything is touched."""
    from django.conf import settings
    from django.db import connection, transaction

    from callboard.cli.rows import delete_rows, renew_sequences
    from callboard.core.facts.triggers import install_triggers, remove_triggers

    check_migrated()
    check_fits(archive.manifest, without_keys=without_keys)
    check_empty(but_for_rows_and_files=replace)
    with restored_files(archive, Path(settings.MEDIA_ROOT)) as swap_in, transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0")
        remove_triggers(connection)  # facts of the installation that is replaced must go, and rows come in any order
        delete_rows(connection)
        load_rows(archive)
        renew_sequences(connection)
        connection.check_constraints()
        install_triggers(connection)
        compare_rows(archive)
        swap_in()


def load_rows(archive: Archive) -> None:
    """Insert every row of the archive."""
    from django.db import connection

    from callboard.cli.rows import kept_models, write_rows

    parts = {part.table: part for part in archive.manifest.tables}
    for model in kept_models():
        write_rows(model, archive.lines(parts[model._meta.db_table]), connection=connection)


def compare_rows(archive: Archive) -> None:
    """Read every table back; raises RestoreDiffers."""
    from callboard.cli.rows import fingerprint, kept_models, lines_of

    expected = {part.table: (part.rows, part.sha256) for part in archive.manifest.tables}
    for model in kept_models():
        table = model._meta.db_table
        if (found := fingerprint(lines_of(model, using="default"))) != expected[table]:
            raise RestoreDiffers(f"{table}: {found} read back, {expected[table]} in the backup")


@contextmanager
def restored_files(archive: Archive, store: Path) -> Iterator[Callable[[], None]]:
    """Lay the files beside the store; the caller swaps them in as its last step, any exception swaps them out."""
    aside = Path(mkdtemp(prefix=f"{store.name}.restoring-", dir=store.parent))
    aside.chmod(0o750)
    before = files_before(store)

    def swap_in() -> None:
        if store.exists():
            store.rename(before)
        aside.rename(store)

    try:
        for part in archive.manifest.files:
            archive.extract(part, aside / part.path)
        yield swap_in
    except BaseException:
        if aside.exists():
            shutil.rmtree(aside)
        else:
            shutil.rmtree(store)
        if before.exists():
            before.rename(store)
        raise
    if before.exists():
        shutil.rmtree(before)


def files_before(store: Path) -> Path:
    """Where a restore keeps the old files until the new ones count."""
    return store.with_name(f"{store.name}.before-restore")


def stored_files() -> Iterator[tuple[str, Path]]:
    """Every file of the store with its path in it; what is being written just now has a name of its own."""
    from django.conf import settings

    store = Path(settings.MEDIA_ROOT)
    for path in sorted(store.rglob("*")):
        if path.is_file() and not path.name.startswith("tmp"):
            yield path.relative_to(store).as_posix(), path


def keys_fingerprint() -> str:
    """Tells two installations' keys apart without telling the keys."""
    from django.conf import settings

    return hashlib.sha256(f"callboard keys\0{settings.LINK_KEY}\0{settings.FIELD_KEY}".encode()).hexdigest()[:16]


def check_migrated() -> None:
    """Refuse when the database is not there or not of this version."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as fault:
        raise DatabaseUnreachable(reason=str(fault).strip()) from fault
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotMigrated


def check_fits(manifest: Manifest, *, without_keys: bool) -> None:
    """Refuse a backup of other tables, or of other keys."""
    from django.conf import settings

    from callboard.cli.rows import applied_migrations, column_names, kept_models

    ours = {model._meta.db_table: column_names(model) for model in kept_models()}
    theirs = {part.table: part.columns for part in manifest.tables}
    if manifest.migrations != applied_migrations() or theirs != ours:
        raise OtherVersion(theirs=manifest.version, ours=version("callboard"))
    if manifest.keys != keys_fingerprint() and not without_keys:
        raise OtherKeys(path=settings.DATA_DIR)


def check_empty(*, but_for_rows_and_files: bool) -> None:
    """Refuse to mix a backup with what is here, and to go on over a restore that was broken off."""
    from django.conf import settings

    from callboard.cli.rows import tables_with_rows

    if (before := files_before(Path(settings.MEDIA_ROOT))).exists():
        raise BrokenOff(path=before)
    if but_for_rows_and_files:
        return
    if tables := tables_with_rows():
        raise NotEmpty(found=", ".join(tables[:3]) + (" ..." if len(tables) > 3 else ""))
    if next(stored_files(), None):
        raise NotEmpty(found=settings.MEDIA_ROOT)


def _manifest_of_this_installation() -> Manifest:
    from django.db import connection

    from callboard.cli.rows import applied_migrations

    return Manifest(
        version=version("callboard"),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        database=connection.vendor,
        keys=keys_fingerprint(),
        migrations=applied_migrations(),
    )
