-- What the element of a service keeps of what a person is doing there: one for each person and service.
-- Cleared once its time is over.
CREATE TABLE app_draft (
    id         UUID    NOT NULL PRIMARY KEY,
    account_id UUID    NOT NULL REFERENCES account (id),
    tile       TEXT    NOT NULL,
    saved_at   BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL,
    -- Sealed with the person's key: JSON of the element's own.
    content    BYTEA   NOT NULL,
    UNIQUE (account_id, tile)
);
CREATE INDEX app_draft_expiry ON app_draft (expires_at);
