import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { fail, ok } from '#contracts/result';
import { summary, told, WatchStage, watch } from './watch-stage.ts';

let on: WatchStage;
beforeEach(() => {
  on = new WatchStage();
});

describe('an ERP that says what changed', () => {
  const changes = (ids: string[], cursor: string) => ok({ orders: ids.map((id) => summary(id, 'shipped')), cursor });

  beforeEach(() => {
    on.erp.commands.push('order.changes');
  });

  it('is asked from the cursor on that was kept, and says nothing of orders that are not watched', async () => {
    const cursors: (string | null)[] = [];
    on.erp.onChanges = (cursor) => {
      cursors.push(cursor);
      return cursors.length === 1 ? changes([], 'c1') : changes(['A', 'foreign'], `c${cursors.length}`);
    };
    const { peer } = await on.connect();
    peer.say(watch(['A']));
    await on.passes();
    expect(await peer.frame('changes')).toMatchObject({ orders: [], cursor: 'c1' });
    peer.say({ type: 'changes-kept', round: 1 });
    await on.passes();
    const second = await peer.frame('changes', 2);
    expect([told(second), second.cursor]).toEqual([['A shipped'], 'c2']);
    peer.say({ type: 'changes-kept', round: 2 });
    await on.passes();
    await peer.frame('changes', 3);
    expect(cursors).toEqual([null, 'c1', 'c2']);
    expect(JSON.stringify(peer.frames)).not.toContain('foreign');
  });

  it('after a broken link is asked from where the gateway says', async () => {
    const cursors: (string | null)[] = [];
    on.erp.onChanges = (cursor) => {
      cursors.push(cursor);
      return changes(['A'], 'later');
    };
    const { peer, ended } = await on.connect();
    peer.say(watch(['A'], { cursor: 'kept' }));
    await on.passes();
    await peer.frame('changes');
    peer.socket.terminate();
    await ended;
    const again = await on.connect();
    again.peer.say(watch(['A'], { cursor: 'kept' }));
    await on.passes();
    await again.peer.frame('changes');
    expect(cursors).toEqual(['kept', 'kept']);
  });

  it('says of an order that changed before it was watched, once it is', async () => {
    let cursor = 0;
    on.erp.onChanges = () => {
      cursor += 1;
      return changes(cursor === 1 ? ['B'] : [], `c${cursor}`);
    };
    const { peer } = await on.connect();
    peer.say(watch(['A']));
    await on.passes();
    expect(told(await peer.frame('changes'))).toEqual([]);
    peer.say({ type: 'changes-kept', round: 1 });
    peer.say(watch(['A', 'B'], { cursor: 'c1' }));
    for (let round = 2; ; round += 1) {
      await on.passes();
      const said = told(await peer.frame('changes', round));
      peer.say({ type: 'changes-kept', round });
      // The list may come a round later.
      if (said.length === 0) continue;
      expect(said).toEqual(['B shipped']);
      break;
    }
  });

  it('goes on at once where there is more, and anew where it takes the cursor no more', async () => {
    const cursors: (string | null)[] = [];
    const many = Array.from({ length: 200 }, (_, index) => `X-${index}`);
    on.erp.onChanges = (cursor) => {
      cursors.push(cursor);
      if (cursor === 'old') return fail(failure('erp.rejected'));
      return cursors.length === 2 ? changes(many, 'c2') : changes([], 'c3');
    };
    const { peer } = await on.connect();
    peer.say(watch(['A'], { cursor: 'old' }));
    await on.passes();
    await on.passes();
    await peer.frame('changes');
    peer.say({ type: 'changes-kept', round: 1 });
    expect(await on.passes()).toBe(0);
    await peer.frame('changes', 2);
    expect(cursors).toEqual(['old', null, 'c2']);
  });
});
