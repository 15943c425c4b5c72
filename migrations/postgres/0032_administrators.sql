-- Who has signed in as an administrator of late, so that one can hand a report to another.
CREATE TABLE administrator (
    account_id  UUID NOT NULL PRIMARY KEY REFERENCES account (id),
    -- The way in that gave the role: signing in by it without the role ends this.
    identity_id UUID NOT NULL REFERENCES identity (id),
    -- Sealed with the person's key: their name.
    name        BYTEA NOT NULL,
    -- When they last signed in.
    seen_at     BIGINT NOT NULL
);
CREATE INDEX administrator_identity ON administrator (identity_id);
CREATE INDEX administrator_seen ON administrator (seen_at);
