import { describe, expect, it } from 'vitest';
import { Verdict } from '#contracts/connector-verdict';
import { decodeXml } from '../soap/decode.ts';
import type { Fault } from '../soap/fault.ts';
import type { XmlElement } from '../soap/xml-tree.ts';
import { atOnce } from '../steps.ts';
import { judgeFor } from './verdict.ts';

const xml = (text: string): XmlElement => {
  const decoded = atOnce(decodeXml(new TextEncoder().encode(`<a>${text}</a>`), 'text/xml'));
  if (!decoded.ok) throw new Error(decoded.problem);
  return decoded.root;
};

describe('a table of messages', () => {
  const judge = judgeFor(
    Verdict.parse({
      each: 'RETURN/item',
      code: 'TYPE',
      reason: 'NUMBER',
      message: 'MESSAGE',
      success: ['S', 'I', 'W', ''],
      whenNone: 'success',
      refused: ['311', '4*'],
      notFound: ['105'],
    }),
  );
  const table = (...rows: [string, string, string?][]): XmlElement =>
    xml(
      `<RETURN>${rows.map(([type, no, text = '']) => `<item><TYPE>${type}</TYPE><NUMBER>${no}</NUMBER><MESSAGE>${text}</MESSAGE></item>`).join('')}</RETURN>`,
    );
  it.each<[string, [string, string, string?][], string]>([
    ['none at all', [], 'success'],
    [
      'successes and warnings',
      [
        ['S', '1'],
        ['W', '2'],
        ['', '3'],
      ],
      'success',
    ],
    [
      'one refusal among successes',
      [
        ['S', '1'],
        ['E', '311', 'no stock'],
      ],
      'refused',
    ],
    [
      'refusals of several kinds',
      [
        ['E', '311'],
        ['A', '417'],
      ],
      'refused',
    ],
    [
      'a refusal beside what nobody lists',
      [
        ['E', '311'],
        ['E', '999'],
      ],
      'unclear',
    ],
    ['a code that is no yes', [['X', '1']], 'unclear'],
  ])('with %s', (_name, rows, kind) => {
    expect(judge.judgeWrite(table(...rows)).kind).toBe(kind);
  });
  it('gives the sentences of those that are no yes', () => {
    expect(judge.judgeWrite(table(['S', '1', 'fine'], ['E', '311', 'no stock'], ['E', '400', 'no price']))).toEqual({
      kind: 'refused',
      code: '311',
      message: 'no stock no price',
    });
  });
  it('with a code twice in a row is no yes', () => {
    expect(judge.judgeWrite(xml('<RETURN><item><TYPE>S</TYPE><TYPE>S</TYPE></item></RETURN>')).kind).toBe('unclear');
  });
});

describe('an attribute that says yes, with finer codes beside it', () => {
  const verdict = {
    code: ['read/status/@ok', 'write/status/@ok'],
    success: ['true'],
    reason: ['read/status/detail/code', 'write/status/detail/code'],
    message: 'write/status/detail/text',
    refused: ['USER_ERROR'],
    alreadyExists: ['DUP'],
    overloaded: ['BUSY'],
    sessionExpired: ['SESSION'],
  };
  const judge = judgeFor(Verdict.parse(verdict));
  it.each([
    ['<read><status ok="true"/></read>', 'success'],
    ['<write><status ok="true"/></write>', 'success'],
    ['<write><status ok="false"><detail><code>USER_ERROR</code></detail></status></write>', 'refused'],
    ['<write><status ok="false"><detail><code>DUP</code></detail></status></write>', 'already-exists'],
    ['<write><status ok="false"><detail><code>BUSY</code></detail></status></write>', 'overloaded'],
    ['<write><status ok="false"><detail><code>SESSION</code></detail></status></write>', 'session-expired'],
    [
      '<write><status ok="false"><detail><code>USER_ERROR</code></detail><detail><code>DUP</code></detail></status></write>',
      'unclear',
    ],
    ['<write><status ok="false"/></write>', 'unclear'],
    ['<write/>', 'unclear'],
  ])('%s is %s', (text, kind) => {
    expect(judge.judgeWrite(xml(text)).kind).toBe(kind);
  });
  it('reads no success into silence where two places disagree', () => {
    const silent = judgeFor(Verdict.parse({ ...verdict, whenNone: 'success' }));
    expect(silent.judgeWrite(xml('<write><status ok="true"/><status ok="false"/></write>')).kind).toBe('unclear');
  });
});

describe('rules for faults', () => {
  const judge = judgeFor(
    Verdict.parse({
      faults: [
        { http: 503, means: 'overloaded' },
        { code: 'Locked', text: '*try again*', means: 'overloaded' },
        { detail: { path: 'error/@id', is: '20*' }, means: 'refused' },
        { text: '*not found*', means: 'not-found' },
        { text: '*exists*', means: 'already-exists' },
      ],
    }),
  );
  const fault = (code: string, text: string, detail: XmlElement | null = null): Fault => ({
    code,
    codes: [code],
    text,
    detail,
  });
  it.each<[string, number, Fault | null, string | null]>([
    ['a status', 503, null, 'overloaded'],
    ['another status', 500, null, null],
    ['a code without its prefix, and its words', 500, fault('s:Locked', 'Please Try Again'), 'overloaded'],
    ['a code without its words', 500, fault('s:Locked', 'no'), null],
    ['a place in the detail', 500, fault('s:x', '', xml('<error id="2017"/>')), 'refused'],
    ['another place in the detail', 500, fault('s:x', '', xml('<error id="3017"/>')), null],
    ['words', 500, fault('s:x', 'Record exists already'), 'already-exists'],
    ['"not found"', 500, fault('s:x', 'Customer not found.'), 'not-found'],
  ])('%s', (_name, status, given, kind) => {
    expect(judge.judgeRefusal({ status, fault: given }, 'read')?.kind ?? null).toBe(kind);
  });
  it('"not found" of a write proves that nothing was made', () => {
    const refusal = { status: 500, fault: fault('s:x', 'Customer not found.') };
    expect(judge.judgeRefusal(refusal, 'write')?.kind).toBe('refused');
  });
});
