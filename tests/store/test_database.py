"""The connection, its address, its migrations."""

import asyncio
import sqlite3
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.store import (
    BadDatabaseUrl,
    Database,
    DatabaseNotMigrated,
    DatabaseUnreachable,
    migrate,
    normalise,
)
from bot.store.tables import metadata

# A process that starts as Dean does, and says whether it needed Alembic.
START = (
    "import asyncio, sys\n"
    "from bot.store import Database\n"
    "async def main():\n"
    "    database = Database(sys.argv[1])\n"
    "    await database.connect()\n"
    "    await database.migrate()\n"
    "    await database.check()\n"
    "    await database.close()\n"
    "asyncio.run(main())\n"
    "print('alembic' in sys.modules)\n"
)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("", "sqlite+aiosqlite:///var/dean.db"),
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("postgres://u:p@h:1/d", "postgresql+asyncpg://u:p@h:1/d"),
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql://h/d?sslmode=require", "postgresql+asyncpg://h/d?ssl=require"),
        ("postgresql://h/d?sslmode=require&channel_binding=require", "postgresql+asyncpg://h/d?ssl=require"),
    ],
)  # fmt: skip
def test_addresses_are_taken_as_hosts_give_them(given: str, taken: str) -> None:
    assert normalise(given).render_as_string(hide_password=False) == taken


@pytest.mark.parametrize("given", ["mysql://u:hunter2@h/d", "hunter2", "http://hunter2"])
def test_an_address_that_cant_be_used_is_refused_without_repeating_it(given: str) -> None:
    with pytest.raises(BadDatabaseUrl) as caught:
        normalise(given)
    assert "DATABASE_URL" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_the_password_is_not_shown() -> None:
    assert "hunter2" not in repr(Database("postgresql://u:hunter2@h/d"))


async def test_a_database_that_nobody_answers_for_says_so() -> None:
    database = Database("postgresql://u:hunter2@127.0.0.1:1/d")
    with pytest.raises(DatabaseUnreachable) as caught:
        await database.connect()
    assert "127.0.0.1" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert not await database.ready()


async def test_a_folder_that_cant_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnreachable, match="file/var"):
        await Database(f"sqlite:///{tmp_path}/file/var/dean.db").connect()


async def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dean.db").write_text("hello " * 1000)
    with pytest.raises(DatabaseUnreachable, match="not a database"):
        await Database(f"sqlite:///{tmp_path}/dean.db").connect()


async def test_it_is_ready_only_when_migrated(database_url: str) -> None:
    database = Database(database_url)
    await database.connect()
    with pytest.raises(DatabaseNotMigrated, match="older"):
        await database.check()
    await database.migrate()
    await database.check()
    assert await database.ready()
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'from-later'"))
    with pytest.raises(DatabaseNotMigrated, match="newer"):
        await database.check()
    await database.close()
    await database.close()
    assert not await database.ready()


async def test_migrations_make_exactly_the_tables_that_the_code_uses(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


def test_the_last_migration_by_name_is_the_last_of_all() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    config.set_main_option("path_separator", "os")
    assert migrate.head() == ScriptDirectory.from_config(config).get_current_head()


async def test_where_nothing_is_to_migrate_alembic_is_not_loaded(database_url: str) -> None:
    told = []
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", START, database_url, stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
        told.append(printed.decode().strip())
    assert told == ["True", "False"]


async def test_migrations_go_down_and_up_again(database: Database) -> None:
    def tables(connection: Connection) -> set[str]:
        return set(inspect(connection).get_table_names())

    await database.migrate("base")
    async with database.read() as connection:
        assert await connection.run_sync(tables) <= {"alembic_version"}
    await database.migrate()
    async with database.read() as connection:
        assert await connection.run_sync(tables) == {*metadata.tables, "alembic_version"}
    await database.migrate()
    assert await database.ready()


async def test_two_may_migrate_at_once(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(4)]
    for each in databases:
        await each.connect()
    await asyncio.gather(*(each.migrate() for each in databases))
    for each in databases:
        assert await each.ready()
        await each.close()


async def test_processes_that_start_at_once_all_get_going(database_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            START,
            database_url,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        for _ in range(4)
    ]
    for each in processes:
        _, errors = await each.communicate()
        assert (each.returncode, errors.decode()) == (0, "")


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    insert = text("INSERT INTO team_setting (team_id, key, value) VALUES ('T', 'k', '1')")

    async def fail() -> None:
        async with database.write() as connection:
            await connection.execute(insert)
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await fail()
    async with database.read() as connection:
        assert (await connection.scalar(text("SELECT count(*) FROM team_setting"))) == 0


async def test_a_migration_that_fails_leaves_the_old_tables(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(database_url)
    await database.connect()
    monkeypatch.setattr("alembic.command.upgrade", _half_a_migration)
    with pytest.raises(RuntimeError, match="half-way"):
        await database.migrate()
    async with database.read() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert names == []
    await database.close()


def _half_a_migration(config: object, _revision: str) -> None:
    connection = config.attributes["connection"]  # type: ignore[attr-defined]
    connection.execute(text("CREATE TABLE half (id integer)"))
    raise RuntimeError("half-way")


async def test_sqlite_is_set_up_for_several_processes(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "dean.db"
    database = Database(f"sqlite:///{path}")
    await database.connect()
    async with database.read() as connection:
        pragmas = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 15_000,
        "synchronous": 2,
    }
    await database.close()


async def test_another_process_writing_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "dean.db"
    database = Database(f"sqlite:///{path}")
    await database.connect()
    await database.migrate()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO team_setting (team_id, key, value) VALUES ('T', 'k', '1')")

    async def write() -> int | None:
        async with database.write() as connection:
            found: int | None = await connection.scalar(text("SELECT count(*) FROM team_setting"))
            return found

    waiting = asyncio.create_task(write())
    async with database.read() as connection:  # a reader doesn't wait
        assert await connection.scalar(text("SELECT count(*) FROM team_setting")) == 0
    assert not waiting.done()
    other.execute("COMMIT")
    other.close()
    assert await waiting == 1
    await database.close()
