import { describe, expect, it } from 'vitest';
import type { AttemptOutcome } from '#contracts/frames';
import { Journal } from '../../agent/execute/journal.ts';
import { refuse } from './failing-disk.ts';
import { MADE } from './fake-erp.ts';
import { CORRELATION, OTHER_PUSH, PUSH, send } from './material.ts';
import { openDesk } from './write-desk.ts';

/** The ERP works on a request until the test lets it answer. */
const held = () => Promise.withResolvers<AttemptOutcome>();

describe('[J1] a crash', () => {
  it('before the claim was journalled leaves nothing to report', () => {
    const desk = openDesk();
    desk.crash();
    desk.connect(2);
    expect(desk.said).toEqual([]);
  });

  it('after the claim is reported as not-sent', () => {
    const desk = openDesk();
    desk.writes.send(send());
    desk.crash();
    desk.connect(2);
    expect(desk.said).toMatchObject([
      { type: 'outcome', pushId: PUSH, attempt: 1, outcome: { result: 'not-sent', error: { code: 'agent.offline' } } },
    ]);
  });

  it('while the request is under way is reported as unknown, and is never sent again', async () => {
    const desk = openDesk();
    const answer = held();
    desk.erp.onWrite = () => answer.promise;
    desk.writes.send(send());
    const going = desk.writes.go(PUSH, 1);
    await expect.poll(() => desk.erp.left.length).toBe(1);
    desk.crash();
    desk.connect(2);
    expect(desk.said).toMatchObject([{ outcome: { result: 'unknown', error: { code: 'erp.outcome-unknown' } } }]);
    desk.writes.send(send({ epoch: 2 }));
    await desk.writes.go(PUSH, 1);
    expect(desk.erp.asked).toEqual([]);
    expect(desk.types()).toEqual(['unknown', 'unknown']);
    answer.resolve(MADE);
    await going;
  });

  it('after the outcome was journalled, but before it was said, is reported as that outcome', async () => {
    const desk = openDesk();
    desk.writes.send(send());
    const before = desk.said.length;
    desk.writes.disconnected();
    await desk.writes.go(PUSH, 1);
    expect(desk.said).toHaveLength(before);
    desk.crash();
    desk.connect(2);
    expect(desk.said).toEqual([{ type: 'outcome', pushId: PUSH, attempt: 1, outcome: MADE }]);
  });

  it('and another one change nothing of what was once recovered', () => {
    const desk = openDesk();
    desk.writes.send(send());
    desk.crash();
    desk.connect(2);
    const first = desk.said;
    desk.crash();
    desk.connect(3);
    expect(desk.said).toEqual(first);
  });
});

describe('[J5] an outcome', () => {
  it('is said on every connection until it is kept, and never after', async () => {
    const desk = openDesk();
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    for (const epoch of [2, 3]) {
      desk.connect(epoch);
      expect(desk.types()).toEqual(['made']);
    }
    desk.writes.kept(PUSH, 1);
    desk.connect(4);
    desk.crash();
    desk.connect(5);
    expect(desk.said).toEqual([]);
  });

  it('of one push that is kept leaves those of others to be said', async () => {
    const desk = openDesk();
    for (const pushId of [PUSH, OTHER_PUSH]) {
      desk.writes.send(send({ pushId }));
      await desk.writes.go(pushId, 1);
    }
    desk.writes.kept(PUSH, 1);
    desk.connect(2);
    expect(desk.said).toMatchObject([{ pushId: OTHER_PUSH }]);
  });

  it('that comes after the link was lost is said over the next one, once, and not as in doubt before', async () => {
    const desk = openDesk();
    const answer = held();
    desk.erp.onWrite = () => answer.promise;
    desk.writes.send(send());
    const going = desk.writes.go(PUSH, 1);
    desk.writes.disconnected();
    desk.connect(2);
    expect(desk.said).toEqual([]);
    answer.resolve(MADE);
    await going;
    expect(desk.types()).toEqual(['made']);
  });
});

/** What an operator finds, to whom only the gateway would tell it else. */
const REFUSED = { level: 'error', fields: { pushId: PUSH, correlationId: CORRELATION, detail: 'Error: disk full' } };

