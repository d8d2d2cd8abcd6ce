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
