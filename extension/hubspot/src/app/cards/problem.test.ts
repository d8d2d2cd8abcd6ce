import { expect, test } from 'vitest';
import { decodeAnswer, noAnswer } from './problem.ts';

test('an answer of the gateway is passed on as it is', () => {
  const body = { ok: true, now: '2026-11-21T13:02:20.000Z', correlationId: '0123456789ab', more: 1 };
  expect(decodeAnswer(body)).toBe(body);
});

test('a refusal of the gateway keeps its parts', () => {
  const error = { code: 'customer.not-linked', category: 'invalid', message: 'm', advice: 'a', correlationId: 'c' };
  expect(decodeAnswer({ ok: false, error })).toEqual({
    ok: false,
    error,
  });
});

test('the proxy’s error envelope reads as no answer and keeps its correlation id', () => {
  const envelope = { status: 'error', category: 'BAD_GATEWAY', message: 'upstream said 503', correlationId: 'hub-1' };
  expect(decodeAnswer(envelope)).toEqual(noAnswer('hub-1'));
});

test.each([[null], ['<html>'], [[]], [{}], [{ ok: true }], [{ ok: false }], [{ ok: false, error: { message: 7 } }]])(
  'a body that says nothing reads as no answer: %j',
  (body) => {
    expect(decodeAnswer(body)).toEqual(noAnswer(null));
  },
);
