import { writeFileSync } from 'node:fs';
import { decodeJwt, importJWK, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { DIAL_TOKEN_MS } from '#contracts/enrolment';
import { AGENT, ownFolder, TENANT } from '../test/agent-link/material.ts';
import { homeAt, readJson } from './home.ts';
import { openKey } from './key.ts';

const NOW = 1_800_000_000_000;
const identity = { agentId: AGENT, tenantId: TENANT, gateway: 'https://gateway.example.com/path' };

it('a key is made once, and is the same ever after', async () => {
  const home = homeAt(ownFolder());
  const first = await openKey(home);
  expect((await openKey(home)).publicKey).toEqual(first.publicKey);
  expect((await openKey(homeAt(ownFolder()))).publicKey).not.toEqual(first.publicKey);
});

it('only its public half is told: the private one is in the file and nowhere in what the key shows', async () => {
  const home = homeAt(ownFolder());
  const key = await openKey(home);
  const { d } = readJson(home.key) as { d: string };
  expect(d).toHaveLength(43);
  expect(Object.keys(key.publicKey).sort()).toEqual(['crv', 'kty', 'x']);
  expect(JSON.stringify(key)).not.toContain(d);
});

it('a token names agent, tenant and the gateway’s origin, is good for a minute, and only the key’s own', async () => {
  const home = homeAt(ownFolder());
  const key = await openKey(home);
  const token = await key.sign(identity, NOW, 'token-id-of-16-chars');
  const check = { audience: 'https://gateway.example.com', issuer: AGENT, currentDate: new Date(NOW) };
  const { payload } = await jwtVerify(token, await importJWK({ ...key.publicKey }, 'EdDSA'), check);
  expect(payload).toMatchObject({ tenant: TENANT, jti: 'token-id-of-16-chars', iat: NOW / 1000 });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(DIAL_TOKEN_MS / 1000);
  const other = await openKey(homeAt(ownFolder()));
  const wrong = importJWK({ ...other.publicKey }, 'EdDSA');
  await expect(wrong.then((publicKey) => jwtVerify(token, publicKey, check))).rejects.toThrow(/signature/);
  expect(decodeJwt(token)).not.toHaveProperty('d');
});

it.each([
  ['null', 'null'],
  ['an empty object', '{}'],
  ['a list', '[]'],
  ['no private half', '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'],
  [
    'a private half of another length',
    '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"c2VjcmV0"}',
  ],
])(
  'a key’s file that holds %s is refused with its name and nothing of what it holds, and is left as it was',
  async (_what, text) => {
    const home = homeAt(ownFolder());
    writeFileSync(home.key, text);
    await expect(openKey(home)).rejects.toThrow(new Error(`${home.key} is damaged: it holds no key of an agent`));
    expect(readJson(home.key)).toEqual(JSON.parse(text));
  },
);
