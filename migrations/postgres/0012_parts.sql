-- Another person's part of a request, such as a witness's: invited with a code by the citizen whose request
-- it is, filled in from an account of that person's own.
CREATE TABLE part (
    id              UUID    NOT NULL PRIMARY KEY,
    request_id      UUID    NOT NULL REFERENCES request (id),
    -- The tile's code of it.
    code            TEXT    NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('invited', 'taken', 'answered', 'revoked')),
    invited_at      BIGINT  NOT NULL,
    -- Until when it can be taken and answered.
    expires_at      BIGINT  NOT NULL,
    -- Fingerprint of the invitation code, to find it by.
    invitation_hash BYTEA   NOT NULL UNIQUE,
    -- Sealed with the key of the request's owner: the invitation code.
    invitation      BYTEA   NOT NULL,
    -- Who has taken it.
    account_id      UUID    REFERENCES account (id),
    taken_at        BIGINT,
    -- Sealed with that person's key: what they sent.
    content         BYTEA,
    answered_at     BIGINT,
    delivery        TEXT    NOT NULL CHECK (delivery IN ('none', 'waiting', 'delivered', 'given_up')),
    delivered_at    BIGINT
);
CREATE INDEX part_account ON part (account_id);
CREATE INDEX part_request ON part (request_id);
CREATE UNIQUE INDEX part_in_force ON part (request_id, code) WHERE state <> 'revoked';
