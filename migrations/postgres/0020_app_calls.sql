-- Calls that services' elements made under a key, so that none is made twice: the same call again gets the same
-- answer. Cleared once their time is over.
CREATE TABLE app_call (
    id            UUID   NOT NULL PRIMARY KEY,
    account_id    UUID   NOT NULL REFERENCES account (id),
    -- A fingerprint of person, service and key.
    key           BYTEA  NOT NULL UNIQUE,
    -- A fingerprint of what was asked: route, address, body.
    call          BYTEA  NOT NULL,
    -- Until when it is under way at the longest.
    running_until BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    -- Sealed with the person's key: the answer; none while it is under way.
    content       BYTEA
);
CREATE INDEX app_call_account ON app_call (account_id);
CREATE INDEX app_call_expiry ON app_call (expires_at);
