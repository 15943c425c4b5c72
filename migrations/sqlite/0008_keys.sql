-- Each purpose has signing keys of its own, one generation after the other: two nodes that rotate at
-- once make one new key, not two.
ALTER TABLE signing_key ADD COLUMN purpose TEXT NOT NULL DEFAULT 'backends';
ALTER TABLE signing_key ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
-- A new key is published before it signs, so that those who keep copies of the public keys know it.
ALTER TABLE signing_key ADD COLUMN signs_from INTEGER NOT NULL DEFAULT 0;
UPDATE signing_key SET signs_from = created_at, generation = (SELECT COUNT(*) FROM signing_key AS older WHERE older.id <= signing_key.id);
CREATE UNIQUE INDEX signing_key_generation ON signing_key (purpose, generation);
