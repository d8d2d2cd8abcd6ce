import { describe, expect, it } from 'vitest';
import { failure } from './errors.ts';
import { AgentFrame, CLOSE, GatewayFrame } from './frames.ts';

const pushId = 'p_1c0a8e77f3d94b26';
const correlationId = '4f9c2a7be1d0';
const writeBounds = {
  'order.create': { maxExecutionMs: null, indexLagMs: 0, canLookUp: true, uniqueReference: false },
};
const connector = { name: 'demo-erp', title: 'Demo', version: '1.0.0', commands: ['order.create'], writeBounds };
const error = failure('erp.unreachable');

const FROM_AGENT = {
  hello: { type: 'hello', protocol: 1, agentVersion: '0.1.0', connector },
  answer: { type: 'answer', id: 1, ok: true, output: {} },
  'failed answer': { type: 'answer', id: 1, ok: false, error },
  claim: { type: 'claim', pushId, attempt: 1, epoch: 0 },
  changes: { type: 'changes', round: 1, orders: [], cursor: null },
  'outcome made': { type: 'outcome', pushId, attempt: 1, outcome: { result: 'made', output: { orderId: '1' } } },
  'outcome unknown': { type: 'outcome', pushId, attempt: 1, outcome: { result: 'unknown', error } },
};
const FROM_GATEWAY = {
  welcome: { type: 'welcome', protocol: 1, agentId: 'a_9b1d7e6c02f84a51', epoch: 3 },
  call: { type: 'call', id: 1, command: 'customer.read', input: {}, deadlineMs: 1, correlationId },
  cancel: { type: 'cancel', id: 1 },
  send: {
    type: 'send',
    pushId,
    attempt: 1,
    epoch: 0,
    command: 'order.create',
    input: {},
    reference: 'DB-1-1',
    correlationId,
  },
  go: { type: 'go', pushId, attempt: 1 },
  stop: { type: 'stop', pushId, attempt: 1 },
  kept: { type: 'kept', pushId, attempt: 1 },
  watch: { type: 'watch', everyMs: 60_000, cursor: null, orderIds: ['240871'], quietHours: [] },
  'changes kept': { type: 'changes-kept', round: 1 },
};

const isFromAgent = (frame: unknown): boolean => AgentFrame.safeParse(frame).success;
const isFromGateway = (frame: unknown): boolean => GatewayFrame.safeParse(frame).success;

describe.each([
  ['agent', FROM_AGENT, isFromAgent, isFromGateway],
  ['gateway', FROM_GATEWAY, isFromGateway, isFromAgent],
] as const)('a frame from the %s', (_sender, frames, isTaken, isTakenByTheOther) => {
  describe.each(Object.entries(frames))('%s', (_name, frame) => {
    it('is taken as it should be, and never in the other direction', () => {
      expect([isTaken(frame), isTakenByTheOther(frame)]).toEqual([true, false]);
    });

    it('is refused with a key that nobody agreed on', () => {
      expect(isTaken({ ...frame, extra: 1 })).toBe(false);
    });

    it.each(Object.keys(frame))('is refused without its %s', (key) => {
      expect(isTaken(Object.fromEntries(Object.entries(frame).filter(([name]) => name !== key)))).toBe(false);
    });
  });

  it.each([null, [], 'ping', 1, {}, { type: 'hullo' }])('is never %j', (value) => {
    expect(isTaken(value)).toBe(false);
  });
});

describe('what may be asked for', () => {
  it('a call never carries a write, and a send never a read', () => {
    expect(isFromGateway({ ...FROM_GATEWAY.call, command: 'order.create' })).toBe(false);
    expect(isFromGateway({ ...FROM_GATEWAY.send, command: 'customer.read' })).toBe(false);
  });

  it('an unknown key deep inside is refused too', () => {
    const deep = { ...connector, writeBounds: { ...writeBounds, mayResend: true } };
    expect(isFromAgent({ ...FROM_AGENT.hello, connector: deep })).toBe(false);
    expect(isFromAgent({ ...FROM_AGENT['failed answer'], error: { ...error, stack: 'at …' } })).toBe(false);
  });

  it('close codes are in the private range and differ', () => {
    const codes = Object.values(CLOSE);
    expect(codes.every((code) => code >= 4000 && code <= 4999)).toBe(true);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
