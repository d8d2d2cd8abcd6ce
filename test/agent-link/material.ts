import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CallFrame, Hello, SendFrame } from '#contracts/frames';
import { PROTOCOL } from '#contracts/frames';
import type { AgentId, CorrelationId, PushId, Reference, TenantId } from '#contracts/ids';
import type { Log } from '../../agent/log.ts';

export const AGENT = 'a_9b1d7e6c02f84a51' as AgentId;
export const TENANT = 't_4f9c2a7be1d04c3a' as TenantId;
export const PUSH = 'p_1c0a8e77f3d94b26' as PushId;
export const OTHER_PUSH = 'p_2222222222222222' as PushId;
export const REFERENCE = 'DB-8841207-1' as Reference;
export const CORRELATION = '00112233aabb' as CorrelationId;

const ORDER = {
  reference: REFERENCE,
  customerId: '10447',
  customerReference: null,
  requestedOn: null,
  currency: 'EUR',
  lines: [{ itemId: 'PUMP-0040', quantity: '2', unitPrice: '119.50' }],
};

export const send = (more: Partial<SendFrame> = {}): SendFrame => ({
  type: 'send',
  pushId: PUSH,
  attempt: 1,
  epoch: 1,
  command: 'order.create',
  input: ORDER,
  reference: REFERENCE,
  correlationId: CORRELATION,
  ...more,
});

export const call = (more: Partial<CallFrame> = {}): CallFrame => ({
  type: 'call',
  id: 1,
  command: 'customer.read',
  input: { customerId: '10447' },
  deadlineMs: 5_000,
  correlationId: CORRELATION,
  ...more,
});

export const HELLO: Hello = {
  type: 'hello',
  protocol: PROTOCOL,
  agentVersion: '0.1.0',
  connector: {
    name: 'demo-erp',
    title: 'Kontor ERP',
    version: '1.0.0',
    commands: ['customer.read'],
    writeBounds: {},
  },
  lastEpoch: 0,
};

export interface KeptLog extends Log {
  lines: { level: 'info' | 'warn' | 'error'; fields: object; message: string }[];
}

/** A log that a test can read. */
export function keptLog(): KeptLog {
  const lines: KeptLog['lines'] = [];
  const keep = (level: 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}

/** A folder of this test's own; removed when it has finished. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-link-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
