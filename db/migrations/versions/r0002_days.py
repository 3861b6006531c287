"""PostgreSQL learns julianday(), which SQLite has, so that one text of a query counts days on both."""

from alembic import op

revision = "0002"
down_revision = "0001"

BY_TIME = """
CREATE FUNCTION julianday(timestamptz) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS 'SELECT extract(epoch FROM $1)::double precision / 86400 + 2440587.5'
"""
BY_DAY = """
CREATE FUNCTION julianday(date) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS 'SELECT ($1 - DATE ''1970-01-01'') + 2440587.5::double precision'
"""


def upgrade() -> None:
    """On PostgreSQL only."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(BY_TIME)
        op.execute(BY_DAY)
