import { foldedKey } from '#contracts/ids';

/** The spellings in which a table has a customer's number: an index finds none but the one that it is given. */
export const spellingsIn = (
  sql: SqlStorage,
  table: 'company' | 'copy' | 'preview_look',
  customerId: string,
): string[] => {
  const wanted = foldedKey(customerId);
  const all = sql.exec<{ known: string }>(
    `SELECT DISTINCT customer_id AS known FROM ${table} WHERE customer_id IS NOT NULL`,
  );
  return [...all].map(({ known }) => known).filter((known) => foldedKey(known) === wanted);
};
