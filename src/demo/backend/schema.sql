-- The back-end's own file: nothing of the portal's. Times are microseconds since 1970, UTC.
CREATE TABLE IF NOT EXISTS record (
    request TEXT PRIMARY KEY,          -- the portal's id of the request
    number INTEGER NOT NULL UNIQUE,
    reference TEXT NOT NULL UNIQUE,    -- ours, such as PLA-2026-000123
    citizen TEXT NOT NULL,             -- the pairwise subject of the identity assertion
    content TEXT NOT NULL,             -- the body as it came
    received_at INTEGER NOT NULL,
    code TEXT NOT NULL,                -- the last status announced; '' before the first
    seq INTEGER NOT NULL,              -- of the last callback
    steps INTEGER NOT NULL,            -- how many statuses were announced
    next_at INTEGER,                   -- when the next is due; NULL when none is to come
    withdrawal TEXT NOT NULL           -- none, accepted or too_late
) STRICT;

-- A file that comes with a record or a reply; its content lies in a folder beside this database, under its id.
CREATE TABLE IF NOT EXISTS attachment (
    id TEXT PRIMARY KEY,               -- the portal's id of the file
    request TEXT NOT NULL REFERENCES record (request),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,              -- as announced with the record
    times INTEGER NOT NULL             -- how often it came whole; 0 while it is only announced
) STRICT;

CREATE TABLE IF NOT EXISTS receipt (
    key TEXT PRIMARY KEY,              -- Idempotency-Key
    kind TEXT NOT NULL,                -- submission, withdrawal, account-closed…
    digest TEXT NOT NULL,              -- of path and body
    request TEXT NOT NULL,
    status INTEGER NOT NULL,
    reply TEXT NOT NULL,
    times INTEGER NOT NULL,            -- how often it came
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS callback (
    id TEXT PRIMARY KEY,               -- webhook-id, the same at every attempt
    request TEXT NOT NULL REFERENCES record (request),
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,             -- waiting, delivered or refused
    last_answer TEXT NOT NULL,         -- the last HTTP status, or what went wrong
    UNIQUE (request, seq)
) STRICT;

CREATE INDEX IF NOT EXISTS callback_waiting ON callback (next_at) WHERE outcome = 'waiting';
CREATE INDEX IF NOT EXISTS record_due ON record (next_at) WHERE next_at IS NOT NULL;

-- What citizens sent along the way: the answers to tasks, and messages.
CREATE TABLE IF NOT EXISTS letter (
    reply TEXT PRIMARY KEY,            -- the portal's id of it
    request TEXT NOT NULL REFERENCES record (request),
    task TEXT NOT NULL,                -- which task it answers, or whose part it is; '' for a message
    content TEXT NOT NULL,             -- the body as it came
    received_at INTEGER NOT NULL
) STRICT;

-- What was asked of citizens.
CREATE TABLE IF NOT EXISTS task (
    request TEXT NOT NULL REFERENCES record (request),
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    state TEXT NOT NULL,               -- asked or processed
    PRIMARY KEY (request, name)
) STRICT;

-- What was handed over.
CREATE TABLE IF NOT EXISTS document (
    request TEXT NOT NULL REFERENCES record (request),
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    opened_at INTEGER,                 -- when the portal told that it was opened
    PRIMARY KEY (request, name)
) STRICT;

-- When something was last told of a record, as a rising number: where a portal that pulls goes on.
CREATE TABLE IF NOT EXISTS mark (
    request TEXT PRIMARY KEY REFERENCES record (request),
    number INTEGER NOT NULL UNIQUE
) STRICT;

-- Citizens who have closed their portal account: what is told of their records reaches nobody.
CREATE TABLE IF NOT EXISTS closed_account (
    citizen TEXT PRIMARY KEY,          -- the pairwise subject of the identity assertion
    closed_at INTEGER NOT NULL
) STRICT;

-- Times that citizens chose for their appointments at the screening program.
CREATE TABLE IF NOT EXISTS booking (
    citizen TEXT NOT NULL,
    appointment TEXT NOT NULL,
    starts_at INTEGER NOT NULL UNIQUE, -- one time for one citizen
    note TEXT NOT NULL,
    PRIMARY KEY (citizen, appointment)
) STRICT;
