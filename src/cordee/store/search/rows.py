"""Index rows that satisfy a test: the unit every kind of criterion is made of."""

import msgspec


class Rows(msgspec.Struct, frozen=True):
    """Rows `i` of an index table for which `test` is true."""

    table: str
    test: str

    def exist_for(self, row: str) -> str:
        """Return the condition that the resource `row` has such a row.

        `OFFSET 0` keeps the planner from turning it into a join over the whole table: one probe by key a resource,
        whatever the statistics say.
        """
        return f"EXISTS (SELECT 1 FROM {self.table} i WHERE i.key = {row}.key AND {self.test} OFFSET 0)"

    def keys(self) -> str:
        """Return the query of the keys of the resources that have such rows."""
        return f"SELECT i.key FROM {self.table} i WHERE {self.test}"


def of_parameter(numbers: tuple[int, ...]) -> str:
    """Return the test that a row belongs to a parameter.

    The numbers stand in the text: they are ours, and PostgreSQL then knows how common each parameter is.
    """
    if not numbers:
        return "false"
    if len(numbers) == 1:
        return f"i.param = {numbers[0]:d}"
    return f"i.param IN ({', '.join(f'{number:d}' for number in numbers)})"


def target_of(link: str, row: str) -> str:
    """Return the condition that the resource `row` is what the index row `link` refers to.

    Index rows compare by bytes ("C"), resources as the database does: said so, or no index of `resource` would serve,
    and each reference followed would read the whole table.
    """
    return (
        f'{row}.type = {link}.target_type COLLATE "default" AND {row}.id = {link}.target_id COLLATE "default"'
    )


def any_of(tests: list[str]) -> str:
    """Return the disjunction of tests; none of none is true."""
    if len(tests) == 1:
        return tests[0]
    return f"({' OR '.join(tests)})" if tests else "false"
