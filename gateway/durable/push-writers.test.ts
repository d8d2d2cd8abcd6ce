import { describe, expect, it } from 'vitest';
import type { AgentId } from '#contracts/ids';
import { BOUNDS, NOW } from '../../test/gateway/push-factory.ts';
import type { Connection } from './agent-link.ts';
import { noteEnrolled, PushWriters } from './push-writers.ts';
import { SettingStore } from './setting-store.ts';

const A = 'a_0000000000000001';
const B = 'a_0000000000000002';

const connection = (agentId: string, epoch: number, writes: string[] = ['order.create']): Connection => ({
  agentId: agentId as AgentId,
  epoch,
  protocol: 1,
  connector: {
    name: 'demo',
    title: 'Demo',
    version: '1.0.0',
    commands: writes,
    writeBounds: Object.fromEntries(writes.map((name) => [name, BOUNDS])),
  },
});

/** Settings in memory: the store's two statements, and nothing else. */
function settingsInMemory(): SettingStore {
  const kept = new Map<string, string>();
  const exec = (sql: string, name: string, value?: string) => {
    if (value !== undefined) kept.set(name, value);
    const known = kept.get(name);
    return { toArray: () => (sql.startsWith('SELECT') && known !== undefined ? [{ value: known }] : []) };
  };
  return new SettingStore({ exec } as SqlStorage);
}

/** `open` is what is connected; change it, and the writers see it. */
function open(...first: Connection[]) {
  const settings = settingsInMemory();
  const there = { now: first };
  const link = {
    connections: () => there.now,
    serving: () => there.now,
    send: () => true,
    call: () => Promise.reject(new Error('not asked')),
  };
  return { there, settings, start: () => new PushWriters(settings, link, NOW) };
}

describe('who writes', () => {
  it('is, for each write, the newest connection that offers it', () => {
    const { start } = open(connection(B, 7), connection(A, 5, ['order.create', 'customer.create']));
    const writers = start().byCommand();
    expect(writers.get('order.create')?.epoch).toBe(7);
    expect(writers.get('customer.create')?.epoch).toBe(5);
  });

  it('is told a number of its own with each sending, higher than any before', () => {
    const { start } = open(connection(A, 5));
    const writers = start();
    const numbers = [writers.nextEpoch(5), writers.nextEpoch(5)];
    expect(numbers[1]).toBeGreaterThan(Number(numbers[0]));
    expect(writers.toldTo(A)).toBe(numbers[1]);
    expect(writers.toldTo(B)).toBeNull();
  });
});

describe('after a start without a connection', () => {
  it('nothing is sent before every agent that has written is back, for a minute at most', () => {
    const { there, start } = open();
    const before = start();
    before.told(A, 1);
    before.told(B, 2);
    const writers = start();
    there.now = [connection(A, 3)];
    expect(writers.awaitedUntil()).toBe(NOW + 60_000);
    there.now = [connection(A, 3), connection(B, 4)];
    expect(writers.awaitedUntil()).toBe(0);
  });

  it('a connection that outlived the object waits for nobody', () => {
    const { there, start } = open(connection(A, 3));
    const writers = start();
    writers.told(B, 2);
    there.now = [connection(A, 3)];
    expect(writers.awaitedUntil()).toBe(0);
  });

  it('an agent that was only enrolled is waited for too: a store set back to then forgot that it wrote', () => {
    const { there, settings, start } = open();
    noteEnrolled(settings, A);
    const writers = start();
    there.now = [connection(B, 3)];
    expect(writers.awaitedUntil()).toBe(NOW + 60_000);
    there.now = [connection(B, 3), connection(A, 4)];
    expect(writers.awaitedUntil()).toBe(0);
  });

  it('an agent that was only enrolled can know the epochs of before, and none of after', () => {
    const { settings, start } = open();
    settings.write('epoch', '7');
    noteEnrolled(settings, A);
    settings.write('epoch', '9');
    expect(start().toldTo(A)).toBe(7);
    expect(start().toldTo(B)).toBeNull();
  });

  it('an agent that is not enrolled here is not waited for', () => {
    const { there, start } = open();
    const writers = start();
    there.now = [connection(A, 3)];
    expect(writers.awaitedUntil()).toBe(0);
  });
});
