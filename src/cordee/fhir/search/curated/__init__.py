"""The first slice: a short list of parameters written by hand. It leaves with the switch to the definitions."""
