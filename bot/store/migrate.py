"""Alembic from code: no alembic.ini, no second connection, no second event loop."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

SCRIPTS = Path(__file__).with_name("migrations")

# PostgreSQL's advisory locks are numbers; this one is ours ("dean" in ASCII).
_LOCK = 0x6465616E


def run(connection: Connection, revision: str) -> None:
    """Up or down to `revision`, all or nothing, one process at a time.

    The caller's transaction holds it all. On SQLite it was begun IMMEDIATE, which is the lock;
    on PostgreSQL the lock lasts until that transaction ends.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = _config()
    config.attributes["connection"] = connection
    if _is_behind(current(connection), revision):
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)


def current(connection: Connection) -> str | None:
    """The revision that the database is at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head() -> str:
    """The revision that this program needs."""
    found = _scripts().get_current_head()
    if found is None:
        raise RuntimeError(f"no migration in {SCRIPTS}: the program is not whole")
    return found


def known(revision: str) -> bool:
    """Whether this program has that revision among its own."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


def _is_behind(found: str | None, wanted: str) -> bool:
    if wanted == "head" or found is None:
        return wanted != "base"
    older = {script.revision for script in _scripts().iterate_revisions(found, "base")}
    return wanted != "base" and wanted not in older


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    # ConfigParser reads % as a reference.
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
