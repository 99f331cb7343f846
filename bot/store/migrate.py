"""Alembic from code: no alembic.ini, no second connection, no second event loop.

It is imported when there is something to migrate: it takes a tenth of a second and 9 MB, and at
nearly every start the tables are as they should be.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

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
    found = current(connection)
    if revision == "head" and found == head():
        return
    from alembic import command  # noqa: PLC0415

    config = _config()
    config.attributes["connection"] = connection
    if _is_behind(found, revision):
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)


def current(connection: Connection) -> str | None:
    """The revision that the database is at; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


@cache
def head() -> str:
    """The revision that this program needs: the last of `r<revision>_<what>.py`."""
    files = sorted((SCRIPTS / "versions").glob("r????_*.py"))
    if not files:
        raise RuntimeError(f"no migration in {SCRIPTS}: the program is not whole")
    return files[-1].name[1:5]


def known(revision: str) -> bool:
    """Whether this program has that revision among its own."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


def _is_behind(found: str | None, wanted: str) -> bool:
    if wanted == "head" or found is None:
        return wanted != "base"
    older = {script.revision for script in _scripts().iterate_revisions(found, "base")}
    return wanted != "base" and wanted not in older


def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return ScriptDirectory.from_config(_config())


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    # ConfigParser reads % as a reference.
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
