-- Whether the asker stands in this person's circle now for one of these categories, and may see something of it.
SELECT 1 FROM ({record}) m WHERE m.standing & %(needed)s <> 0 AND m.mask & %(seen)s <> 0
