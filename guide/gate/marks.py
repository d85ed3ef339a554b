"""The mark that the gate writes into its own SQL, for the tripwire to count.

Every SELECT that the gate builds over a gated table carries `/*gate:<table>*/` once
for each time that it reads the table. Nothing but `guide.gate` may write one.
"""

from typing import Self

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression
from django.db.models.base import ModelBase
from django.db.models.sql.compiler import SQLCompiler


class Mark(Expression):
    """A condition that is always true and names the table it vouches for."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, model: ModelBase):
        super().__init__()
        self.table = model._meta.db_table

    def __repr__(self) -> str:
        return f"Mark({self.table})"

    @property
    def identity(self) -> tuple[type, str]:
        return (type(self), self.table)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[object]]:
        return f"/*gate:{self.table}*/ 1=1", []

    def get_source_expressions(self) -> list[Expression]:
        return []

    def resolve_expression(self, *args: object, **kwargs: object) -> Self:
        return self
