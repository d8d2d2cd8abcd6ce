/** Single values of a tenant: its name, its CRM account, its sealed token, counters. */
export class SettingStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  read(name: string): string | null {
    const [row] = this.#sql.exec<{ value: string }>('SELECT value FROM setting WHERE name = ?', name).toArray();
    return row?.value ?? null;
  }

  write(name: string, value: string): void {
    this.#sql.exec(
      'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      value,
    );
  }

  /** Adds one to a counter and gives its new value; it starts at 0. */
  next(name: string): number {
    const value = Number(this.read(name) ?? '0') + 1;
    this.write(name, String(value));
    return value;
  }
}
