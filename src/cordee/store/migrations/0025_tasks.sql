-- What work lists are read from: one row a task somebody has to act on, or has done. Derived from the Task in the
-- writer's own transaction, verified and made anew with the other index rows. See ADR 0034.

CREATE TABLE index_task (
    key       bigint  PRIMARY KEY,
    holder    text    NOT NULL,
    requester text    NOT NULL,
    is_open   boolean NOT NULL,
    due_on    date    NOT NULL,
    ended_at  timestamptz
);
CREATE INDEX index_task_held ON index_task (holder, due_on, key) WHERE is_open;
CREATE INDEX index_task_asked ON index_task (requester, due_on, key) WHERE is_open;
CREATE INDEX index_task_done ON index_task (holder, ended_at DESC, key DESC) WHERE NOT is_open;

-- Tasks stored already: `cordee fhir reindex` (or the next start) fills the table.
INSERT INTO reindex (type) SELECT 'Task' WHERE EXISTS (SELECT 1 FROM resource WHERE type = 'Task')
ON CONFLICT (type) DO UPDATE SET done_to = 0, marked_at = now();
