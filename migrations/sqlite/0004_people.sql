-- Until when a session may go on with sensitive services without its person proving anew who they
-- are: each use moves it on.
CREATE TABLE sensitive_work (
    session_id BLOB NOT NULL PRIMARY KEY,
    until      INTEGER NOT NULL
) STRICT;
CREATE INDEX sensitive_work_until ON sensitive_work (until);

-- The highest level of assurance it was ever seen at.
ALTER TABLE identity ADD COLUMN level INTEGER NOT NULL DEFAULT 1;
-- How it came to its account: first, signed_in (by two fresh sign-ins), continued (vouched for by
-- the issuer that took another's place).
ALTER TABLE identity ADD COLUMN linked_by TEXT NOT NULL DEFAULT 'first' CHECK (linked_by IN ('first', 'signed_in', 'continued'));
-- Of the birth date that the issuer vouches for: the subject of a person who left may be given to
-- another one day.
ALTER TABLE identity ADD COLUMN birth_hash BLOB;
-- Of the subject that took its place at a successor issuer: once only.
ALTER TABLE identity ADD COLUMN continued_by BLOB;

-- Of the browser that it began in: each has a few under way at most.
ALTER TABLE sign_in ADD COLUMN browser_hash BLOB;
CREATE INDEX sign_in_browser ON sign_in (browser_hash);

-- Logout tokens taken, so that none ends sessions twice.
CREATE TABLE logout_token (
    issuer     TEXT NOT NULL,
    -- Of its `jti`.
    token_hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, token_hash)
) STRICT;
CREATE INDEX logout_token_expiry ON logout_token (expires_at);
