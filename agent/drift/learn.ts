import type { Connector } from '../erp/connector/load.ts';
import type { NamedCase } from '../golden/case-file.ts';
import { replayCase } from '../golden/replay.ts';
import { changesInAnswer } from './answer-changes.ts';
import { callKey, lookAt, watchedPlaces } from './answer-look.ts';
import { type AnswersSeen, addSeen, nothingSeen } from './answer-seen.ts';
import type { Change } from './compare.ts';

/** What the answers of recorded cases look like, and what differs from what was seen before. */
export async function learnFrom(
  connector: Connector,
  cases: readonly NamedCase[],
  approved: AnswersSeen,
): Promise<{ seen: AnswersSeen; changes: Change[] }> {
  const places = watchedPlaces(connector);
  const seen: AnswersSeen = new Map();
  const changes = new Map<string, Change>();
  for (const { given } of cases) {
    await replayCase(connector, given, ({ service, operation }, answer) => {
      const looks = lookAt(answer, places.get(callKey(service, operation)) ?? []);
      const before = (key: string) => approved.get(key) ?? nothingSeen();
      for (const change of changesInAnswer(looks, before, connector.document))
        changes.set(`${change.place} ${change.text}`, change);
      for (const { watched, seen: now } of looks) {
        const known = seen.get(watched.key) ?? nothingSeen();
        addSeen(known, now);
        seen.set(watched.key, known);
      }
    });
  }
  return { seen, changes: [...changes.values()] };
}
