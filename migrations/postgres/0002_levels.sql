-- How sure a sign-in was, as a place in the issuer's list of levels: 1 is the lowest.
ALTER TABLE session ADD COLUMN level BIGINT NOT NULL DEFAULT 1;
-- Of the issuer's own name for its session (`sid`), by which it may end ours.
ALTER TABLE session ADD COLUMN issuer_session_hash BYTEA;
CREATE INDEX session_issuer_session ON session (issuer_session_hash) WHERE issuer_session_hash IS NOT NULL;
