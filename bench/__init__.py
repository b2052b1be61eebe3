"""Benchmarks: each figure stands beside a limit measured in the same run, on the same server, by the same client.

`python -m bench` runs all, `python -m bench NAME` one. Each starts its own throw-away PostgreSQL and servers on
loopback, stops them, prints a table and writes `build/bench/NAME.json`. Not part of the installed package.
"""
