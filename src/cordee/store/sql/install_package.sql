-- Keep a package; no row when it was there with the same content. True: it is new.
INSERT INTO package AS kept (name, version, title, content, pending_types)
VALUES (%(name)s, %(version)s, %(title)s, %(content)s, %(types)s)
ON CONFLICT (name, version) DO UPDATE
   SET title = excluded.title, content = excluded.content, installed_at = now(),
       pending_types = ARRAY(SELECT unnest(kept.pending_types) UNION SELECT unnest(excluded.pending_types))
 WHERE kept.content <> excluded.content
RETURNING kept.xmax = 0
