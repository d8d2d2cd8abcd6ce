import type { ReadCommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { type CustomerId, isSameKey } from '#contracts/ids';
import { PAGE_PROBLEMS_MAX, type RowProblem } from '#contracts/page';
import { fail, type Result } from '#contracts/result';
import type { Section } from './live-read.ts';

type Owned = { customerId: CustomerId };

const isOwn = (row: Owned, customerId: CustomerId): boolean => isSameKey(row.customerId, customerId);

/** What is left out is said to be: no rows would mean that there are none. */
const foreign = (row: number): RowProblem => ({
  row,
  key: null,
  problem: 'customerId: is not the customer that was asked for',
});

/** Another customer than the one that was asked for is no answer at all: it would be shown, and kept, under the wrong name. */
export const ownAnswer = <T>(command: ReadCommandName, input: object, answer: Result<T>): Result<T> => {
  if (command !== 'customer.read' || !answer.ok) return answer;
  return isOwn(answer.value as Owned, (input as Owned).customerId)
    ? answer
    : fail(failure('erp.answer-off-contract', { detail: `${command}: another customer` }));
};

/** A page with the customer's own rows only: an ERP that overlooks whom was asked about must not show one customer the documents of another. */
export const ownRows = <T extends Owned, P extends { rows: T[]; problems: RowProblem[] }>(
  section: Section<P>,
  customerId: CustomerId,
): Section<P> => {
  if (!('data' in section)) return section;
  const { rows, problems } = section.data;
  const others = rows.flatMap((row, index) => (isOwn(row, customerId) ? [] : [foreign(index)]));
  if (others.length === 0) return section;
  const kept = rows.filter((row) => isOwn(row, customerId));
  return {
    ...section,
    data: { ...section.data, rows: kept, problems: [...problems, ...others].slice(0, PAGE_PROBLEMS_MAX) },
  };
};

/** Found orders, the customer's own only. */
export const ownOrders = <T extends Owned, F extends { orders: T[] }>(
  section: Section<F>,
  customerId: CustomerId,
): Section<F> =>
  'data' in section
    ? { ...section, data: { ...section.data, orders: section.data.orders.filter((order) => isOwn(order, customerId)) } }
    : section;
