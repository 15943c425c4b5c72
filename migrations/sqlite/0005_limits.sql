-- What was spent of a limit that all nodes share (src/limits/).
CREATE TABLE allowance (
    -- Of the limit and of whose it is: an address, a person.
    key_hash    BLOB    NOT NULL PRIMARY KEY,
    -- When all that was spent has grown back.
    spent_until INTEGER NOT NULL
) STRICT;
CREATE INDEX allowance_end ON allowance (spent_until);
