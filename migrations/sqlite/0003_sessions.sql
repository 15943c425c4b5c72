-- When the session was last used by its person, to the minute.
ALTER TABLE session ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
-- When its token last changed.
ALTER TABLE session ADD COLUMN rotated_at INTEGER NOT NULL DEFAULT 0;
-- Whether its browser has shown the present token.
ALTER TABLE session ADD COLUMN token_seen INTEGER NOT NULL DEFAULT TRUE;
-- Sealed: browser, system and network of the sign-in.
ALTER TABLE session ADD COLUMN client BLOB;

-- A token that a session had before: known until the session ends, since who comes with it late
-- has stolen it, or was stolen from.
CREATE TABLE spent_token (
    token_hash BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    -- None until the browser has shown the token that came after.
    good_until INTEGER
) STRICT;
CREATE INDEX spent_token_session ON spent_token (session_id);

-- The last token of a session that was ended for theft: who comes with it is told.
CREATE TABLE stolen_session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stolen_session_expiry ON stolen_session (expires_at);

-- The kinds of browser that an account has been used with.
CREATE TABLE known_browser (
    account_id   BLOB NOT NULL REFERENCES account (id),
    -- Of the account, the browser and the system.
    browser_hash BLOB NOT NULL,
    seen_at      INTEGER NOT NULL,
    PRIMARY KEY (account_id, browser_hash)
) STRICT;
