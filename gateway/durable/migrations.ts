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
  `
  -- Tokens that a dial has used up, until they would be refused for their age.
  CREATE TABLE used_token (token TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) WITHOUT ROWID;
  `,
  `
  -- What waits to be told to the CRM: one for each subject and kind, the newest content. The seq orders those of a subject.
  CREATE TABLE crm_outbox (
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    seq INTEGER NOT NULL,
    content TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    problem TEXT,
    PRIMARY KEY (subject, kind)
  ) WITHOUT ROWID;
  CREATE INDEX crm_outbox_by_due ON crm_outbox (due_at, seq);
  CREATE INDEX crm_outbox_by_seq ON crm_outbox (seq);
  INSERT INTO crm_outbox (subject, kind, seq, content, due_at, failures, problem)
    SELECT push.subject, 'order-number', row_number() OVER (ORDER BY outbox.due_at), json_object(
      'kind', 'order-number', 'recordId', CASE WHEN json_valid(push.record) THEN json_extract(push.record, '$.recordId') END,
      'pushId', push.push_id, 'orderId', CASE WHEN json_valid(push.record) THEN json_extract(push.record, '$.erpId') END), outbox.due_at, outbox.failures, outbox.problem
    FROM outbox JOIN push ON push.push_id = outbox.push_id
    WHERE push.subject LIKE 'deal/%' AND CASE WHEN json_valid(push.record) THEN json_extract(push.record, '$.erpId') END IS NOT NULL;
  INSERT INTO crm_outbox (subject, kind, seq, content, due_at, failures, problem)
    SELECT push.subject, 'company-link', row_number() OVER (ORDER BY outbox.due_at), json_object(
      'kind', 'company-link', 'recordId', CASE WHEN json_valid(push.record) THEN json_extract(push.record, '$.recordId') END,
      'pushId', push.push_id, 'customerId', CASE WHEN json_valid(push.record) THEN json_extract(push.record, '$.erpId') END), outbox.due_at, outbox.failures, outbox.problem
    FROM outbox JOIN push ON push.push_id = outbox.push_id
    WHERE push.subject LIKE 'company/%' AND CASE WHEN json_valid(push.record) THEN json_extract(push.record, '$.erpId') END IS NOT NULL;
  DROP TABLE outbox;

  -- Wishes to send a deal that nobody waits for: of workflows, won stages and bulks.
  CREATE TABLE send_wish (
    wish_id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    wish TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    failures INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX send_wish_by_due ON send_wish (due_at, seq);
  CREATE INDEX send_wish_by_seq ON send_wish (seq);

  -- Won deals whose record says that they wait for a person.
  CREATE TABLE asked_deal (deal_id TEXT PRIMARY KEY, asked_at INTEGER NOT NULL) WITHOUT ROWID;

  -- Workflow actions that wait for the end of a send, and those that ended lately.
  CREATE TABLE workflow_call (
    callback_id TEXT PRIMARY KEY,
    asked_at INTEGER NOT NULL,
    push_id TEXT,
    ended_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX workflow_call_by_push ON workflow_call (push_id) WHERE push_id IS NOT NULL AND ended_at IS NULL;

  CREATE TABLE bulk (
    bulk_id TEXT PRIMARY KEY,
    list TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX bulk_by_list ON bulk (list, started_at);
  CREATE TABLE bulk_deal (
    bulk_id TEXT NOT NULL,
    deal_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    push_id TEXT,
    error TEXT,
    PRIMARY KEY (bulk_id, deal_id)
  ) WITHOUT ROWID;

  -- How orders that we made stand, as the ERP said last, and which round of which connection said so.
  CREATE TABLE order_status (
    order_id TEXT PRIMARY KEY,
    deal_id TEXT NOT NULL,
    status TEXT,
    epoch INTEGER NOT NULL,
    round INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX order_status_by_change ON order_status (changed_at);
  INSERT OR IGNORE INTO order_status (order_id, deal_id, status, epoch, round, changed_at)
    SELECT CASE WHEN json_valid(record) THEN json_extract(record, '$.erpId') END, CASE WHEN json_valid(record) THEN json_extract(record, '$.recordId') END, NULL, 0, 0, CASE WHEN json_valid(record) THEN json_extract(record, '$.acceptedAt') END
    FROM push
    WHERE state IN ('confirmed', 'done') AND subject LIKE 'deal/%' AND CASE WHEN json_valid(record) THEN json_extract(record, '$.erpId') END IS NOT NULL;
  `,
  `
  -- What people saw before they sent, so that a change since can be named.
  CREATE TABLE preview_look (
    deal_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    looked_at INTEGER NOT NULL,
    customer_id TEXT,
    look TEXT NOT NULL,
    PRIMARY KEY (deal_id, hash)
  ) WITHOUT ROWID;
  CREATE INDEX preview_look_by_age ON preview_look (looked_at);
  -- For orders like one that is about to be sent: only the customer's of the last day are looked at.
  ALTER TABLE push ADD COLUMN accepted_at INTEGER;
  ALTER TABLE push ADD COLUMN customer_id TEXT;
  UPDATE push SET accepted_at = CASE WHEN json_valid(record) THEN json_extract(record, '$.acceptedAt') END,
    customer_id = CASE WHEN json_valid(record) THEN json_extract(record, '$.write.input.customerId') END;
  CREATE INDEX push_by_customer ON push (customer_id, accepted_at) WHERE customer_id IS NOT NULL;
  `,
  `
  -- For people who look after what was refused or parked, and for whose an ERP number is.
  CREATE INDEX push_by_dead ON push (accepted_at, push_id) WHERE state IN ('parked', 'refused');
  CREATE INDEX push_by_erp_id ON push (CASE WHEN json_valid(record) THEN json_extract(record, '$.erpId') END);
  CREATE INDEX push_by_end ON push (accepted_at)
    WHERE state IN ('done', 'refused', 'given-up') AND substr(subject, 1, 5) = 'deal/';
  -- Orders that ended long ago: their keys, for ever.
  CREATE TABLE push_key (
    deal_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    erp_id TEXT,
    accepted_at INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (deal_id, revision)
  ) WITHOUT ROWID;
  `,
  `
  -- What the CRM signed and was done, until its signature is good no more. Without an answer: something was only asked anew.
  CREATE TABLE signed_request (signature TEXT PRIMARY KEY, until INTEGER NOT NULL, answer TEXT) WITHOUT ROWID;
  CREATE INDEX signed_request_by_end ON signed_request (until);
  `,
  `
  ALTER TABLE agent ADD COLUMN revoked_at INTEGER;
  `,
  `
  -- When the ERP was asked for it (null: before this was kept), and whether something of it changed since.
  ALTER TABLE copy ADD COLUMN asked_at INTEGER;
  ALTER TABLE copy ADD COLUMN outdated INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Of more open orders than an agent can watch at once: whose turn it is, and since when.
  CREATE TABLE order_turn (order_id TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX order_status_open ON order_status (order_id) WHERE (status IS NULL OR status NOT IN ('paid', 'cancelled'));
  `,
  `
  -- When a delivery about this subject was begun whose end was not heard of: the CRM may still carry it out.
  ALTER TABLE crm_outbox ADD COLUMN begun_at INTEGER;
  -- 1: it was delivered, and is said once more, since something begun before it may be carried out after it.
  ALTER TABLE crm_outbox ADD COLUMN said INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Whose turn it is, and what is due, without a look at all that wait: a day without the ERP leaves thousands.
  CREATE INDEX push_ready ON push (due_at) WHERE state = 'ready';
  DROP INDEX push_by_due;
  CREATE INDEX push_by_due ON push (due_at) WHERE due_at IS NOT NULL AND state <> 'ready';
  `,
  `
  -- The newest change about a customer or an item; and how many there had been when the ERP was asked for a copy.
  CREATE TABLE change (subject TEXT PRIMARY KEY, number INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
  ALTER TABLE copy ADD COLUMN noted_before INTEGER NOT NULL DEFAULT 0;
  -- The column outdated is not used any more. It stays: to drop it writes every copy anew, a million of them for a minute.
  DELETE FROM copy WHERE outdated = 1;
  `,
  `
  -- The connector that the agent said last: one that comes back with the same one takes nobody's place. Empty: not kept yet.
  ALTER TABLE agent ADD COLUMN connector_name TEXT;
  UPDATE agent SET connector_name = '' WHERE last_seen_at IS NOT NULL;
  -- Changes are found by keys as all their spellings are compared: what was asked before these counts as outdated once.
  INSERT OR REPLACE INTO setting SELECT 'changes-dropped', value FROM setting WHERE name = 'changes-noted';
  DELETE FROM change;
  `,
];
