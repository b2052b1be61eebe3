"""The tables of applications: who they are, what they asked for, what they were given. Secrets enter as digests."""
