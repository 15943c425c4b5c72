-- Tiles published as signed releases: whose keys may sign, what was published, and what was made active when.

-- A public key that a team signs its releases with. Withdrawn keys stay: releases point to them.
CREATE TABLE team_key (
    id           TEXT    NOT NULL PRIMARY KEY,
    team         TEXT    NOT NULL,
    -- Its 32 bytes (ed25519).
    public       BYTEA   NOT NULL,
    trusted_at   BIGINT  NOT NULL,
    withdrawn_at BIGINT
);

-- The content of files, each once, whichever releases it is in.
CREATE TABLE release_content (
    sha256       TEXT    NOT NULL PRIMARY KEY,
    content      BYTEA   NOT NULL
);

-- A published release: never changed.
CREATE TABLE release (
    -- SHA-256 over its files: what drafts keep.
    digest       TEXT    NOT NULL PRIMARY KEY,
    tile         TEXT    NOT NULL,
    version      TEXT    NOT NULL,
    team         TEXT    NOT NULL,
    key_id       TEXT    NOT NULL REFERENCES team_key (id),
    -- release.json and release.sig as they came: anyone can verify them again.
    manifest     BYTEA   NOT NULL,
    signature    BYTEA   NOT NULL,
    published_at BIGINT  NOT NULL,
    UNIQUE (tile, version)
);

CREATE TABLE release_file (
    digest       TEXT    NOT NULL REFERENCES release (digest),
    path         TEXT    NOT NULL,
    sha256       TEXT    NOT NULL REFERENCES release_content (sha256),
    PRIMARY KEY (digest, path)
);

-- What was done with a tile's releases, line after line; the last lines say which is active.
CREATE TABLE activation (
    tile         TEXT    NOT NULL,
    -- From 1; its key keeps two administrators from acting on the same state.
    seq          BIGINT  NOT NULL,
    step         TEXT    NOT NULL CHECK (step IN ('asked', 'activated', 'rolled_back')),
    digest       TEXT    NOT NULL REFERENCES release (digest),
    at           BIGINT  NOT NULL,
    PRIMARY KEY (tile, seq)
);
