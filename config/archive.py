"""One file that holds an installation: every table as PostgreSQL's COPY text, every uploaded file, and a manifest.

Read and written through the database connection alone, so it needs no pg_dump, crosses versions of PostgreSQL, and
can be opened with any unzip. The schema is not in it: the migrations make it.
"""

import hashlib
import json
import os
import shutil
import zipfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

FORMAT = 1
CHUNK = 1 << 20
NOT_KEPT = {"django_migrations", "cache", "django_session"}  # made by `migrate`; nobody is signed in by a restore


class Damaged(Exception):
    """This file is not a whole archive that we can read; the message says why."""


def write(path):
    """Pack tables and files into `path`. The tables are of one instant; files are never changed once written."""
    members, rows = {}, {}
    beside = path.with_name(path.name + ".part")
    private = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)  # it holds names and password hashes
    try:
        with os.fdopen(private, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            with snapshot() as cursor:
                for table, columns in tables(cursor).items():
                    name = f"tables/{table}.copy"
                    with member(archive, name, members) as put, cursor.copy(copy(table, columns, "TO STDOUT")) as data:
                        for block in data:
                            put(block)
                    rows[table] = cursor.rowcount
                manifest = describe(cursor) | {"rows": rows, "members": members}
            for file in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
                if file.is_file():
                    name = f"files/{file.relative_to(settings.MEDIA_ROOT).as_posix()}"
                    with open(file, "rb") as source, member(archive, name, members) as put:
                        while block := source.read(CHUNK):
                            put(block)
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return manifest


@contextmanager
def snapshot():
    """A cursor that sees the database as it is at this instant, whatever others write meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield cursor.cursor


@contextmanager
def member(archive, name, members):
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as target:

        def put(block):
            digest.update(block)
            target.write(block)

        yield put
    members[name] = digest.hexdigest()


def describe(cursor):
    made_at, version = cursor.execute("SELECT now(), current_setting('server_version')").fetchone()
    sequences = cursor.execute(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"
    ).fetchall()
    return {
        "format": FORMAT,
        "made_at": made_at.isoformat(),
        "postgresql": version,
        "migrations": sorted(applied(cursor)),
        "sequences": dict(sequences),
    }


def tables(cursor):
    """Each table with the columns that hold something: generated ones the database computes again."""
    found = cursor.execute(
        """
        SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
           AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
         GROUP BY c.relname ORDER BY c.relname
        """
    ).fetchall()
    return {table: columns for table, columns in found if table not in NOT_KEPT}


def applied(cursor):
    if not cursor.execute("SELECT to_regclass('django_migrations')").fetchone()[0]:
        return []
    return [tuple(row) for row in cursor.execute("SELECT app, name FROM django_migrations").fetchall()]


def copy(table, columns, direction):
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) " + direction).format(sql.Identifier(table), names)


def examine(archive):
    """The manifest, once every member has been read and found to be what was written."""
    try:
        manifest = json.loads(archive.read("manifest.json"))
        if manifest["format"] != FORMAT:
            raise Damaged("It was written by another version of Bihuan, in a format that this one does not know.")
        for name, digest in manifest["members"].items():
            if ".." in PurePosixPath(name).parts:
                raise Damaged(f"It holds a file with the forbidden name {name}.")
            with archive.open(name) as source:
                if hashlib.file_digest(source, "sha256").hexdigest() != digest:
                    raise Damaged(f"It is damaged: {name} is not what was written.")
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Damaged(f"It is damaged: {error}.") from None
    unknown = {tuple(key) for key in manifest["migrations"]} - set(MigrationExecutor(connection).loader.disk_migrations)
    if unknown:
        raise Damaged(f"It was made by a newer Bihuan: the migration {'.'.join(min(unknown))} is unknown here.")
    return manifest


def is_empty():
    """Nobody works here yet: there are no people and no files."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('accounts_user')")
        people = cursor.fetchone()[0]
        if people:
            cursor.execute("SELECT EXISTS (SELECT FROM accounts_user)")
            people = cursor.fetchone()[0]
    return not people and not any(Path(settings.MEDIA_ROOT).glob("*"))


def restore(archive, manifest):
    """Put the archive in the place of everything that is here."""
    unpacked = Path(settings.MEDIA_ROOT).with_name("files.restored")
    shutil.rmtree(unpacked, ignore_errors=True)
    unpack(archive, manifest, unpacked)
    prepare_schema(manifest)
    with transaction.atomic():
        load(archive, manifest)
    replace_folder(Path(settings.MEDIA_ROOT), unpacked)
    call_command("migrate", interactive=False, verbosity=0)  # an older archive moves up to this version


def unpack(archive, manifest, folder):
    folder.mkdir(parents=True)
    for name in manifest["members"]:
        if name.startswith("files/"):
            target = folder / name.removeprefix("files/")
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, open(target, "xb") as stream:
                shutil.copyfileobj(source, stream, CHUNK)
            target.chmod(settings.FILE_UPLOAD_PERMISSIONS)


def prepare_schema(manifest):
    """The tables as they were when the archive was made: what is there if it fits, else made anew."""
    wanted = {tuple(key) for key in manifest["migrations"]}
    with connection.cursor() as cursor:
        if set(applied(cursor.cursor)) == wanted:
            return
        drop_everything(cursor)
    executor = MigrationExecutor(connection)
    parents = {parent for key in wanted for parent in executor.loader.graph.node_map[key].parents}
    executor.migrate([key for key in wanted if key not in {node.key for node in parents}])


def drop_everything(cursor):
    cursor.execute(
        """
        DO $$ DECLARE thing record; BEGIN
          FOR thing IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
            EXECUTE format('DROP TABLE %I CASCADE', thing.tablename);
          END LOOP;
          FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
              WHERE pronamespace = current_schema()::regnamespace
                AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e') LOOP
            EXECUTE format('DROP ROUTINE %s CASCADE', thing.name);
          END LOOP;
        END $$
        """
    )


def load(archive, manifest):
    with connection.cursor() as wrapper:
        cursor = wrapper.cursor
        here = tables(cursor)
        names = sql.SQL(", ").join(map(sql.Identifier, here))
        each_table(cursor, here, "DISABLE TRIGGER USER")  # rows that may not change may still come back
        cursor.execute(sql.SQL("TRUNCATE {}").format(names))
        for table, columns in here.items():
            with (
                archive.open(f"tables/{table}.copy") as source,
                cursor.copy(copy(table, columns, "FROM STDIN")) as data,
            ):
                while block := source.read(CHUNK):
                    data.write(block)
            if cursor.rowcount != manifest["rows"][table]:
                raise Damaged(f"{table} has {cursor.rowcount} rows instead of {manifest['rows'][table]}.")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        each_table(cursor, here, "ENABLE TRIGGER USER")
        for name, value in manifest["sequences"].items():
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', value or 1, value is not None])


def each_table(cursor, names, what):
    for name in names:
        cursor.execute(sql.SQL("ALTER TABLE {} " + what).format(sql.Identifier(name)))


def replace_folder(folder, other):
    before = folder.with_name("files.before")
    shutil.rmtree(before, ignore_errors=True)
    if folder.exists():
        folder.rename(before)
    other.rename(folder)
    shutil.rmtree(before, ignore_errors=True)
