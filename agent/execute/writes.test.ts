import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { type AttemptOutcome, GO_WITHIN_MS } from '#contracts/frames';
import { MADE } from '../../test/agent-link/fake-erp.ts';
import { OTHER_PUSH, PUSH, send } from '../../test/agent-link/material.ts';
import { openDesk } from '../../test/agent-link/write-desk.ts';

const tooLate = { type: 'outcome', pushId: PUSH, attempt: 1, outcome: { result: 'not-sent' } };

describe('the order of things', () => {
  it('[J2] a claim is journalled and said before the ERP hears anything', () => {
    const desk = openDesk();
    desk.writes.send(send());
    expect(desk.said).toEqual([{ type: 'claim', pushId: PUSH, attempt: 1, epoch: 1 }]);
    expect(desk.row()).toMatchObject({ phase: 'claimed', outcome: null });
    expect(desk.erp.asked).toEqual([]);
  });

  it('[J2] the row says started when the ERP is asked, and finished when the outcome is said', async () => {
    const desk = openDesk();
    const seen: unknown[] = [];
    desk.erp.beforeLeaving = async () => void seen.push(desk.row()?.phase);
    desk.writes.connected(1, (frame) => {
      if (frame.type === 'outcome') seen.push(desk.row()?.phase);
    });
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    expect(seen).toEqual(['started', 'finished']);
    expect(desk.row()).toMatchObject({ phase: 'finished', outcome: MADE });
  });

  it('without a go nothing is ever sent, and a go without a claim is nothing', async () => {
    const desk = openDesk();
    await desk.writes.go(PUSH, 1);
    desk.writes.send(send());
    await desk.writes.go(PUSH, 2);
    await desk.writes.go(OTHER_PUSH, 1);
    expect(desk.erp.asked).toEqual([]);
    expect(desk.types()).toEqual(['claim']);
  });

  it.each<[AttemptOutcome]>([
    [MADE],
    [{ result: 'refused', error: failure('erp.rejected', { detail: 'credit' }) }],
    [{ result: 'not-sent', error: failure('erp.unreachable') }],
    [{ result: 'unknown', error: failure('erp.outcome-unknown') }],
  ])('says and journals what the ERP port gave, unchanged: $result', async (outcome) => {
    const desk = openDesk();
    desk.erp.onWrite = async () => outcome;
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    expect(desk.said.slice(1)).toEqual([{ type: 'outcome', pushId: PUSH, attempt: 1, outcome }]);
    expect(desk.row()?.outcome).toEqual(outcome);
  });

  it('an ERP port that throws leaves the attempt in doubt, and tells nothing of what was thrown', async () => {
    const desk = openDesk();
    desk.erp.onWrite = () => Promise.reject(new TypeError('password hunter2'));
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    expect(desk.said[1]).toMatchObject({ outcome: { result: 'unknown', error: { category: 'indeterminate' } } });
    expect(JSON.stringify(desk.said) + JSON.stringify(desk.log.lines)).not.toContain('hunter2');
  });

  it('an input off the contract is not sent, is not journalled and never reaches the ERP', async () => {
    const desk = openDesk();
    desk.writes.send(send({ input: { reference: 'lower case' } }));
    await desk.writes.go(PUSH, 1);
    expect(desk.said).toMatchObject([{ outcome: { result: 'not-sent', error: { code: 'request.invalid' } } }]);
    expect([desk.row(), desk.erp.asked]).toEqual([null, []]);
  });
});

describe('[J3] a go that comes too late', () => {
  it.each([
    ['wall', { wall: GO_WITHIN_MS + 1, monotonic: 0 }],
    ['monotonic', { wall: 0, monotonic: GO_WITHIN_MS + 1 }],
    ['monotonic, while the wall clock was set back', { wall: -3_600_000, monotonic: GO_WITHIN_MS + 1 }],
  ])('by the %s clock is not-sent, and the ERP is never asked', async (_clock, passed) => {
    const desk = openDesk();
    desk.writes.send(send());
    desk.clock.wall += passed.wall;
    desk.clock.monotonic += passed.monotonic;
    await desk.writes.go(PUSH, 1);
    expect(desk.erp.asked).toEqual([]);
    expect(desk.said[1]).toMatchObject(tooLate);
    expect(desk.row()).toMatchObject({ phase: 'finished', outcome: { result: 'not-sent' } });
  });

  it('is one of more than GO_WITHIN_MS: at that very moment it still counts', async () => {
    const desk = openDesk();
    desk.writes.send(send());
    desk.clock.wall += GO_WITHIN_MS;
    desk.clock.monotonic += GO_WITHIN_MS;
    await desk.writes.go(PUSH, 1);
    expect(desk.erp.left).toHaveLength(1);
  });

  it.each(['wall', 'monotonic'] as const)(
    'by the %s clock only in the last moment, after a login, lets no byte leave',
    async (clock) => {
      const desk = openDesk();
      desk.erp.beforeLeaving = async () => {
        desk.clock[clock] += GO_WITHIN_MS + 1;
      };
      desk.writes.send(send());
      await desk.writes.go(PUSH, 1);
      expect(desk.erp.left).toEqual([]);
      expect(desk.said[1]).toMatchObject(tooLate);
    },
  );

  it('is not saved by sending the frame again: the claim is as old as it was', async () => {
    const desk = openDesk();
    desk.writes.send(send());
    desk.clock.monotonic += GO_WITHIN_MS + 1;
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    expect(desk.erp.asked).toEqual([]);
  });
});

