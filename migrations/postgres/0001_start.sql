-- Ids are UUIDv7; times are microseconds since 1970 UTC; "sealed" columns are opened by
-- the vault alone. The SQLite folder holds the same steps under the same names.

CREATE TABLE account (
    id         UUID    NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    -- Wrapped by the master key; destroyed when the person is erased.
    data_key   BYTEA,
    locale     TEXT    NOT NULL CHECK (locale IN ('fr', 'en')),
    -- Sealed: the e-mail address that the identity provider vouches for.
    email      BYTEA
);

CREATE TABLE identity (
    id           UUID    NOT NULL PRIMARY KEY,
    account_id   UUID    NOT NULL REFERENCES account (id),
    issuer       TEXT    NOT NULL,
    subject_hash BYTEA    NOT NULL,
    -- Sealed.
    subject      BYTEA    NOT NULL,
    first_seen_at BIGINT NOT NULL,
    last_seen_at  BIGINT NOT NULL,
    UNIQUE (issuer, subject_hash)
);
CREATE INDEX identity_account ON identity (account_id);

-- A sign-in under way: consumed by the first answer that fits it.
CREATE TABLE sign_in (
    -- Of the state.
    handle_hash BYTEA    NOT NULL PRIMARY KEY,
    issuer      TEXT    NOT NULL,
    -- Sealed: the browser it began in, nonce, PKCE verifier, where to return.
    secrets     BYTEA    NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX sign_in_expiry ON sign_in (expires_at);

CREATE TABLE session (
    id          UUID    NOT NULL PRIMARY KEY,
    token_hash  BYTEA    NOT NULL UNIQUE,
    account_id  UUID    NOT NULL REFERENCES account (id),
    identity_id UUID    NOT NULL REFERENCES identity (id),
    issuer      TEXT    NOT NULL,
    -- Roles as a JSON list; empty for a citizen.
    roles       JSONB    NOT NULL,
    acr         TEXT,
    signed_in_at BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    -- When it ends if nothing more is asked of it; never after ends_at.
    idle_until  BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL,
    -- Sealed: the released claims and the ID token (a hint at sign-out).
    claims      BYTEA    NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_identity ON session (identity_id);
CREATE INDEX session_end ON session (idle_until);

-- What someone was typing when their session ended: given back after they sign in again.
CREATE TABLE kept_form (
    -- Of the browser's cookie and the page.
    handle_hash BYTEA    NOT NULL PRIMARY KEY,
    -- Sealed: what was typed.
    content     BYTEA    NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX kept_form_expiry ON kept_form (expires_at);

CREATE TABLE request (
    id           UUID    NOT NULL PRIMARY KEY,
    account_id   UUID    NOT NULL REFERENCES account (id),
    tile         TEXT    NOT NULL,
    -- The release of the tile that the draft was begun with.
    release      TEXT    NOT NULL,
    reference    TEXT    NOT NULL UNIQUE,
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'submitted', 'received', 'in_progress', 'action_needed', 'closed')),
    outcome      TEXT,
    withdrawal   TEXT    NOT NULL CHECK (withdrawal IN ('none', 'asked', 'accepted', 'too_late')),
    delivery     TEXT    NOT NULL CHECK (delivery IN ('none', 'waiting', 'delivered', 'given_up')),
    -- When the back-end was last heard.
    as_of        BIGINT,
    last_seq     BIGINT NOT NULL,
    -- Rises at every write by the citizen: two browsers cannot overwrite one another.
    version      BIGINT NOT NULL,
    -- The page of the form to go on from.
    page         TEXT    NOT NULL,
    locale       TEXT    NOT NULL CHECK (locale IN ('fr', 'en')),
    -- Sealed: what was typed, by input name.
    inputs       BYTEA    NOT NULL,
    -- Sealed: the words the citizen saw and declared at submission.
    wording      BYTEA,
    -- The back-end's own reference, once it answered.
    backend_reference TEXT,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    submitted_at BIGINT,
    expires_at   BIGINT
);
CREATE INDEX request_account ON request (account_id, updated_at);
CREATE INDEX request_expiry ON request (expires_at) WHERE state = 'draft';

-- One line of a request's timeline.
CREATE TABLE step (
    id         UUID    NOT NULL PRIMARY KEY,
    request_id UUID    NOT NULL REFERENCES request (id),
    at         BIGINT NOT NULL,
    -- What happened, a word of the portal's: submitted, delivered, status, withdrawal_asked, …
    kind       TEXT    NOT NULL,
    -- For a status: the state it led to and the tile's own words for it.
    state      TEXT,
    key        TEXT,
    params     JSONB    NOT NULL
);
CREATE INDEX step_request ON step (request_id, id);

-- Callbacks taken, so that one sent twice is applied once.
CREATE TABLE callback (
    backend     TEXT    NOT NULL,
    webhook_id  TEXT    NOT NULL,
    body_hash   BYTEA    NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (backend, webhook_id)
);

CREATE TABLE message (
    id         UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    request_id UUID REFERENCES request (id),
    -- Sealed: who writes, the subject and the words, in both languages.
    content    BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    read_at    BIGINT
);
CREATE INDEX message_account ON message (account_id, id);
CREATE INDEX message_request ON message (request_id);

-- The outbox: work promised in an act, done after it, at least once.
CREATE TABLE job (
    id          UUID    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL,
    -- What the work is for; one job for each.
    key         TEXT    NOT NULL UNIQUE,
    account_id  UUID,
    request_id  UUID,
    payload     JSONB    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'leased', 'done', 'dead')),
    attempts    BIGINT NOT NULL,
    run_at      BIGINT NOT NULL,
    -- The fence: only the holder of this token may finish the job.
    lease       UUID,
    lease_until BIGINT,
    last_error  TEXT,
    created_at  BIGINT NOT NULL,
    done_at     BIGINT
);
CREATE INDEX job_due ON job (run_at) WHERE state = 'waiting';
CREATE INDEX job_leased ON job (lease_until) WHERE state = 'leased';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';

CREATE TABLE audit_event (
    id         UUID    NOT NULL PRIMARY KEY,
    at         BIGINT NOT NULL,
    code       TEXT    NOT NULL,
    actor      TEXT    NOT NULL CHECK (actor IN ('visitor', 'citizen', 'staff', 'backend', 'system')),
    -- Who acted, where that is a person.
    actor_account_id UUID,
    session_id UUID,
    -- Whose journey this belongs to.
    account_id UUID,
    request_id UUID,
    -- The HTTP request that caused it; the error page shows the same.
    trace      TEXT,
    fields     JSONB    NOT NULL
);
CREATE INDEX audit_event_account ON audit_event (account_id, id);
CREATE INDEX audit_event_session ON audit_event (session_id, id);
CREATE INDEX audit_event_code ON audit_event (code, at);
CREATE INDEX audit_event_request ON audit_event (request_id, id);

-- The keys that sign identity assertions, shared by all nodes.
CREATE TABLE signing_key (
    id         UUID    NOT NULL PRIMARY KEY,
    -- Sealed: PKCS#8.
    private    BYTEA    NOT NULL,
    public_jwk JSONB    NOT NULL,
    created_at BIGINT NOT NULL
);
