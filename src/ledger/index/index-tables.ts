import { USE_TABLES } from './use-tables.ts';

/** Changes with the tables or with what is written into them; an index of another version is built anew. */
export const INDEX_VERSION = 2;

/**
 * What an index holds of a record part, so that ten million events fit: not its events but one row for the part and
 * one for each patient in it. Which coordinates, categories and decisions stand there is an *outline*, a set of
 * facets that many rows share, since one document gives the same set for each patient it is run for. A row whose
 * outline has a facet has at least one event with it, so nothing is looked at in vain.
 *
 * `absent` are bundles that the log had no more when they were to be taken in, and that no record has named yet.
 *
 * Times are milliseconds since the epoch, `-1` for one that cannot be read.
 */
export const INDEX_TABLES = `
  CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL,
    position INTEGER NOT NULL,
    last BLOB,
    as_of INTEGER,
    unreadable INTEGER NOT NULL,
    timeless INTEGER NOT NULL
  );
  CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
  CREATE TABLE patient (
    id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, subject TEXT NOT NULL, UNIQUE (subject, tenant)
  );
  CREATE TABLE outline (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE);
  CREATE TABLE facet (
    outline INTEGER NOT NULL, coordinate INTEGER NOT NULL, category INTEGER NOT NULL,
    decision INTEGER NOT NULL, glass INTEGER NOT NULL,
    PRIMARY KEY (coordinate, category, decision, glass, outline)
  ) WITHOUT ROWID;
  CREATE INDEX facet_category ON facet (category);
  CREATE TABLE record (
    entry INTEGER PRIMARY KEY, time INTEGER NOT NULL, tenant INTEGER NOT NULL, actor INTEGER NOT NULL,
    client INTEGER NOT NULL, purpose INTEGER NOT NULL, kind INTEGER NOT NULL, request INTEGER NOT NULL,
    outline INTEGER NOT NULL, flags INTEGER NOT NULL
  );
  CREATE INDEX record_time ON record (time, entry);
  CREATE INDEX record_tenant ON record (tenant, time, entry);
  CREATE INDEX record_actor ON record (actor, time, entry);
  CREATE INDEX record_client ON record (client, time, entry);
  CREATE INDEX record_request ON record (request);
  CREATE INDEX record_denied ON record (tenant, time, entry) WHERE flags & 4;
  CREATE INDEX record_glass ON record (tenant, time, entry) WHERE flags & 8;
  CREATE TABLE about (
    patient INTEGER NOT NULL, time INTEGER NOT NULL, entry INTEGER NOT NULL, kind INTEGER NOT NULL,
    outline INTEGER NOT NULL, PRIMARY KEY (patient, time, entry)
  ) WITHOUT ROWID;
  CREATE TABLE body (entry INTEGER PRIMARY KEY, crc INTEGER NOT NULL, bytes BLOB NOT NULL);
  CREATE TABLE absent (bundle INTEGER PRIMARY KEY);
  CREATE TABLE writer (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, closed INTEGER NOT NULL) WITHOUT ROWID;
  ${USE_TABLES}
`;

/** In place of an id of a word, where a record says `null`. */
export const NOTHING = 0;

/** Bits of `facet.decision` and of `record.flags`. */
export const DECISION_BIT = Object.freeze({ PERMIT: 1, MASK: 2, DENY: 4 });
/** In `record.flags`: something was read, or opened, through a glass. */
export const GLASS_BIT = 8;

export const KIND_NUMBER = Object.freeze({ operation: 0, refusal: 1, privileged: 2 });
