"""The parts of a record, one file each: every one turns a subject into resources."""
