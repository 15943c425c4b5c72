-- What administrators announce: written, then shown to people as it was when it was published.
CREATE TABLE announcement (
    id           UUID    NOT NULL PRIMARY KEY,
    -- How often it was saved: two who write at once do not overwrite one another.
    version      BIGINT  NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn', 'discarded')),
    -- What is being written in both languages, as JSON: a publication to come, nobody's own.
    written      TEXT    NOT NULL,
    -- What people are shown, as JSON; none before it is published.
    shown        TEXT,
    -- How often it was published: each correction counts.
    edition      BIGINT  NOT NULL,
    -- The new service that the portal proposed it for: each is proposed once, whatever becomes of it.
    tile         TEXT    UNIQUE,
    saved_at     BIGINT  NOT NULL,
    published_at BIGINT,
    corrected_at BIGINT,
    withdrawn_at BIGINT,
    -- Since when it is sent to those who asked for news.
    sending_at   BIGINT
);
CREATE INDEX announcement_state ON announcement (state);

-- Who was sent it: once each, however often the work is begun anew.
CREATE TABLE announcement_sent (
    announcement_id UUID    NOT NULL REFERENCES announcement (id),
    account_id      UUID    NOT NULL REFERENCES account (id),
    sent_at         BIGINT  NOT NULL,
    PRIMARY KEY (announcement_id, account_id)
);
CREATE INDEX announcement_sent_account ON announcement_sent (account_id);
