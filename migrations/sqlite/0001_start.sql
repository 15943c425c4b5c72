-- Ids are UUIDv7 (16 bytes); times are microseconds since 1970 UTC; "sealed" columns are opened by
-- the vault alone. The PostgreSQL folder holds the same steps under the same names.

CREATE TABLE account (
    id         BLOB    NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    -- Wrapped by the master key; destroyed when the person is erased.
    data_key   BLOB,
    locale     TEXT    NOT NULL CHECK (locale IN ('fr', 'en')),
    -- Sealed: the e-mail address that the identity provider vouches for.
    email      BLOB
) STRICT;

CREATE TABLE identity (
    id           BLOB    NOT NULL PRIMARY KEY,
    account_id   BLOB    NOT NULL REFERENCES account (id),
    issuer       TEXT    NOT NULL,
    subject_hash BLOB    NOT NULL,
    -- Sealed.
    subject      BLOB    NOT NULL,
    first_seen_at INTEGER NOT NULL,
    last_seen_at  INTEGER NOT NULL,
    UNIQUE (issuer, subject_hash)
) STRICT;
CREATE INDEX identity_account ON identity (account_id);

-- A sign-in under way: consumed by the first answer that fits it.
CREATE TABLE sign_in (
    -- Of the state.
    handle_hash BLOB    NOT NULL PRIMARY KEY,
    issuer      TEXT    NOT NULL,
    -- Sealed: the browser it began in, nonce, PKCE verifier, where to return.
    secrets     BLOB    NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_expiry ON sign_in (expires_at);

CREATE TABLE session (
    id          BLOB    NOT NULL PRIMARY KEY,
    token_hash  BLOB    NOT NULL UNIQUE,
    account_id  BLOB    NOT NULL REFERENCES account (id),
    identity_id BLOB    NOT NULL REFERENCES identity (id),
    issuer      TEXT    NOT NULL,
    -- Roles as a JSON list; empty for a citizen.
    roles       TEXT    NOT NULL,
    acr         TEXT,
    signed_in_at INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    -- When it ends if nothing more is asked of it; never after ends_at.
    idle_until  INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL,
    -- Sealed: the released claims and the ID token (a hint at sign-out).
    claims      BLOB    NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_identity ON session (identity_id);
CREATE INDEX session_end ON session (idle_until);

-- What someone was typing when their session ended: given back after they sign in again.
CREATE TABLE kept_form (
    -- Of the browser's cookie and the page.
    handle_hash BLOB    NOT NULL PRIMARY KEY,
    -- Sealed: what was typed.
    content     BLOB    NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX kept_form_expiry ON kept_form (expires_at);

CREATE TABLE request (
    id           BLOB    NOT NULL PRIMARY KEY,
    account_id   BLOB    NOT NULL REFERENCES account (id),
    tile         TEXT    NOT NULL,
    -- The release of the tile that the draft was begun with.
    release      TEXT    NOT NULL,
    reference    TEXT    NOT NULL UNIQUE,
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'submitted', 'received', 'in_progress', 'action_needed', 'closed')),
    outcome      TEXT,
    withdrawal   TEXT    NOT NULL CHECK (withdrawal IN ('none', 'asked', 'accepted', 'too_late')),
    delivery     TEXT    NOT NULL CHECK (delivery IN ('none', 'waiting', 'delivered', 'given_up')),
    -- When the back-end was last heard.
    as_of        INTEGER,
    last_seq     INTEGER NOT NULL,
    -- Rises at every write by the citizen: two browsers cannot overwrite one another.
    version      INTEGER NOT NULL,
    -- The page of the form to go on from.
    page         TEXT    NOT NULL,
    locale       TEXT    NOT NULL CHECK (locale IN ('fr', 'en')),
    -- Sealed: what was typed, by input name.
    inputs       BLOB    NOT NULL,
    -- Sealed: the words the citizen saw and declared at submission.
    wording      BLOB,
    -- The back-end's own reference, once it answered.
    backend_reference TEXT,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    submitted_at INTEGER,
    expires_at   INTEGER
) STRICT;
CREATE INDEX request_account ON request (account_id, updated_at);
CREATE INDEX request_expiry ON request (expires_at) WHERE state = 'draft';

-- One line of a request's timeline.
CREATE TABLE step (
    id         BLOB    NOT NULL PRIMARY KEY,
    request_id BLOB    NOT NULL REFERENCES request (id),
    at         INTEGER NOT NULL,
    -- What happened, a word of the portal's: submitted, delivered, status, withdrawal_asked, …
    kind       TEXT    NOT NULL,
    -- For a status: the state it led to and the tile's own words for it.
    state      TEXT,
    key        TEXT,
    params     TEXT    NOT NULL
) STRICT;
CREATE INDEX step_request ON step (request_id, id);

-- Callbacks taken, so that one sent twice is applied once.
CREATE TABLE callback (
    backend     TEXT    NOT NULL,
    webhook_id  TEXT    NOT NULL,
    body_hash   BLOB    NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (backend, webhook_id)
) STRICT;

CREATE TABLE message (
    id         BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    request_id BLOB REFERENCES request (id),
    -- Sealed: who writes, the subject and the words, in both languages.
    content    BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    read_at    INTEGER
) STRICT;
CREATE INDEX message_account ON message (account_id, id);
CREATE INDEX message_request ON message (request_id);

-- The outbox: work promised in an act, done after it, at least once.
CREATE TABLE job (
    id          BLOB    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL,
    -- What the work is for; one job for each.
    key         TEXT    NOT NULL UNIQUE,
    account_id  BLOB,
    request_id  BLOB,
    payload     TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'leased', 'done', 'dead')),
    attempts    INTEGER NOT NULL,
    run_at      INTEGER NOT NULL,
    -- The fence: only the holder of this token may finish the job.
    lease       BLOB,
    lease_until INTEGER,
    last_error  TEXT,
    created_at  INTEGER NOT NULL,
    done_at     INTEGER
) STRICT;
CREATE INDEX job_due ON job (run_at) WHERE state = 'waiting';
CREATE INDEX job_leased ON job (lease_until) WHERE state = 'leased';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';

CREATE TABLE audit_event (
    id         BLOB    NOT NULL PRIMARY KEY,
    at         INTEGER NOT NULL,
    code       TEXT    NOT NULL,
    actor      TEXT    NOT NULL CHECK (actor IN ('visitor', 'citizen', 'staff', 'backend', 'system')),
    -- Who acted, where that is a person.
    actor_account_id BLOB,
    session_id BLOB,
    -- Whose journey this belongs to.
    account_id BLOB,
    request_id BLOB,
    -- The HTTP request that caused it; the error page shows the same.
    trace      TEXT,
    fields     TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_event_account ON audit_event (account_id, id);
CREATE INDEX audit_event_session ON audit_event (session_id, id);
CREATE INDEX audit_event_code ON audit_event (code, at);
CREATE INDEX audit_event_request ON audit_event (request_id, id);

-- The keys that sign identity assertions, shared by all nodes.
CREATE TABLE signing_key (
    id         BLOB    NOT NULL PRIMARY KEY,
    -- Sealed: PKCS#8.
    private    BLOB    NOT NULL,
    public_jwk TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
