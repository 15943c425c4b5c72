-- A file comes with the form, with the answer to a task, or with a message. For a task, `field` is the
-- task's id.
ALTER TABLE attachment ADD COLUMN comes_with TEXT NOT NULL DEFAULT 'form'
    CHECK (comes_with IN ('form', 'task', 'message'));
-- The answer or message that it was sent with; none before.
ALTER TABLE attachment ADD COLUMN reply_id UUID;
-- The same file may be sent once more, with another message.
DROP INDEX attachment_content;
CREATE UNIQUE INDEX attachment_content ON attachment (request_id, comes_with, field, address)
    WHERE reply_id IS NULL;
CREATE INDEX attachment_unsent ON attachment (created_at) WHERE comes_with <> 'form' AND reply_id IS NULL;
