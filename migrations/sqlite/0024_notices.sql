-- Why a message was written, and when its person put it away.
ALTER TABLE message ADD COLUMN class TEXT NOT NULL DEFAULT 'requests' CHECK (class IN ('requests', 'reminders', 'news', 'security'));
ALTER TABLE message ADD COLUMN archived_at INTEGER;

-- What a person chose to be told of outside the inbox; what is not here is as it comes by itself.
CREATE TABLE notice_preference (
    account_id BLOB    NOT NULL REFERENCES account (id),
    class      TEXT    NOT NULL CHECK (class IN ('requests', 'reminders', 'news')),
    channel    TEXT    NOT NULL CHECK (channel IN ('inbox', 'email', 'sms', 'push')),
    wanted     INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, class, channel)
) STRICT;

-- How a person is told.
CREATE TABLE notice_settings (
    account_id  BLOB    NOT NULL PRIMARY KEY REFERENCES account (id),
    -- The language they are written to in; none: that of the account.
    locale      TEXT    CHECK (locale IN ('fr', 'en')),
    -- Minutes since midnight, by the clock on the wall in Québec; both or neither.
    quiet_from  INTEGER CHECK (quiet_from BETWEEN 0 AND 1439),
    quiet_until INTEGER CHECK (quiet_until BETWEEN 0 AND 1439),
    digest      TEXT    NOT NULL CHECK (digest IN ('none', 'daily', 'weekly')),
    changed_at  INTEGER NOT NULL
) STRICT;

-- Where a channel reaches a person, as they gave it. The e-mail address that their identity provider vouches for
-- is in `account`; it is here once it failed, or was confirmed by hand.
CREATE TABLE address (
    id           BLOB    NOT NULL PRIMARY KEY,
    account_id   BLOB    NOT NULL REFERENCES account (id),
    channel      TEXT    NOT NULL CHECK (channel IN ('email', 'sms', 'push')),
    -- Of the channel and the address, by the person's own key: two people with one address have two of them.
    fingerprint  BLOB    NOT NULL,
    -- Sealed: the address as its channel writes it, and the name of a browser.
    content      BLOB    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('unconfirmed', 'confirmed', 'failed')),
    -- Why it failed, as a code.
    reason       TEXT,
    created_at   INTEGER NOT NULL,
    confirmed_at INTEGER,
    failed_at    INTEGER,
    -- What the code comes from that confirms it: the code itself is written nowhere.
    code_seed    BLOB,
    code_until   INTEGER,
    -- How often a wrong code was given for this seed.
    code_misses  INTEGER NOT NULL DEFAULT 0,
    -- Nothing more is sent there but the word that it was removed.
    removed_at   INTEGER,
    UNIQUE (account_id, channel, fingerprint)
) STRICT;
