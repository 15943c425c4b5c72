-- What administrators announce: written, then shown to people as it was when it was published.
CREATE TABLE announcement (
    id           BLOB    NOT NULL PRIMARY KEY,
    -- How often it was saved: two who write at once do not overwrite one another.
    version      INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn', 'discarded')),
    -- What is being written in both languages, as JSON: a publication to come, nobody's own.
    written      TEXT    NOT NULL,
    -- What people are shown, as JSON; none before it is published.
    shown        TEXT,
    -- How often it was published: each correction counts.
    edition      INTEGER NOT NULL,
    -- The new service that the portal proposed it for: each is proposed once, whatever becomes of it.
    tile         TEXT    UNIQUE,
    saved_at     INTEGER NOT NULL,
    published_at INTEGER,
    corrected_at INTEGER,
    withdrawn_at INTEGER,
    -- Since when it is sent to those who asked for news.
    sending_at   INTEGER
) STRICT;
CREATE INDEX announcement_state ON announcement (state);

-- Who was sent it: once each, however often the work is begun anew.
CREATE TABLE announcement_sent (
    announcement_id BLOB    NOT NULL REFERENCES announcement (id),
    account_id      BLOB    NOT NULL REFERENCES account (id),
    sent_at         INTEGER NOT NULL,
    PRIMARY KEY (announcement_id, account_id)
) STRICT;
CREATE INDEX announcement_sent_account ON announcement_sent (account_id);
