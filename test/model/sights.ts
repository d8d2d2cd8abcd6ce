/** What the model is there to try: counted, so that a run shows that it did. */

import { DESK, ERP, GONE, type PushSide, type World } from './world.ts';

const SIGHT: Record<string, (push: PushSide) => boolean> = {
  'commit after the answer was given up': ({ attempts }) =>
    attempts.some(
      ({ desk, erp }) =>
        (desk === DESK.unknown || desk === DESK.startedRow) && (erp === ERP.hidden || erp === ERP.shown),
    ),
  'order missing from the index': ({ attempts }) => attempts.some(({ erp }) => erp === ERP.hidden),
  'second attempt': ({ attempts }) => attempts.length > 1,
  'go past the fence': ({ attempts }) => attempts.some(({ gone }) => gone === GONE.pastFence),
  'agent lost its lease': ({ attempts }) => attempts.some(({ desk }) => desk === DESK.leaseLost),
  'go too late': ({ attempts }) => attempts.some(({ desk }) => desk === DESK.expired),
};

export const SIGHTS = Object.keys(SIGHT);

/** What is so of one of the pushes at least. */
export const sightsOf = ({ pushes }: World): string[] =>
  SIGHTS.filter((name) => pushes.some((push) => SIGHT[name]?.(push)));
