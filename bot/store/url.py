"""A database's address, as people and hosts write it, into the one that SQLAlchemy takes."""

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from .errors import BadDatabaseUrl

DEFAULT_URL = "sqlite+aiosqlite:///var/dean.db"

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    # Heroku and others still say `postgres`.
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}

# libpq's words that hosts put into the address; asyncpg has another word, or none.
_LIBPQ_SSL = "sslmode"
_LIBPQ_ONLY = ("channel_binding", "gssencmode")


def normalise(url: str) -> URL:
    """`postgres://u:p@host/db?sslmode=require` → `postgresql+asyncpg://…?ssl=require`.

    Raises `BadDatabaseUrl` for what is neither SQLite nor PostgreSQL.
    """
    try:
        parsed = make_url(url.strip() or DEFAULT_URL)
    except (ArgumentError, ValueError) as error:
        raise BadDatabaseUrl(
            "DATABASE_URL isn't an address. It looks like postgresql://user:password@host/name,"
            f" or like {DEFAULT_URL}."
        ) from error
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise BadDatabaseUrl(
            f"DATABASE_URL begins with {parsed.drivername}://, and Dean keeps his data in SQLite"
            " (sqlite:///…) or PostgreSQL (postgresql://…)."
        )
    parsed = parsed.set(drivername=driver)
    if driver == "postgresql+asyncpg":
        mode = parsed.query.get(_LIBPQ_SSL)
        parsed = parsed.difference_update_query([_LIBPQ_SSL, *_LIBPQ_ONLY])
        if mode is not None and "ssl" not in parsed.query:
            parsed = parsed.update_query_dict({"ssl": mode})
    return parsed
