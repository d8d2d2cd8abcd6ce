import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectorDocument } from '#contracts/connector';
import { asciiOf, escapeAttribute, escapeText } from './soap/xml-text.ts';
import { hiderOf, secretTexts } from './spellings.ts';

const hidden = (secret: string, text: string): string => hiderOf([secret], '***')(text);

describe('a secret is hidden', () => {
  it.each([
    ['as it is', 'ge&heim<4711'],
    ['escaped', 'ge&amp;heim&lt;4711'],
    ['escaped twice', 'ge&amp;amp;heim&amp;lt;4711'],
    ['escaped three times', 'ge&amp;amp;amp;heim&amp;amp;lt;4711'],
    ['by numbers', 'ge&#38;heim&#x3C;4711'],
    ['in an address', 'ge%26heim%3c4711'],
    ['in an address that stands in another', 'ge%2526heim%253C4711'],
    ['in JSON', 'ge\\u0026heim\\u003c4711'],
    ['in one part only', 'ge&amp;heim<4711'],
    ['as base64', Buffer.from('ge&heim<4711').toString('base64')],
  ])('%s', (_how, written) => {
    expect(hidden('ge&heim<4711', `Kennwort ${written}, falsch`)).toBe('Kennwort ***, falsch');
  });

  it('whatever it is made of, in each of the ways and in two at once', () => {
    const ways: ((text: string) => string)[] = [
      (text) => text,
      escapeText,
      escapeAttribute,
      (text) => asciiOf(escapeText(text)),
      (text) => JSON.stringify(text).slice(1, -1),
      encodeURIComponent,
      (text) => new URLSearchParams([['', text]]).toString().slice(1),
    ];
    const secret = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.isWellFormed());
    const way = fc.constantFrom(...ways);
    fc.assert(
      fc.property(secret, way, (text, write) => {
        expect(hidden(text, write(text))).toBe('***');
      }),
    );
    const marks = fc.string({ unit: fc.constantFrom('a', '7', '&', '<', '>', '"', "'", ' ', 'ü'), minLength: 1 });
    fc.assert(
      fc.property(marks, way, (text, write) => {
        expect(hidden(`x${text}x`, escapeText(write(`x${text}x`)))).toBe('***');
      }),
    );
  });

  it('the longer of two first, so that no end of it is left', () => {
    expect(hiderOf(['secret', 'secret&more'], '***')('secret&amp;more')).toBe('***');
  });

  it('and not what only looks like it', () => {
    expect(hidden('a.c+(d', 'abc+(d a.cc(d')).toBe('abc+(d a.cc(d');
    expect(hiderOf([''], '***')('text')).toBe('text');
  });
});

describe('a secret that a text was cut in is hidden', () => {
  const secret = 'geh<eim&4711';
  const text = 'Die Anmeldung am Mandanten 100 wurde abgelehnt, denn das Kennwort stimmt nicht: ';
  // Three letters tell nobody anything, nor does what was begun of the fourth.
  it.each([
    ['as it is', secret, 'geh'],
    ['escaped', 'geh&lt;eim&amp;4711', 'geh&lt'],
    ['in an address', 'geh%3Ceim%264711', 'geh%3'],
    ['in JSON', 'geh\\u003ceim\\u00264711', 'geh\\u003'],
    ['as base64', Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('base64').slice(0, 3)],
  ])('%s, wherever the cut is', (_how, written, least) => {
    for (let kept = 1; kept <= written.length; kept += 1) {
      const cut = written.slice(0, kept);
      expect(hidden(secret, text + cut).slice(text.length)).toBe(kept > least.length ? '***' : cut);
    }
  });

  it('and not a word that a text ends with by itself, nor what begins like it elsewhere', () => {
    expect(hidden('Kennwort1', 'Falsches Kennwort')).toBe('Falsches Kennwort');
    expect(hidden('Kennwort1', `Kennwort ${text}`)).toBe(`Kennwort ${text}`);
    const user = 'drawbridge-integration';
    const document = {
      settings: { password: { secret: true } },
      login: { http: { type: 'basic', user: 'user', password: 'password' } },
    };
    const secrets = secretTexts(document as unknown as ConnectorDocument, { user, password: 'geheim-1' });
    for (const fault of [`${text}${user} fehlt die Rolle VERTRIEB`, `${text}${user}`])
      expect(hiderOf(secrets, '***')(fault)).toBe(fault);
  });

  it('however long it is', () => {
    const long = 'a'.repeat(5_000);
    expect(hidden(long, text + long.slice(0, 1_500))).toBe(`${text}***`);
    // And however long the text is.
    expect(hidden('geheim-1', `${'x'.repeat(2_000_000)}gehe`)).toHaveLength(2_000_003);
  });
});

it('what HTTP Basic sends is a secret as well', () => {
  const document = {
    settings: { user: { secret: false }, password: { secret: true } },
    login: { http: { type: 'basic', user: 'user', password: 'password' } },
  } as unknown as ConnectorDocument;
  const secrets = secretTexts(document, { user: 'Jörg', password: 'gehe:im-1', other: 'x' });
  const pair = Buffer.from('Jörg:gehe:im-1').toString('base64');
  expect(secrets).toEqual(['gehe:im-1', pair]);
  const sent = `Basic ${pair}`;
  expect(hiderOf(secrets, '***')(sent)).toBe('Basic ***');
});
