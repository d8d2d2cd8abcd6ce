/** What the gateway says of bulks, checked against the contract as it is built. */
import { BulkAnswer, WaitingBulkAnswer } from '#contracts/card-api';
import { cardError, head, push } from './payloads.ts';

/** A bulk; it says nothing of the link. */
export function bulkAnswer(entries: readonly object[]) {
  const { link: _none, ...told } = head;
  const counted = (state: string) => entries.filter((entry) => 'state' in entry && entry.state === state).length;
  const counts = { waiting: counted('waiting'), sent: counted('sent'), notSent: counted('not-sent') };
  return BulkAnswer.parse({ ...told, bulkId: BULK_ID, ...counts, entries });
}

const BULK_ID = 'b_0123456789abcdef';
/** In which bulk deals wait, or that none does. */
export function waitingBulk(bulkId: string | null = BULK_ID) {
  const { link: _none, ...told } = head;
  return WaitingBulkAnswer.parse({ ...told, bulkId });
}

export const waiting = (dealId: string) => ({ state: 'waiting', dealId });
export const bulkSent = (dealId: string, state: string, orderId: string | null = null) => {
  const { sent: _sent, writtenBack: _a, orderStatus: _b, mayResolve: _c, problem: _d, ...summary } = push(state);
  return { state: 'sent', dealId, push: { ...summary, dealId, orderId } };
};
export const notSent = (dealId: string) => ({
  state: 'not-sent',
  dealId,
  error: cardError('preview.not-allowed', 'A price differs.'),
});
