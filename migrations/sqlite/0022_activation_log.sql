-- What was done with releases becomes one log, each line holding on to the one before: who did it, why, and a
-- digest over all lines so far. Lines are added, never changed and never removed.
CREATE TABLE activation_log (
    -- Its place in the whole log, from 1: how far a node has read.
    number  INTEGER NOT NULL PRIMARY KEY,
    tile    TEXT    NOT NULL,
    -- Its place among the tile's own lines, from 1.
    seq     INTEGER NOT NULL,
    step    TEXT    NOT NULL CHECK (step IN ('asked', 'refused', 'activated', 'rolled_back', 'canary', 'canary_ended')),
    -- Of the release; after the last step back, of the tile that came with the portal.
    digest  TEXT    NOT NULL,
    -- To how many of a hundred citizens it is shown; 0 when not to some only.
    percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 99),
    -- `system`, `team:NAME`, or the id of the account.
    actor   TEXT    NOT NULL,
    reason  TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    -- SHA-256 over the hash of the line before and this line; empty on lines older than the chain.
    hash    TEXT    NOT NULL,
    UNIQUE (tile, seq)
) STRICT;

INSERT INTO activation_log (number, tile, seq, step, digest, percent, actor, reason, at, hash)
    SELECT row_number() OVER (ORDER BY at, tile, seq), tile, seq, step, digest, 0, 'system', '', at, ''
    FROM activation;

DROP TABLE activation;

-- The last line's number and hash, in one row: whoever acts on releases holds it, one at a time.
CREATE TABLE activation_head (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    number  INTEGER NOT NULL,
    hash    TEXT    NOT NULL
) STRICT;

INSERT INTO activation_head (id, number, hash) SELECT 1, COUNT(*), '' FROM activation_log;

CREATE TRIGGER activation_log_is_not_changed BEFORE UPDATE ON activation_log
    BEGIN SELECT RAISE(ABORT, 'the log of activations is added to, never changed'); END;
CREATE TRIGGER activation_log_is_not_removed BEFORE DELETE ON activation_log
    BEGIN SELECT RAISE(ABORT, 'the log of activations is added to, never changed'); END;

-- How far each node has read the log, and when it last said so.
CREATE TABLE release_node (
    node    TEXT    NOT NULL PRIMARY KEY,
    number  INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

-- How often a release on trial was used, and how often it failed.
CREATE TABLE release_use (
    digest  TEXT    NOT NULL PRIMARY KEY REFERENCES release (digest),
    uses    INTEGER NOT NULL,
    faults  INTEGER NOT NULL
) STRICT;

-- What lets a team talk to the portal: its digest alone is kept.
CREATE TABLE team_token (
    id         TEXT    NOT NULL PRIMARY KEY,
    team       TEXT    NOT NULL,
    hash       BLOB    NOT NULL UNIQUE,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
