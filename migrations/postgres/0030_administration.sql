-- The administration: people found without their names, what takes two administrators, back-ends in
-- maintenance, and counters that say nothing of anybody.

-- What administrators know a person by, and the keyed fingerprint of the address vouched for.
ALTER TABLE account ADD COLUMN pseudonym TEXT;
ALTER TABLE account ADD COLUMN email_hash BYTEA;
CREATE UNIQUE INDEX account_pseudonym ON account (pseudonym);
CREATE INDEX account_email ON account (email_hash) WHERE email_hash IS NOT NULL;

-- The log is looked through backwards, from its newest line: ids sort by time.
DROP INDEX IF EXISTS audit_event_code;
CREATE INDEX audit_event_code ON audit_event (code, id);
CREATE INDEX audit_event_trace ON audit_event (trace, id);
CREATE INDEX audit_event_tile ON audit_event ((fields ->> 'tile'), id);

-- What one administrator asks for and another has to confirm.
CREATE TABLE confirmation (
    id         UUID   NOT NULL PRIMARY KEY,
    -- Which act, and on what.
    what       TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    details    JSONB  NOT NULL,
    -- The accounts of the two.
    asked_by   UUID   NOT NULL,
    asked_at   BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    decided_by UUID,
    decided_at BIGINT,
    outcome    TEXT   CHECK (outcome IN ('confirmed', 'refused'))
);
CREATE INDEX confirmation_waiting ON confirmation (expires_at) WHERE outcome IS NULL;

-- The back-ends that nothing is sent to for now, and what citizens are told.
CREATE TABLE maintenance (
    backend TEXT   NOT NULL PRIMARY KEY,
    fr      TEXT   NOT NULL,
    en      TEXT   NOT NULL,
    since   BIGINT NOT NULL
);

-- How often what happened on a day: nothing in it leads to a person, and nothing in the log is needed
-- to read it.
CREATE TABLE statistic (
    -- Days since 1970, in Montréal.
    day      BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    -- A tile or a back-end; empty for the portal itself.
    subject  TEXT   NOT NULL,
    -- A page of the tile's form, or empty.
    detail   TEXT   NOT NULL,
    language TEXT   NOT NULL,
    device   TEXT   NOT NULL,
    count    BIGINT NOT NULL,
    -- Of what is measured: the sum, in seconds.
    total    BIGINT NOT NULL,
    PRIMARY KEY (day, kind, subject, detail, language, device)
);