describe('[J4] the lease', () => {
  it('a frame of an older epoch than was ever seen is refused, also by the next process', async () => {
    const desk = openDesk();
    desk.connect(5);
    desk.crash();
    desk.connect(3);
    desk.writes.send(send({ epoch: 4 }));
    await desk.writes.go(PUSH, 1);
    expect(desk.said).toMatchObject([{ outcome: { result: 'not-sent', error: { code: 'agent.lease-lost' } } }]);
    expect([desk.row(), desk.erp.asked]).toEqual([null, []]);
  });

  it('a send raises the epoch that is named at the next hello, also by the next process', () => {
    const desk = openDesk();
    desk.writes.send(send({ epoch: 9 }));
    expect(desk.writes.epoch()).toBe(9);
    desk.crash();
    expect(desk.writes.epoch()).toBe(9);
    desk.connect(10);
    desk.writes.send(send({ epoch: 8, attempt: 2 }));
    expect(desk.said.at(-1)).toMatchObject({ outcome: { error: { code: 'agent.lease-lost' } } });
  });

  it('a claim of this process that was never started is known not to be; one of the process before is not', () => {
    const desk = openDesk();
    desk.writes.send(send());
    desk.connect(2);
    expect(desk.said).toMatchObject([{ outcome: { result: 'not-sent', error: { code: 'agent.overloaded' } } }]);
    desk.writes.send(send({ attempt: 2, epoch: 2 }));
    desk.crash();
    desk.connect(3);
    expect(desk.said.at(-1)).toMatchObject({ attempt: 2, outcome: { error: { code: 'agent.offline' } } });
  });

  it('a frame that comes before the first welcome of a process is not taken: its disk may have forgotten a newer one', async () => {
    const desk = openDesk();
    desk.crash();
    desk.writes.send(send({ epoch: 5 }));
    await desk.writes.go(PUSH, 1);
    expect([desk.row(), desk.erp.asked]).toEqual([null, []]);
    desk.connect(6);
    expect(desk.said).toEqual([]);
  });

  it('a frame of the present epoch is taken', () => {
    const desk = openDesk();
    desk.connect(5);
    desk.writes.send(send({ epoch: 5 }));
    expect(desk.types()).toEqual(['claim']);
  });

  it('a claim of the old connection is over with it: its go is nothing, its outcome is not-sent', async () => {
    const desk = openDesk();
    desk.writes.send(send());
    desk.writes.disconnected();
    desk.connect(2);
    expect(desk.types()).toEqual(['not-sent']);
    await desk.writes.go(PUSH, 1);
    expect(desk.erp.asked).toEqual([]);
  });
});

describe('the same thing twice', () => {
  it('the same send frame twice is one claim and one request', async () => {
    const desk = openDesk();
    desk.writes.send(send());
    desk.writes.send(send());
    expect(desk.types()).toEqual(['claim']);
    await desk.writes.go(PUSH, 1);
    expect(desk.erp.left).toHaveLength(1);
  });

  it('go twice is one request, at once or after the outcome', async () => {
    const desk = openDesk();
    desk.writes.send(send());
    await Promise.all([desk.writes.go(PUSH, 1), desk.writes.go(PUSH, 1)]);
    await desk.writes.go(PUSH, 1);
    expect(desk.erp.left).toHaveLength(1);
    expect(desk.types()).toEqual(['claim', 'made']);
  });

  it('a send frame that comes again after the end is answered with the outcome, even when that was kept', async () => {
    const desk = openDesk();
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    desk.writes.kept(PUSH, 1);
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    expect(desk.types()).toEqual(['claim', 'made', 'made']);
    expect(desk.erp.left).toHaveLength(1);
  });

  it('another attempt of the same push is a write of its own', async () => {
    const desk = openDesk();
    for (const attempt of [1, 2]) {
      desk.writes.send(send({ attempt }));
      await desk.writes.go(PUSH, attempt);
    }
    expect(desk.erp.left).toHaveLength(2);
  });
});

describe('a stop', () => {
  it('before the go is not-sent, journalled, and makes the go nothing', async () => {
    const desk = openDesk();
    desk.writes.send(send());
    desk.writes.stop(PUSH, 1);
    await desk.writes.go(PUSH, 1);
    expect(desk.types()).toEqual(['claim', 'not-sent']);
    expect(desk.row()).toMatchObject({ phase: 'finished', outcome: { error: { code: 'agent.lease-lost' } } });
    expect(desk.erp.asked).toEqual([]);
  });

  it('after the start changes nothing, nor does one after the end or of an unknown attempt', async () => {
    const desk = openDesk();
    desk.erp.onWrite = async () => {
      desk.writes.stop(PUSH, 1);
      return MADE;
    };
    desk.writes.send(send());
    await desk.writes.go(PUSH, 1);
    desk.writes.stop(PUSH, 1);
    desk.writes.stop(OTHER_PUSH, 1);
    expect(desk.types()).toEqual(['claim', 'made']);
    expect(desk.row()?.outcome).toEqual(MADE);
  });
});
