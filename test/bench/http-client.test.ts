import { describe, expect, it } from 'vitest';
import { wholeAnswer } from './http-client.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n';

describe('an answer', () => {
  it.each([
    ['with a length in bytes, not characters', `${HEAD}Content-Length: 4\r\n\r\nüü`, 'üü'],
    ['in chunks', `${HEAD}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`, 'abcde'],
  ])('%s is read when all of it is there, and not before', (_, answer, body) => {
    const whole = bytes(answer);
    expect(wholeAnswer(whole)).toEqual({ status: 200, body });
    expect(wholeAnswer(whole.subarray(0, whole.length - 3))).toBeNull();
    expect(wholeAnswer(whole.subarray(0, 20))).toBeNull();
  });

  it('keeps its status', () => {
    expect(wholeAnswer(bytes('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n'))?.status).toBe(503);
  });
});
