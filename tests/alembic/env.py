"""Runs the migration of the GeoNature module as GeoNature's own Alembic does: online, in one transaction, on `sqlalchemy.url`."""

import sqlalchemy
from alembic import context

engine = sqlalchemy.create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection, version_table="demandes_test_version")
    with context.begin_transaction():
        context.run_migrations()
