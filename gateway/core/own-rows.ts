import type { ReadCommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import type { CustomerId } from '#contracts/ids';
import { fail, type Result } from '#contracts/result';
import type { Section } from './live-read.ts';

type Owned = { customerId: CustomerId };

/** An ERP that overlooks whom was asked about must not show one customer the documents of another. */
const own = <T extends Owned>(rows: readonly T[], customerId: CustomerId): T[] =>
  rows.filter((row) => row.customerId === customerId);

/** Another customer than the one that was asked for is no answer at all: it would be shown, and kept, under the wrong name. */
export const ownAnswer = <T>(command: ReadCommandName, input: object, answer: Result<T>): Result<T> => {
  if (command !== 'customer.read' || !answer.ok) return answer;
  const isOwn = (answer.value as Owned).customerId === (input as Owned).customerId;
  return isOwn ? answer : fail(failure('erp.answer-off-contract', { detail: `${command}: another customer` }));
};

/** A page with the customer's own rows only. */
export const ownRows = <T extends Owned, P extends { rows: T[] }>(
  section: Section<P>,
  customerId: CustomerId,
): Section<P> =>
  'data' in section ? { ...section, data: { ...section.data, rows: own(section.data.rows, customerId) } } : section;

/** Found orders, the customer's own only. */
export const ownOrders = <T extends Owned, F extends { orders: T[] }>(
  section: Section<F>,
  customerId: CustomerId,
): Section<F> =>
  'data' in section ? { ...section, data: { ...section.data, orders: own(section.data.orders, customerId) } } : section;
