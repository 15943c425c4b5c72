-- A file that a person added to a request. Its content lies in the storage, sealed, under its id.
CREATE TABLE attachment (
    id         BLOB    NOT NULL PRIMARY KEY,
    account_id BLOB    NOT NULL REFERENCES account (id),
    request_id BLOB    NOT NULL REFERENCES request (id),
    -- The field of the form that asked for it.
    field      TEXT    NOT NULL,
    -- uploading: on its way, not shown; unchecked: taken where no scanner is set up.
    state      TEXT    NOT NULL CHECK (state IN ('uploading', 'checking', 'safe', 'unchecked', 'refused')),
    media_type TEXT,
    size       INTEGER,
    -- Of the content, the field and the request, under the account's key: the same file twice is one.
    address    BLOB,
    -- Sealed: the name as given, and the digest of the content.
    details    BLOB,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX attachment_content ON attachment (request_id, field, address);
CREATE INDEX attachment_account ON attachment (account_id);
CREATE INDEX attachment_uploading ON attachment (created_at) WHERE state = 'uploading';

-- What an account uploaded on a day, removed files included.
CREATE TABLE upload_day (
    account_id BLOB    NOT NULL REFERENCES account (id),
    -- Days since 1970 UTC.
    day        INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    PRIMARY KEY (account_id, day)
) STRICT;
CREATE INDEX upload_day_age ON upload_day (day);
