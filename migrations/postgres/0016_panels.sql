-- The last that a back-end told of a person for one panel of a service's page: shown, with its moment, when
-- the back-end does not answer. Cleared once its time is over.
CREATE TABLE panel_answer (
    id         UUID    NOT NULL PRIMARY KEY,
    account_id UUID    NOT NULL REFERENCES account (id),
    tile       TEXT    NOT NULL,
    panel      TEXT    NOT NULL,
    -- When the back-end told it.
    at         BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL,
    -- Sealed with the person's key: what was told, and in which language.
    content    BYTEA   NOT NULL,
    UNIQUE (account_id, tile, panel)
);
CREATE INDEX panel_answer_expiry ON panel_answer (expires_at);
