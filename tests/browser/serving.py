"""How the server of a browser test is started."""

GRANIAN = ("--interface", "asgi", "--factory", "--no-log", "--workers-kill-timeout", "10")
"""What granian is told. A worker that is ended while it starts hears of it no more: it is killed, else it is waited for
without end."""
STARTING_S = 60.0
