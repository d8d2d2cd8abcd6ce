import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../agent/execute/journal.ts';
import { call, OTHER_PUSH, PUSH, send } from './material.ts';
import { stage } from './running-agent.ts';
import { openSlowErp } from './slow-erp.ts';

/** A real agent whose order lies at the ERP, which has not answered yet. */
async function writing() {
  const on = await stage();
  const erp = await openSlowErp();
  on.agent.enrolled(on.gateway.url);
  on.agent.configured({ endpoint: erp.endpoint });
  const child = on.agent.start('run');
  const ended = on.agent.ended(child);
  const peer = await on.gateway.connection();
  await peer.frame('hello');
  peer.say(send());
  await peer.frame('claim');
  return {
    ...on,
    erp,
    child,
    peer,
    ended,
    begin: async () => {
      peer.say({ type: 'go', pushId: PUSH, attempt: 1 });
      await erp.asked();
    },
    /** Told to stop, and it has heard it. */
    tell: async (signal: NodeJS.Signals = 'SIGTERM') => {
      child.kill(signal);
      await expect.poll(() => on.agent.printed).toContain('told to stop');
    },
    row: () => {
      const journal = new Journal(join(on.agent.home, 'journal.db'));
      try {
        return journal.read(PUSH, 1);
      } finally {
        journal.close();
      }
    },
  };
}

describe('told to stop while an order lies at the ERP', () => {
  it('[D2] it waits for the answer, journals and reports it, and ends with 0', async () => {
    const on = await writing();
    await on.begin();
    await on.tell();
    // Asked after it was told, and answered: so it is still there, and takes nothing new.
    on.peer.say(send({ pushId: OTHER_PUSH }));
    on.peer.say(call({ id: 9 }));
    expect(await on.peer.frame('answer')).toMatchObject({ id: 9, ok: false, error: { code: 'agent.offline' } });
    expect(on.peer.frames.filter(({ type }) => type === 'claim' || type === 'outcome')).toHaveLength(1);
    await on.erp.answer();
    expect(await on.peer.frame('outcome')).toMatchObject({ pushId: PUSH, attempt: 1, outcome: { result: 'made' } });
    expect(await on.ended).toMatchObject({ code: 0, signal: null, err: '' });
    expect(on.row()).toMatchObject({ phase: 'finished', outcome: { result: 'made', output: { orderId: '71203' } } });
  });

  it('reads that are under way are said to have found nobody, so that another agent is asked and the ERP not suspected', async () => {
    const on = await writing();
    await on.begin();
    const ids = [21, 22, 23];
    for (const id of ids) on.peer.say(call({ id, input: { customerId: `104${id}` } }));
    await expect.poll(() => on.erp.reads()).toBe(ids.length);
    await on.tell();
    for (const nth of ids.keys()) {
      expect(await on.peer.frame('answer', nth + 1)).toMatchObject({ ok: false, error: { code: 'agent.offline' } });
    }
    await on.erp.answer();
    expect((await on.ended).code).toBe(0);
  });

  it('[D2] it waits as well when the link is gone, and the next start reports what was made', async () => {
    const on = await writing();
    await on.begin();
    on.gateway.behaviour = 503;
    on.peer.socket.terminate();
    await on.gateway.dialled(2);
    await on.tell();
    await on.erp.answer();
    expect((await on.ended).code).toBe(0);
    expect(on.row()).toMatchObject({ phase: 'finished', outcome: { result: 'made' } });
    on.gateway.behaviour = 'serve';
    on.agent.start('run');
    const next = await on.gateway.connection(2);
    expect(await next.frame('outcome')).toMatchObject({ pushId: PUSH, outcome: { result: 'made' } });
  });

  it('told a second time, it ends at once, and the next start reports the order as in doubt', async () => {
    const on = await writing();
    await on.begin();
    await on.tell();
    on.child.kill('SIGTERM');
    expect(await on.ended).toMatchObject({ code: 1, signal: null });
    expect(on.row()).toMatchObject({ phase: 'started', outcome: null });
    on.agent.start('run');
    const next = await on.gateway.connection(2);
    expect(await next.frame('outcome')).toMatchObject({ pushId: PUSH, outcome: { result: 'unknown' } });
  });

  it('by a closed terminal, which may say it twice, it waits for the answer all the same', async () => {
    const on = await writing();
    await on.begin();
    await on.tell('SIGHUP');
    on.child.kill('SIGHUP');
    on.peer.say(call({ id: 9 }));
    expect(await on.peer.frame('answer')).toMatchObject({ id: 9, ok: false, error: { code: 'agent.offline' } });
    await on.erp.answer();
    expect(await on.ended).toMatchObject({ code: 0, signal: null });
    expect(on.row()).toMatchObject({ phase: 'finished', outcome: { result: 'made' } });
  });

  it('[D1] a go that comes meanwhile begins nothing, and is answered as not sent', async () => {
    const on = await writing();
    await on.begin();
    on.peer.say(send({ pushId: OTHER_PUSH }));
    await on.peer.frame('claim', 2);
    await on.tell();
    on.peer.say({ type: 'go', pushId: OTHER_PUSH, attempt: 1 });
    expect(await on.peer.frame('outcome')).toMatchObject({ pushId: OTHER_PUSH, outcome: { result: 'not-sent' } });
    await on.erp.answer();
    expect(await on.peer.frame('outcome', 2)).toMatchObject({ pushId: PUSH, outcome: { result: 'made' } });
    expect((await on.ended).code).toBe(0);
  });
});
