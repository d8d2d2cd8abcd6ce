import { Alert } from '@hubspot/ui-extensions';
import type { Attention } from './attention.ts';

const VARIANTS = { danger: 'danger', warning: 'warning', fine: 'success', unknown: 'info' } as const;

/** The one line that matters, always in the same place and of the same height. */
export function AttentionLine({ attention }: { attention: Attention }) {
  return <Alert title={attention.text} variant={VARIANTS[attention.level]} />;
}