describe('a disk that refuses', () => {
  it('the claim: not-sent, and the ERP is never asked', async () => {
    const desk = openDesk();
    refuse(desk.path, 'claim');
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    expect(desk.said).toMatchObject([{ outcome: { result: 'not-sent', error: { code: 'agent.journal-failed' } } }]);
    expect(desk.log.lines).toMatchObject([REFUSED]);
    expect([desk.row(), desk.erp.asked]).toEqual([null, []]);
  });

  it('the claim: what was said stays so when there is room again, until it is kept and on every connection', async () => {
    const desk = openDesk();
    const allow = refuse(desk.path, 'claim');
    desk.writes.send(send());
    allow();
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    expect(desk.types()).toEqual(['not-sent', 'not-sent']);
    desk.connect(2);
    expect(desk.types()).toEqual(['not-sent']);
    desk.writes.kept(PUSH, 1);
    desk.connect(3);
    desk.writes.send(send({ attempt: 2, epoch: 3 }));
    expect(desk.types()).toEqual(['claim']);
    expect(desk.erp.asked).toEqual([]);
  });

  it('so many claims that they cannot all be remembered: the rest gets no answer, and is never sent', async () => {
    const desk = openDesk();
    refuse(desk.path, 'claim');
    for (let attempt = 1; attempt <= 1_001; attempt += 1) desk.writes.send(send({ attempt }));
    expect(desk.said).toHaveLength(1_000);
    await desk.writes.go(PUSH, 1_001);
    expect(desk.erp.asked).toEqual([]);
    desk.writes.kept(PUSH, 1);
    desk.writes.send(send({ attempt: 1_001 }));
    expect(desk.said).toHaveLength(1_001);
  });

  it('[J2] the start: not-sent, and the ERP is never asked', async () => {
    const desk = openDesk();
    refuse(desk.path, 'start');
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    expect(desk.said[1]).toMatchObject({ outcome: { result: 'not-sent', error: { code: 'agent.journal-failed' } } });
    expect(desk.log.lines).toMatchObject([REFUSED]);
    expect(desk.erp.asked).toEqual([]);
  });

  it('the outcome: it is said all the same, on every connection of this process, and in doubt after a crash', async () => {
    const desk = openDesk();
    refuse(desk.path, 'finish');
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    expect(desk.types()).toEqual(['claim', 'made']);
    expect(desk.log.lines.map(({ level }) => level)).toContain('error');
    desk.connect(2);
    expect(desk.types()).toEqual(['made']);
    desk.writes.send(send({ epoch: 2 }));
    expect(desk.types()).toEqual(['made', 'made']);
    desk.crash();
    desk.connect(3);
    expect(desk.types()).toEqual(['unknown']);
  });

  it('[J4] the epoch: what this process has seen still counts, and outcomes are still reported', () => {
    const desk = openDesk();
    desk.writes.send(send());
    desk.journal.raiseEpoch(1);
    refuse(desk.path, 'epoch');
    desk.connect(6);
    expect(desk.types()).toEqual(['not-sent']);
    desk.writes.send(send({ pushId: OTHER_PUSH, epoch: 5 }));
    expect(desk.said[1]).toMatchObject({ outcome: { error: { code: 'agent.lease-lost' } } });
  });

  it('a kept: it is said again, and ends once the disk takes it', async () => {
    const desk = openDesk();
    const mend = refuse(desk.path, 'keep');
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    desk.writes.kept(PUSH, 1);
    desk.connect(2);
    expect(desk.types()).toEqual(['made']);
    mend();
    desk.writes.kept(PUSH, 1);
    desk.connect(3);
    expect(desk.said).toEqual([]);
  });

  it('to be read: nothing is called not-sent that may have started, and nothing is thrown', async () => {
    const desk = openDesk();
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    desk.journal.close();
    expect(() => desk.connect(2)).not.toThrow();
    desk.writes.send(send({ epoch: 2 }));
    desk.writes.kept(PUSH, 1);
    expect(desk.said).toEqual([]);
    desk.journal = new Journal(desk.path);
  });
});
