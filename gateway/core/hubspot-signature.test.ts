import { describe, expect, it } from 'vitest';
import { decodeUri, isTimely, signedTexts, WINDOW_MS } from './hubspot-signature.ts';

const NOW = 1_700_000_000_000;
const request = {
  method: 'GET',
  pathAndQuery: '/v1/x?userEmail=a%40b.co&portalId=1',
  body: '',
  timestamp: String(NOW),
};

async function signature(text: string): Promise<string> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes.encode('s'), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(text)))));
}

describe('what HubSpot may have signed', () => {
  // Values that HubSpot's own client library computes for the secret `s`.
  it('is the URI decoded, or as it was sent', async () => {
    const signatures = await Promise.all(signedTexts(request, ['https://gw.example.com']).map(signature));
    expect(signatures).toEqual([
      'OZu+4nyYwNJq2eGhYV64ZG//7OpkejSzxU5fhgkrit4=',
      '+CdS//9eQR2unvv9AEY24/co5+F4pw1kYyY6S2Wh7Uk=',
    ]);
  });

  it('is over any of our public addresses, and one text where decoding changes nothing', () => {
    const plain = { ...request, method: 'POST', pathAndQuery: '/a?b=1', body: '{"c":2}', timestamp: '7' };
    expect(signedTexts(plain, ['https://one.example', 'https://two.example'])).toEqual([
      'POSThttps://one.example/a?b=1{"c":2}7',
      'POSThttps://two.example/a?b=1{"c":2}7',
    ]);
  });
});

describe('decoding as HubSpot does', () => {
  it.each([
    ['%3A', ':'],
    ['%2F', '/'],
    ['%3F', '?'],
    ['%40', '@'],
    ['%21', '!'],
    ['%24', '$'],
    ['%27', "'"],
    ['%28', '('],
    ['%29', ')'],
    ['%2A', '*'],
    ['%2C', ','],
    ['%3B', ';'],
  ])('%s is %s, in either case of letters', (escaped, plain) => {
    expect(decodeUri(`/a${escaped}b`)).toBe(`/a${plain}b`);
    expect(decodeUri(`/a${escaped.toLowerCase()}b`)).toBe(`/a${plain}b`);
  });

  it.each(['%20', '%25', '%26', '%3D', '%2B', '%23', '%C3%A9', '%0A', '%'])('%s stays', (escaped) => {
    expect(decodeUri(`/a${escaped}b`)).toBe(`/a${escaped}b`);
  });

  it('an escape that decoding uncovers is not decoded again', () => {
    expect(decodeUri('/%2540')).toBe('/%2540');
  });
});

describe('a timestamp', () => {
  it.each([NOW, NOW - WINDOW_MS, NOW + WINDOW_MS])('of %i is within five minutes', (timestamp) => {
    expect(isTimely(String(timestamp), NOW)).toBe(true);
  });

  it.each([
    ['too old', String(NOW - WINDOW_MS - 1)],
    ['from the future', String(NOW + WINDOW_MS + 1)],
    ['in seconds', String(NOW / 1000)],
    ['empty', ''],
    ['not a number', 'NaN'],
    ['a number in words', '1.7e12'],
    ['with a sign', `-${NOW}`],
    ['with a blank', ` ${NOW}`],
  ])('that is %s is refused', (_name, timestamp) => {
    expect(isTimely(timestamp, NOW)).toBe(false);
  });
});
