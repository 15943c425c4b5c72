-- What was spent of a limit that all nodes share (src/limits/).
CREATE TABLE allowance (
    -- Of the limit and of whose it is: an address, a person.
    key_hash    BYTEA    NOT NULL PRIMARY KEY,
    -- When all that was spent has grown back.
    spent_until BIGINT NOT NULL
);
CREATE INDEX allowance_end ON allowance (spent_until);
