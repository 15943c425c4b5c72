-- Calls that services' elements made under a key, so that none is made twice: the same call again gets the same
-- answer. Cleared once their time is over.
CREATE TABLE app_call (
    id            BLOB    NOT NULL PRIMARY KEY,
    account_id    BLOB    NOT NULL REFERENCES account (id),
    -- A fingerprint of person, service and key.
    key           BLOB    NOT NULL UNIQUE,
    -- A fingerprint of what was asked: route, address, body.
    call          BLOB    NOT NULL,
    -- Until when it is under way at the longest.
    running_until INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    -- Sealed with the person's key: the answer; none while it is under way.
    content       BLOB
) STRICT;
CREATE INDEX app_call_account ON app_call (account_id);
CREATE INDEX app_call_expiry ON app_call (expires_at);
