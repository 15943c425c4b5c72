-- One message on one channel that leads out of the portal. The inbox has had it since before.
CREATE TABLE delivery (
    id         BLOB NOT NULL PRIMARY KEY,
    message_id BLOB NOT NULL REFERENCES message (id),
    account_id BLOB NOT NULL REFERENCES account (id),
    channel    TEXT NOT NULL CHECK (channel IN ('email', 'sms', 'push')),
    -- The channel whose place it takes, because that one reached nobody.
    instead_of TEXT,
    class      TEXT NOT NULL CHECK (class IN ('requests', 'reminders', 'news', 'security')),
    -- held: for the end of quiet hours, or for the next digest. failed: the address reaches nobody.
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'sent', 'failed', 'given_up')),
    -- Why it is not sent, as a code.
    reason     TEXT,
    created_at INTEGER NOT NULL,
    -- Not before.
    due_at     INTEGER NOT NULL,
    -- When it was first tried: after so long from there it is given up.
    tried_at   INTEGER,
    ended_at   INTEGER,
    -- Nothing is sent twice.
    UNIQUE (message_id, channel)
) STRICT;
CREATE INDEX delivery_account ON delivery (account_id, channel, due_at);
CREATE INDEX delivery_open ON delivery (channel) WHERE ended_at IS NULL;
CREATE INDEX delivery_ended ON delivery (ended_at) WHERE ended_at IS NOT NULL;
-- At the channel's pace, each piece of news after the one before.
CREATE INDEX delivery_news ON delivery (channel, due_at) WHERE class = 'news' AND state = 'waiting';
