import { DatabaseSync } from 'node:sqlite';

/** What a full disk refuses: the journal's change of that kind. */
export type Refused = 'claim' | 'start' | 'finish' | 'keep' | 'epoch';

const TRIGGERS: Record<Refused, string> = {
  claim: 'BEFORE INSERT ON attempt',
  start: "BEFORE UPDATE ON attempt WHEN NEW.phase = 'started'",
  finish: "BEFORE UPDATE ON attempt WHEN NEW.phase = 'finished' AND NEW.kept = 0",
  keep: 'BEFORE UPDATE ON attempt WHEN NEW.kept = 1',
  epoch: 'BEFORE INSERT ON lease',
};

/**
 * Makes one kind of change fail as on a full disk (the statement throws, the row stays as it was), by a trigger put
 * into the real file over a connection of its own.
 * @returns makes it succeed again
 */
export function refuse(journalPath: string, refused: Refused): () => void {
  const run = (sql: string): void => {
    const db = new DatabaseSync(journalPath);
    db.exec(sql);
    db.close();
  };
  run(`CREATE TRIGGER full_${refused} ${TRIGGERS[refused]} BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  return () => run(`DROP TRIGGER full_${refused}`);
}
