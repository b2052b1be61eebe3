"""`python -m cordee.cli`, the form in which the demo starts its own processes."""

from cordee.cli.entry import main

main()
