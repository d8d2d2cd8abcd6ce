import { writeFault } from './envelope.ts';
import type { Fault } from './knobs.ts';

/** How a call ends for the caller: an answer, a broken connection, or nothing at all until the caller gives up. */
export type Ending =
  | { kind: 'answer'; status: number; contentType: string; body: Buffer }
  | { kind: 'drop' }
  | { kind: 'silence' };

const XML = 'text/xml; charset=utf-8';
const HTML = 'text/html; charset=utf-8';
const ERROR_PAGE =
  '<html><head><title>Kontor Application Server</title></head><body><h1>Error</h1><p>The transaction was deadlocked on lock resources with another process.</p></body></html>';

const answer = (status: number, contentType: string, body: string): Ending => ({
  kind: 'answer',
  status,
  contentType,
  body: Buffer.from(body, 'utf8'),
});

export const faulty = (who: 'Client' | 'Server', sentence: string): Ending =>
  answer(500, XML, writeFault(who, sentence));

/** The answer as it should be, or bent as a fault wants it. */
export function answering(fault: Fault | null, xml: { right: string; wrongElement: string }): Ending {
  switch (fault?.fault) {
    case 'truncated': {
      const whole = Buffer.from(xml.right, 'utf8');
      return { kind: 'answer', status: 200, contentType: XML, body: whole.subarray(0, Math.floor(whole.length / 2)) };
    }
    case 'wrong-element':
      return answer(200, XML, xml.wrongElement);
    case 'html-202':
      return answer(202, HTML, ERROR_PAGE);
    case 'html-200':
      return answer(200, HTML, ERROR_PAGE);
    case 'empty-200':
      return answer(200, XML, '');
    default:
      return answer(200, XML, xml.right);
  }
}
