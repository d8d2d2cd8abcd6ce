import { group, value } from '../envelope.ts';
import { badValue } from '../verdicts.ts';
import { childText } from '../xml-tree.ts';
import { done, numberIn, type ReadOperation, refused, rowOf, rowsOf } from './operation.ts';
import { orderHead } from './orders.ts';
import { readCount } from './paging.ts';

/** Each order once, at the place of its last change. */
const CHANGED = `SELECT o.*, c.change_no FROM
    (SELECT order_no, MAX(change_no) AS change_no FROM order_change WHERE change_no > ? GROUP BY order_no) c
  JOIN sales_order o USING (order_no) ORDER BY c.change_no LIMIT ?`;

/** AenderungenLesen: orders that changed after a bookmark (a change's number), the oldest change first. Without one: none, and the bookmark to go on from. */
export const readChanges: ReadOperation = (context, request) => {
  const count = readCount(request);
  if ('problem' in count) return refused(count.problem);
  const bookmark = childText(request, 'Lesezeichen');
  if (!/^\d{0,15}$/.test(bookmark)) return refused(badValue('Lesezeichen', bookmark));
  const last = rowOf(context, 'SELECT COALESCE(MAX(change_no), 0) AS last FROM order_change');
  const now = last === null ? 0 : numberIn(last, 'last');
  const rows = bookmark === '' ? [] : rowsOf(context, CHANGED, Number(bookmark), count.rowsMax);
  const reached = rows.at(-1);
  const next = reached === undefined ? (bookmark === '' ? now : Number(bookmark)) : numberIn(reached, 'change_no');
  return done([
    group(
      'Auftraege',
      rows.map((row) => group('Auftrag', orderHead(row))),
    ),
    value('Lesezeichen', String(next)),
  ]);
};
