-- Each event gets its place in a Merkle tree (RFC 6962), whose checkpoints are signed: docs/audit-log.md.

-- What an event says of persons, committed to by a salted digest: once the salt and the parts are emptied, the event
-- still verifies. NULL on events older than the tree, until they get their place.
ALTER TABLE audit_event ADD COLUMN salt BLOB;
ALTER TABLE audit_event ADD COLUMN commitment BLOB;
-- By a key of the vault's, over all that is committed to: nobody adds an event but the portal.
ALTER TABLE audit_event ADD COLUMN seal BLOB;

-- Events that have no place yet.
CREATE TABLE audit_pending (
    event_id   BLOB    NOT NULL PRIMARY KEY,
    -- Since when it is known that the portal did not write it.
    refused_at INTEGER
) STRICT;

INSERT INTO audit_pending (event_id) SELECT id FROM audit_event;

CREATE TRIGGER audit_event_waits AFTER INSERT ON audit_event
    BEGIN INSERT INTO audit_pending (event_id) VALUES (NEW.id); END;
-- Two changes are left: an older event is sealed, and what an event says of persons is emptied.
CREATE TRIGGER audit_event_is_not_changed BEFORE UPDATE ON audit_event
    WHEN NOT (NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.code IS OLD.code AND NEW.actor IS OLD.actor AND (
        (OLD.commitment IS NULL AND NEW.fields IS OLD.fields AND NEW.actor_account_id IS OLD.actor_account_id
            AND NEW.session_id IS OLD.session_id AND NEW.account_id IS OLD.account_id
            AND NEW.request_id IS OLD.request_id AND NEW.trace IS OLD.trace)
        OR (NEW.commitment IS OLD.commitment AND NEW.seal IS OLD.seal AND NEW.salt IS NULL
            AND NEW.actor_account_id IS NULL AND NEW.session_id IS NULL AND NEW.account_id IS NULL
            AND NEW.request_id IS NULL AND NEW.trace IS NULL)))
    BEGIN SELECT RAISE(ABORT, 'events are added, never changed'); END;
CREATE TRIGGER audit_event_is_not_removed BEFORE DELETE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'events are added, never removed'); END;

-- The tree: one row for each leaf, from 0, without a gap.
CREATE TABLE audit_leaf (
    place    INTEGER NOT NULL PRIMARY KEY,
    event_id BLOB    NOT NULL UNIQUE,
    hash     BLOB    NOT NULL,
    -- The inner nodes that are complete with this leaf, from below: 32 bytes each.
    nodes    BLOB    NOT NULL
) STRICT;

CREATE TRIGGER audit_leaf_is_not_changed BEFORE UPDATE ON audit_leaf
    BEGIN SELECT RAISE(ABORT, 'the tree is added to, never changed'); END;
CREATE TRIGGER audit_leaf_is_not_removed BEFORE DELETE ON audit_leaf
    BEGIN SELECT RAISE(ABORT, 'the tree is added to, never changed'); END;

-- What was signed: a C2SP tlog-checkpoint of so many leaves.
CREATE TABLE audit_checkpoint (
    size      INTEGER NOT NULL PRIMARY KEY,
    at        INTEGER NOT NULL,
    note      TEXT    NOT NULL,
    -- When it was written to the second place as well.
    placed_at INTEGER
) STRICT;
CREATE INDEX audit_checkpoint_unplaced ON audit_checkpoint (size) WHERE placed_at IS NULL;

-- Each night's look at the whole log.
CREATE TABLE audit_check (
    day      TEXT    NOT NULL PRIMARY KEY,
    begun_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- How many events were verified; on a finding, what was found.
    size     INTEGER,
    finding  TEXT
) STRICT;

-- Up to when the events of a code say nothing of persons any more.
CREATE TABLE audit_emptied (
    code  TEXT    NOT NULL PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT;
