/** Single values of a tenant: its name, its CRM account, its sealed token, counters. Only this object writes them, so each is read once. */
export class SettingStore {
  readonly #sql: SqlStorage;
  readonly #known = new Map<string, string | null>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  read(name: string): string | null {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const [row] = this.#sql.exec<{ value: string }>('SELECT value FROM setting WHERE name = ?', name).toArray();
    this.#known.set(name, row?.value ?? null);
    return row?.value ?? null;
  }

  write(name: string, value: string): void {
    this.#known.set(name, value);
    this.#sql.exec(
      'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      value,
    );
  }

  remove(name: string): void {
    if (this.read(name) === null) return;
    this.#known.set(name, null);
    this.#sql.exec('DELETE FROM setting WHERE name = ?', name);
  }

  /** Adds one to a counter and gives its new value; it starts at 0. */
  next(name: string): number {
    const value = Number(this.read(name) ?? '0') + 1;
    this.write(name, String(value));
    return value;
  }
}
