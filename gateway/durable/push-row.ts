import { PushState } from '#contracts/push';
import type { Push } from '../core/push-record.ts';

/** The push of a row; null: it is not the record of this push. */
export function readPush(pushId: string, record: string): Push | null {
  try {
    const push = JSON.parse(record) as Partial<Push> | null;
    const isWhole = push?.pushId === pushId && PushState.safeParse(push.state).success && push.write !== undefined;
    return isWhole ? (push as Push) : null;
  } catch {
    return null;
  }
}
