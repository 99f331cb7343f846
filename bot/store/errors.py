"""What can be wrong with the database, in words that say what to do."""


class StoreError(Exception):
    """The database can't be used as it is."""


class BadDatabaseUrl(StoreError):
    """`DATABASE_URL` names something that Dean can't use. Never repeats the URL: it may hold a
    password."""


class DatabaseUnreachable(StoreError):
    """Nothing answers, or it refuses us."""


class DatabaseNotMigrated(StoreError):
    """The tables are older or newer than this program."""
