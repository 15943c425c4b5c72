-- Each event gets its place in a Merkle tree (RFC 6962), whose checkpoints are signed: docs/audit-log.md.

-- What an event says of persons, committed to by a salted digest: once the salt and the parts are emptied, the event
-- still verifies. NULL on events older than the tree, until they get their place.
ALTER TABLE audit_event ADD COLUMN salt BYTEA;
ALTER TABLE audit_event ADD COLUMN commitment BYTEA;
-- By a key of the vault's, over all that is committed to: nobody adds an event but the portal.
ALTER TABLE audit_event ADD COLUMN seal BYTEA;

-- Events that have no place yet.
CREATE TABLE audit_pending (
    event_id   UUID   NOT NULL PRIMARY KEY,
    -- Since when it is known that the portal did not write it.
    refused_at BIGINT
);

INSERT INTO audit_pending (event_id) SELECT id FROM audit_event;

CREATE FUNCTION audit_event_waits() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO audit_pending (event_id) VALUES (NEW.id); RETURN NULL; END $$;
CREATE TRIGGER audit_event_waits AFTER INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_waits();
CREATE FUNCTION audit_is_added_to() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'events are added, never changed'; END $$;
-- Two changes are left: an older event is sealed, and what an event says of persons is emptied.
CREATE TRIGGER audit_event_is_not_changed BEFORE UPDATE ON audit_event FOR EACH ROW
    WHEN (NOT (NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.code = OLD.code AND NEW.actor = OLD.actor AND (
        (OLD.commitment IS NULL AND NEW.fields = OLD.fields
            AND NEW.actor_account_id IS NOT DISTINCT FROM OLD.actor_account_id
            AND NEW.session_id IS NOT DISTINCT FROM OLD.session_id
            AND NEW.account_id IS NOT DISTINCT FROM OLD.account_id
            AND NEW.request_id IS NOT DISTINCT FROM OLD.request_id
            AND NEW.trace IS NOT DISTINCT FROM OLD.trace)
        OR (NEW.commitment IS NOT DISTINCT FROM OLD.commitment AND NEW.seal IS NOT DISTINCT FROM OLD.seal
            AND NEW.salt IS NULL AND NEW.actor_account_id IS NULL AND NEW.session_id IS NULL
            AND NEW.account_id IS NULL AND NEW.request_id IS NULL AND NEW.trace IS NULL))))
    EXECUTE FUNCTION audit_is_added_to();
CREATE TRIGGER audit_event_is_not_removed BEFORE DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_is_added_to();
CREATE TRIGGER audit_event_is_not_emptied BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_added_to();

-- The tree: one row for each leaf, from 0, without a gap.
CREATE TABLE audit_leaf (
    place    BIGINT NOT NULL PRIMARY KEY,
    event_id UUID   NOT NULL UNIQUE,
    hash     BYTEA  NOT NULL,
    -- The inner nodes that are complete with this leaf, from below: 32 bytes each.
    nodes    BYTEA  NOT NULL
);

CREATE TRIGGER audit_leaf_is_not_changed BEFORE UPDATE OR DELETE ON audit_leaf
    FOR EACH ROW EXECUTE FUNCTION audit_is_added_to();
CREATE TRIGGER audit_leaf_is_not_emptied BEFORE TRUNCATE ON audit_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_added_to();

-- What was signed: a C2SP tlog-checkpoint of so many leaves.
CREATE TABLE audit_checkpoint (
    size      BIGINT NOT NULL PRIMARY KEY,
    at        BIGINT NOT NULL,
    note      TEXT   NOT NULL,
    -- When it was written to the second place as well.
    placed_at BIGINT
);
CREATE INDEX audit_checkpoint_unplaced ON audit_checkpoint (size) WHERE placed_at IS NULL;

-- Each night's look at the whole log.
CREATE TABLE audit_check (
    day      TEXT   NOT NULL PRIMARY KEY,
    begun_at BIGINT NOT NULL,
    ended_at BIGINT,
    -- How many events were verified; on a finding, what was found.
    size     BIGINT,
    finding  TEXT
);

-- Up to when the events of a code say nothing of persons any more.
CREATE TABLE audit_emptied (
    code  TEXT   NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL
);
