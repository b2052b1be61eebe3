"""Search in SQL: one file a kind of parameter, one statement a page, the asker's predicate in every sub-query.

`conditions` turns a criterion into a condition on a row; `driver`, `patients` and `source` decide where rows come from;
`sort`, `cursor`, `include` and `total` shape the page; `page` puts the statement together; `searching` runs it.
"""

from cordee.store.search.searching import Searching

__all__ = ["Searching"]
