-- What a back-end tells of a request is a line of its timeline, known by the back-end's own number:
-- whichever way and in whichever order it comes, it is there once, in its place. Lines without a
-- number are the portal's own, and those of before this step.
ALTER TABLE step ADD COLUMN seq INTEGER;
-- The back-end's code, as it came.
ALTER TABLE step ADD COLUMN code TEXT;
-- For a status that closes: how it ended.
ALTER TABLE step ADD COLUMN outcome TEXT;
-- Sealed: the parameters of the words, and what else the back-end said.
ALTER TABLE step ADD COLUMN details BLOB;
CREATE UNIQUE INDEX step_seq ON step (request_id, seq);

-- Since when the request is in its state, as the back-end says.
ALTER TABLE request ADD COLUMN state_since INTEGER;
-- The code of the latest status, while it is in force.
ALTER TABLE request ADD COLUMN code TEXT;
-- True while the latest status has a code that the tile does not know.
ALTER TABLE request ADD COLUMN unclear INTEGER NOT NULL DEFAULT 0;
-- True while the citizen has something to do.
ALTER TABLE request ADD COLUMN needs_me INTEGER NOT NULL DEFAULT 0;
UPDATE request SET needs_me = TRUE WHERE state = 'action_needed';
UPDATE request SET state_since = updated_at WHERE state <> 'draft';
ALTER TABLE request ADD COLUMN withdrawal_asked_at INTEGER;
-- Until when the back-end should have answered the wish to withdraw.
ALTER TABLE request ADD COLUMN withdrawal_due_at INTEGER;
-- When the citizen was told that it has not.
ALTER TABLE request ADD COLUMN withdrawal_reminded_at INTEGER;
CREATE INDEX request_withdrawal ON request (withdrawal_due_at) WHERE withdrawal = 'asked';
CREATE INDEX request_unclear ON request (id) WHERE unclear;
CREATE INDEX request_shelf ON request (account_id, state, updated_at);

-- Something that a back-end asks of the citizen. What was asked and what became of it have each the
-- number of the latest that was told, so that both may come in any order.
CREATE TABLE task (
    id           BLOB    NOT NULL PRIMARY KEY,
    request_id   BLOB    NOT NULL REFERENCES request (id),
    -- The back-end's own name for it.
    name         TEXT    NOT NULL,
    asked_seq    INTEGER NOT NULL,
    asked_at     INTEGER,
    code         TEXT    NOT NULL,
    -- form or read; none when the tile does not know the code.
    kind         TEXT,
    -- The end of the last day to do it.
    due_at       INTEGER,
    -- Sealed: the parameters of its words, the document to read.
    details      BLOB,
    ended_seq    INTEGER NOT NULL,
    -- processed or withdrawn
    ended        TEXT,
    -- Which asking the citizen has answered, and when.
    answered_seq INTEGER NOT NULL,
    answered_at  INTEGER,
    -- When the citizen was reminded of it.
    reminded_at  INTEGER,
    UNIQUE (request_id, name)
) STRICT;
CREATE INDEX task_due ON task (due_at);

-- A document that a back-end has for the citizen. It stays there: the portal keeps no copy.
CREATE TABLE document (
    id         BLOB    NOT NULL PRIMARY KEY,
    request_id BLOB    NOT NULL REFERENCES request (id),
    -- The back-end's own name for it.
    name       TEXT    NOT NULL,
    seq        INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    code       TEXT    NOT NULL,
    -- read or sign
    purpose    TEXT    NOT NULL,
    -- offered or withdrawn
    state      TEXT    NOT NULL,
    -- Sealed: the parameters of its title.
    details    BLOB    NOT NULL,
    opened_at  INTEGER,
    UNIQUE (request_id, name)
) STRICT;

-- What the citizen sends about a request after it was sent: the answer to a task, or a message.
CREATE TABLE reply (
    id           BLOB    NOT NULL PRIMARY KEY,
    request_id   BLOB    NOT NULL REFERENCES request (id),
    -- For the answer to a task: which asking of which task.
    task_id      BLOB    REFERENCES task (id),
    asked_seq    INTEGER,
    -- Sealed: what is sent.
    content      BLOB    NOT NULL,
    at           INTEGER NOT NULL,
    delivery     TEXT    NOT NULL CHECK (delivery IN ('waiting', 'delivered', 'given_up')),
    delivered_at INTEGER,
    UNIQUE (task_id, asked_seq)
) STRICT;
CREATE INDEX reply_request ON reply (request_id, id);

-- How the portal and a back-end hear of each other.
CREATE TABLE contact (
    backend       TEXT    NOT NULL PRIMARY KEY,
    -- When it last answered or called.
    heard_at      INTEGER,
    -- Since when it does not answer; none while it does.
    failing_since INTEGER
) STRICT;

-- How far the states of a tile's requests have been pulled.
CREATE TABLE pull (
    tile      TEXT    NOT NULL PRIMARY KEY,
    -- The back-end's mark of where to go on.
    mark      TEXT,
    -- When to pull next, and when to pull everything again.
    next_at   INTEGER NOT NULL,
    full_at   INTEGER NOT NULL,
    -- Up to when all is known that the back-end had to tell.
    pulled_at INTEGER
) STRICT;
