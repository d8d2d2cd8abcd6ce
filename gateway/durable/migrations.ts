/** Schema changes of the tenant object, oldest first. Never edited once released, only added to. */
export const TENANT_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE agent (
    agent_id TEXT PRIMARY KEY,
    public_key TEXT NOT NULL,
    host_name TEXT NOT NULL,
    enrolled_at INTEGER NOT NULL,
    last_seen_at INTEGER
  ) WITHOUT ROWID;

  -- Codes are kept as hashes: whoever reads the storage cannot enrol with them.
  CREATE TABLE enrolment_code (
    code_hash TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL,
    agent_id TEXT,
    public_key TEXT
  ) WITHOUT ROWID;

  CREATE TABLE company (
    company_id TEXT PRIMARY KEY,
    customer_id TEXT,
    name TEXT NOT NULL,
    read_at INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE copy (
    question TEXT PRIMARY KEY,
    customer_id TEXT,
    answer TEXT NOT NULL,
    answered_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX copy_by_age ON copy (answered_at);
  CREATE INDEX copy_by_customer ON copy (customer_id) WHERE customer_id IS NOT NULL;

  CREATE TABLE push (
    push_id TEXT PRIMARY KEY,
    deal_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    due_at INTEGER,
    record TEXT NOT NULL,
    UNIQUE (deal_id, revision)
  ) WITHOUT ROWID;
  CREATE INDEX push_by_due ON push (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX push_by_state ON push (state) WHERE state IN ('accepted', 'ready', 'sending', 'in-doubt');

  CREATE TABLE outbox (
    push_id TEXT PRIMARY KEY,
    due_at INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    problem TEXT
  ) WITHOUT ROWID;

  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL
  );
  CREATE INDEX audit_by_subject ON audit (subject, seq);
  `,
  `
  -- What a push is about: deal/ID for an order, company/ID for a customer.
  ALTER TABLE push RENAME COLUMN deal_id TO subject;
  UPDATE push SET subject = 'deal/' || subject;
  -- The push that makes the customer of this order.
  ALTER TABLE push ADD COLUMN waits_for TEXT;
  CREATE INDEX push_by_wait ON push (waits_for) WHERE waits_for IS NOT NULL;
  `,
];

/** Brings a fresh or older store up to date, all or nothing. Each migration runs once. */
export function migrate(storage: DurableObjectStorage, migrations: readonly string[]): void {
  storage.transactionSync(() => {
    storage.sql.exec('CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY)');
    const { done } = storage.sql.exec<{ done: number }>('SELECT count(*) AS done FROM migration').one();
    migrations.slice(done).forEach((script, index) => {
      storage.sql.exec(script);
      storage.sql.exec('INSERT INTO migration (version) VALUES (?)', done + index + 1);
    });
  });
}
