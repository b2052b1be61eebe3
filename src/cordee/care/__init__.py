"""The services of care coordination, one module each: use cases over the access door, no HTML, no HTTP.

Reads return small frozen views made from one opened chart; writes go through the door's unit of work, in one
transaction. Must not know pages, routes or SQL.
"""
