-- What people tell about the portal: a problem met, an idea. Private, but for the wording of an idea that a
-- moderator published, which is everyone's.
CREATE TABLE report (
    id            BLOB    NOT NULL PRIMARY KEY,
    reference     TEXT    NOT NULL UNIQUE,
    -- The fingerprint of the form it came by, so that none is taken twice. Whoever told it without their account
    -- finds it again by what this is the fingerprint of.
    ticket_hash   BLOB    NOT NULL UNIQUE,
    -- Who told it, where they signed in and wished to be known.
    account_id    BLOB    REFERENCES account (id),
    kind          TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    locale        TEXT    NOT NULL,
    -- Of a problem: the page it was met on, without its query and without what names a file; the service and its
    -- version; the size of the window; the id of the HTTP request.
    page          TEXT,
    tile          TEXT,
    release       TEXT,
    viewport      TEXT,
    trace         TEXT,
    -- Sealed with the person's key, or the portal's own: what was typed.
    content       BLOB,
    -- Sealed likewise: the answer in both languages.
    answer        BLOB,
    -- The report that is worked on in place of this one.
    merged_into   BLOB    REFERENCES report (id),
    assignee_id   BLOB    REFERENCES account (id),
    -- Sealed with the portal's own key: the assignee's name.
    assignee_name BLOB,
    -- The version of a service that came of it.
    fixed_tile    TEXT,
    fixed_release TEXT,
    -- Of an idea, as a moderator worded it for everyone.
    wording_fr    TEXT,
    wording_en    TEXT,
    published_at  INTEGER,
    votes         INTEGER NOT NULL DEFAULT 0,
    -- Rises with every act on it: two who act at once do not overwrite one another.
    version       INTEGER NOT NULL DEFAULT 1,
    created_at    INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX report_account ON report (account_id, id);
CREATE INDEX report_status ON report (status, merged_into, id);
CREATE INDEX report_tile ON report (tile, merged_into, id);
CREATE INDEX report_merged ON report (merged_into, id);
CREATE INDEX report_assignee ON report (assignee_id);
CREATE INDEX report_ideas ON report (votes, id) WHERE published_at IS NOT NULL;

-- Keyed fingerprints of the words of what was typed, by which administrators search what is sealed.
CREATE TABLE report_word (
    word      INTEGER NOT NULL,
    report_id BLOB    NOT NULL REFERENCES report (id),
    PRIMARY KEY (word, report_id)
) STRICT;
CREATE INDEX report_word_report ON report_word (report_id);

-- The words of published ideas, folded, by which similar ones are found.
CREATE TABLE idea_word (
    word      TEXT    NOT NULL,
    report_id BLOB    NOT NULL REFERENCES report (id),
    PRIMARY KEY (word, report_id)
) STRICT;
CREATE INDEX idea_word_report ON idea_word (report_id);

-- Who supports which published idea: one vote of each person.
CREATE TABLE idea_vote (
    id         BLOB    NOT NULL PRIMARY KEY,
    report_id  BLOB    NOT NULL REFERENCES report (id),
    account_id BLOB    NOT NULL REFERENCES account (id),
    given_at   INTEGER NOT NULL,
    UNIQUE (report_id, account_id)
) STRICT;
CREATE INDEX idea_vote_account ON idea_vote (account_id);
