-- A file that a person added to a request. Its content lies in the storage, sealed, under its id.
CREATE TABLE attachment (
    id         UUID    NOT NULL PRIMARY KEY,
    account_id UUID    NOT NULL REFERENCES account (id),
    request_id UUID    NOT NULL REFERENCES request (id),
    -- The field of the form that asked for it.
    field      TEXT    NOT NULL,
    -- uploading: on its way, not shown; unchecked: taken where no scanner is set up.
    state      TEXT    NOT NULL CHECK (state IN ('uploading', 'checking', 'safe', 'unchecked', 'refused')),
    media_type TEXT,
    size       BIGINT,
    -- Of the content, the field and the request, under the account's key: the same file twice is one.
    address    BYTEA,
    -- Sealed: the name as given, and the digest of the content.
    details    BYTEA,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX attachment_content ON attachment (request_id, field, address);
CREATE INDEX attachment_account ON attachment (account_id);
CREATE INDEX attachment_uploading ON attachment (created_at) WHERE state = 'uploading';

-- What an account uploaded on a day, removed files included.
CREATE TABLE upload_day (
    account_id UUID    NOT NULL REFERENCES account (id),
    -- Days since 1970 UTC.
    day        BIGINT NOT NULL,
    bytes      BIGINT NOT NULL,
    PRIMARY KEY (account_id, day)
);
CREATE INDEX upload_day_age ON upload_day (day);
