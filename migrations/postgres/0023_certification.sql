-- The ends of back-ends' certifications of which someone was told: once each, whichever node saw it.
CREATE TABLE certification_end (
    backend     TEXT    NOT NULL,
    number      TEXT    NOT NULL,
    valid_until TEXT    NOT NULL,
    told_at     BIGINT  NOT NULL,
    PRIMARY KEY (backend, number, valid_until)
);
