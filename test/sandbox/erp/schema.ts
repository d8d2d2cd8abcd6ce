/** Raise when the tables or the seeded content change: a database of another version is rebuilt. */
export const SEED_VERSION = 2;

/** Days are `yyyy-mm-dd`, money integer cents, quantities integer thousandths, keys integers without padding. */
export const TABLES = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE customer (
  customer_no INTEGER PRIMARY KEY, name1 TEXT NOT NULL, name2 TEXT, street TEXT, postal_code TEXT, town TEXT,
  country TEXT, tax_id TEXT, email TEXT, phone TEXT, currency TEXT NOT NULL, on_hold INTEGER NOT NULL,
  hold_reason TEXT, credit_limit INTEGER, created_on TEXT, reference TEXT, indexed_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE item (
  item_no TEXT PRIMARY KEY, description TEXT NOT NULL, unit TEXT NOT NULL, net_price INTEGER NOT NULL, vat INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Customer 0 is everybody.
CREATE TABLE item_price (
  customer_no INTEGER NOT NULL, item_no TEXT NOT NULL, from_quantity INTEGER NOT NULL, net_price INTEGER NOT NULL,
  PRIMARY KEY (item_no, customer_no, from_quantity)
) STRICT, WITHOUT ROWID;
CREATE TABLE order_change (change_no INTEGER PRIMARY KEY, order_no INTEGER NOT NULL) STRICT;
CREATE TABLE stock (
  item_no TEXT NOT NULL, warehouse TEXT NOT NULL, on_hand INTEGER NOT NULL, reserved INTEGER NOT NULL,
  next_on TEXT, next_quantity INTEGER, PRIMARY KEY (item_no, warehouse)
) STRICT, WITHOUT ROWID;
CREATE TABLE sales_order (
  order_no INTEGER PRIMARY KEY, customer_no INTEGER NOT NULL, customer_reference TEXT, reference TEXT,
  ordered_on TEXT NOT NULL, requested_on TEXT, status INTEGER NOT NULL, quantity INTEGER NOT NULL,
  shipped INTEGER NOT NULL, currency TEXT NOT NULL, gross_total INTEGER NOT NULL, indexed_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE order_line (
  order_no INTEGER NOT NULL, line_no INTEGER NOT NULL, item_no TEXT NOT NULL, quantity INTEGER NOT NULL,
  shipped INTEGER NOT NULL, due_on TEXT, net_price INTEGER NOT NULL, gross_price INTEGER NOT NULL,
  gross_amount INTEGER NOT NULL, PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE shipment (
  shipment_no INTEGER PRIMARY KEY, order_no INTEGER NOT NULL, shipped_on TEXT, carrier TEXT, tracking_no TEXT
) STRICT;
CREATE TABLE shipment_line (
  shipment_no INTEGER NOT NULL, line_no INTEGER NOT NULL, item_no TEXT NOT NULL, quantity INTEGER NOT NULL,
  PRIMARY KEY (shipment_no, line_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE invoice (
  invoice_no INTEGER PRIMARY KEY, customer_no INTEGER NOT NULL, order_no INTEGER, kind TEXT NOT NULL,
  issued_on TEXT NOT NULL, due_on TEXT, currency TEXT NOT NULL, gross_total INTEGER NOT NULL, open INTEGER NOT NULL
) STRICT;
CREATE TABLE payment (
  payment_no INTEGER PRIMARY KEY, customer_no INTEGER NOT NULL, received_on TEXT NOT NULL, amount INTEGER NOT NULL,
  currency TEXT NOT NULL, method TEXT
) STRICT;
CREATE TABLE allocation (
  payment_no INTEGER NOT NULL, invoice_no INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (payment_no, invoice_no)
) STRICT, WITHOUT ROWID;
`;

/** Made after the rows, which is quicker, and so that the seed is no change. The foreign reference has no unique index: Kontor takes one twice. */
export const INDEXES = `
CREATE INDEX order_of_customer ON sales_order (customer_no, order_no);
CREATE INDEX order_by_reference ON sales_order (reference) WHERE reference IS NOT NULL;
CREATE INDEX order_by_customer_reference ON sales_order (customer_reference) WHERE customer_reference IS NOT NULL;
CREATE INDEX shipment_of_order ON shipment (order_no);
CREATE INDEX invoice_of_customer ON invoice (customer_no, invoice_no);
CREATE INDEX change_of_order ON order_change (order_no, change_no);
CREATE TRIGGER order_made AFTER INSERT ON sales_order BEGIN INSERT INTO order_change (order_no) VALUES (new.order_no); END;
CREATE TRIGGER order_changed AFTER UPDATE OF status, shipped, quantity, requested_on, gross_total ON sales_order
  BEGIN INSERT INTO order_change (order_no) VALUES (new.order_no); END;
CREATE INDEX payment_of_customer ON payment (customer_no, payment_no);
`;

/** Every table, for comparing two databases. */
export const TABLE_NAMES = [
  'customer',
  'item',
  'item_price',
  'stock',
  'sales_order',
  'order_line',
  'shipment',
  'shipment_line',
  'invoice',
  'payment',
  'allocation',
] as const;
