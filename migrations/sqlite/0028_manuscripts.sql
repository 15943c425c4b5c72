-- What publishers write of services to read, until it is published as a release.
CREATE TABLE manuscript (
    tile     TEXT   NOT NULL PRIMARY KEY,
    -- How often it was saved: two who write at once do not overwrite one another.
    version  INTEGER NOT NULL,
    -- The release that the words were taken from.
    follows  TEXT,
    -- The words in both languages, as JSON: a publication to come, nobody's own.
    words    TEXT   NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT;
