-- Why the code of an address could not be sent, as a code, for its person to read; none: it was, or is about to be.
ALTER TABLE address ADD COLUMN code_fault TEXT;
-- Those that were never confirmed are cleared some days after their last code.
CREATE INDEX address_unconfirmed ON address (code_until) WHERE state = 'unconfirmed';
