import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashedTexts } from './hubspot-signature-v2.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

it('hashes secret, method, address and body, in this order (HubSpot, "Validating requests", version 2)', () => {
  const request = { method: 'POST', pathAndQuery: '/webhook_uri', body: '{"example_field":"example_value"}' };
  const [text] = hashedTexts('yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy', request, ['https://www.example.com']);
  expect(text).toBe(
    'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyyPOSThttps://www.example.com/webhook_uri{"example_field":"example_value"}',
  );
  // The example of HubSpot's own page.
  expect(sha256(text ?? '')).toBe('9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900');
});

it('looks at each public address, with what HubSpot decodes decoded and not', () => {
  const request = { method: 'POST', pathAndQuery: '/a?b=c%40d', body: '' };
  expect(hashedTexts('s', request, ['https://one', 'https://two'])).toEqual([
    'sPOSThttps://one/a?b=c@d',
    'sPOSThttps://one/a?b=c%40d',
    'sPOSThttps://two/a?b=c@d',
    'sPOSThttps://two/a?b=c%40d',
  ]);
});
