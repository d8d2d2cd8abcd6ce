import { expect, it } from 'vitest';
import { decodeForSigning, signV3 } from './signature.ts';

it('a signed URL has its twelve escapes undone and gives the known signature', () => {
  const uri = 'https://gw.example.com/v1/x?userEmail=a%40b.co&portalId=1';
  const signature = signV3('s', { method: 'GET', uri, body: '', timestampMs: 1_700_000_000_000 });
  expect(signature).toBe('OZu+4nyYwNJq2eGhYV64ZG//7OpkejSzxU5fhgkrit4=');
});

it('other escapes stay', () => {
  expect(decodeForSigning('/a%20b%2fc%26d%3b')).toBe('/a%20b/c%26d;');
});
