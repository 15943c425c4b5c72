-- The name that the first page of questions gave itself: sent twice, it begins one draft.
ALTER TABLE request ADD COLUMN begun_by TEXT;
CREATE UNIQUE INDEX request_begun_by ON request (account_id, begun_by);
-- When the citizen was reminded that their draft will be deleted; none again once it is saved.
ALTER TABLE request ADD COLUMN reminded_at BIGINT;
-- Since when a draft is deleted. Until expires_at it can be restored; then it is destroyed.
ALTER TABLE request ADD COLUMN deleted_at BIGINT;
