"""What Alembic runs: the migrations, in the transaction that the register has begun."""

from alembic import context

from register.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
