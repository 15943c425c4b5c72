-- What the element of a service keeps of what a person is doing there: one for each person and service.
-- Cleared once its time is over.
CREATE TABLE app_draft (
    id         BLOB    NOT NULL PRIMARY KEY,
    account_id BLOB    NOT NULL REFERENCES account (id),
    tile       TEXT    NOT NULL,
    saved_at   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- Sealed with the person's key: JSON of the element's own.
    content    BLOB    NOT NULL,
    UNIQUE (account_id, tile)
) STRICT;
CREATE INDEX app_draft_expiry ON app_draft (expires_at);
