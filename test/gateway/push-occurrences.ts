import { failure } from '#contracts/errors';
import type { PushEvent } from '../../gateway/core/push-record.ts';
import { A, B, BOUNDS, NOW } from './push-factory.ts';

const reported = (outcome: Extract<PushEvent, { type: 'reported' }>['outcome'], erpId: typeof A | null = null) =>
  ({ type: 'reported', attempt: 2, outcome, erpId }) as const;

/** One of every event, about the attempt and the connection that `pushIn` has under way. */
export const EVENTS = {
  prepared: { type: 'prepared', customerId: null, leftBy: null, bounds: BOUNDS },
  'prepared after a set-back': { type: 'prepared', customerId: null, leftBy: NOW, bounds: BOUNDS },
  held: { type: 'held', problem: failure('push.customer-unsettled') },
  'held for good': { type: 'held', problem: failure('push.customer-refused') },
  dispatched: { type: 'dispatched', epoch: 5, bounds: BOUNDS },
  claimed: { type: 'claimed', attempt: 2, epoch: 4 },
  made: reported({ result: 'made', output: { orderId: B } }, B),
  refused: reported({ result: 'refused', error: failure('erp.rejected') }),
  'not-sent': reported({ result: 'not-sent', error: failure('erp.unreachable') }),
  unknown: reported({ result: 'unknown', error: failure('erp.timed-out') }),
  'made without a number': reported({ result: 'made', output: {} }),
  exists: reported({ result: 'exists', error: failure('erp.rejected') }),
  'link-lost': { type: 'link-lost', epoch: 4 },
  'found one': { type: 'looked-up', askedAt: NOW, found: { kind: 'one', erpId: B, sameContent: true } },
  'found another': { type: 'looked-up', askedAt: NOW, found: { kind: 'one', erpId: B, sameContent: false } },
  'found several': { type: 'looked-up', askedAt: NOW, found: { kind: 'several', erpIds: [A, B] } },
  'found none': { type: 'looked-up', askedAt: NOW, found: { kind: 'none' } },
  'lookup failed': { type: 'looked-up', askedAt: NOW, found: { kind: 'failed', error: failure('agent.offline') } },
  woken: { type: 'woken' },
  'written-back': { type: 'written-back' },
  linked: { type: 'linked', erpId: A },
  'send-again': { type: 'send-again' },
  'given-up': { type: 'given-up' },
} as const satisfies Record<string, PushEvent>;
