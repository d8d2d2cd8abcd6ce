import type { PushEvent } from './push-record.ts';

/** Enough to tell one fault of an ERP from another. */
const DETAIL_CHARS_MAX = 500;

/** What the audit keeps of what moved a push: what the agent reported, what a lookup found. Never an answer itself. */
export function evidenceOf(event: PushEvent): object {
  switch (event.type) {
    case 'reported': {
      const { outcome } = event;
      const error = 'error' in outcome ? outcome.error : null;
      const said = { attempt: event.attempt, result: outcome.result, code: error?.code ?? null };
      return { outcome: { ...said, detail: error?.detail?.slice(0, DETAIL_CHARS_MAX) ?? null } };
    }
    case 'looked-up': {
      const { found, askedAt } = event;
      const ids = found.kind === 'one' ? [found.erpId] : found.kind === 'several' ? found.erpIds.slice(0, 20) : [];
      const sameContent = found.kind === 'one' ? { sameContent: found.sameContent } : {};
      const code = found.kind === 'failed' ? { code: found.error.code } : {};
      return { found: { kind: found.kind, ids, askedAt, ...sameContent, ...code } };
    }
    case 'dispatched':
      return { epoch: event.epoch };
    default:
      return {};
  }
}
