import { createHmac, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { CREDENTIALS, FINE, GOOD, READ, scriptedForTests } from './login-material.ts';
import { askCustomer, type Script } from './scripted-erp.ts';

const scripted = scriptedForTests();

describe('NTLM', () => {
  const md4: { create(): { update(bytes: Buffer): { digest(): number[] } } } = createRequire(
    createRequire(import.meta.url).resolve('axios-ntlm/package.json'),
  )('js-md4');
  const hmac = (key: Buffer, ...parts: Buffer[]): Buffer =>
    parts.reduce((hash, part) => hash.update(part), createHmac('md5', key)).digest();
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

  /** The server's half, by MS-NLMP 3.3.2: what the response to its challenge must be. */
  function isProof(
    type3: Buffer,
    challenge: Buffer,
    { user, password, domain }: Record<'user' | 'password' | 'domain', string>,
  ) {
    const [length, offset] = [type3.readUInt16LE(20), type3.readUInt32LE(24)];
    const response = type3.subarray(offset, offset + length);
    const ntHash = Buffer.from(md4.create().update(utf16(password)).digest());
    const key = hmac(ntHash, utf16(user.toUpperCase() + domain));
    return response.subarray(0, 16).equals(hmac(key, challenge, response.subarray(16)));
  }
  function challengeMessage(challenge: Buffer): string {
    const name = utf16('ERP');
    const info = Buffer.concat([Buffer.from([2, 0, name.length, 0]), name, Buffer.alloc(4)]);
    const message = Buffer.alloc(48 + name.length + info.length);
    message.write('NTLMSSP\0', 0, 'ascii');
    message.writeUInt32LE(2, 8);
    message.writeUInt16LE(name.length, 12);
    message.writeUInt32LE(48, 16);
    // Unicode, NTLM2 key, target info.
    message.writeUInt32LE(0x00000001 | 0x00080000 | 0x00800000, 20);
    challenge.copy(message, 24);
    message.writeUInt16LE(info.length, 40);
    message.writeUInt32LE(48 + name.length, 44);
    name.copy(message, 48);
    info.copy(message, 48 + name.length);
    return message.toString('base64');
  }
  const document = {
    commands: READ,
    settings: { ...CREDENTIALS, domain: { about: 'Domain' } },
    login: { http: { type: 'ntlm', user: 'user', password: 'password', domain: 'domain' } },
  };
  const account = { user: 'agent', password: 'gehe:im-1', domain: 'ERP' };
  const server = (given: typeof account): Script => {
    const challenges = new Map<object, Buffer>();
    return ({ headers, socket, body }) => {
      const token = Buffer.from(/^NTLM (.*)$/.exec(headers.authorization ?? '')?.[1] ?? '', 'base64');
      if (token.length === 0 || token.readUInt32LE(8) === 1) {
        if (body !== '') throw new Error('the request left before the login');
        const challenge = randomBytes(8);
        challenges.set(socket, challenge);
        return {
          status: 401,
          body: '',
          headers: { 'www-authenticate': ['Negotiate', `NTLM ${challengeMessage(challenge)}`] },
        };
      }
      // The challenge belongs to this very connection.
      const challenge = challenges.get(socket);
      return challenge !== undefined && isProof(token, challenge, given) ? GOOD : { status: 401, body: '' };
    };
  };

  it('settles the login on the connection before the request leaves', async () => {
    const { erp, calls } = await scripted({ document, settings: account }, server(account));
    expect(await askCustomer(erp)).toMatchObject(FINE);
    expect(calls.map(({ body }) => body === '')).toEqual([true, false]);
    expect(await Promise.all([1, 2, 3].map(() => askCustomer(erp)))).toMatchObject([FINE, FINE, FINE]);
  });
  it('tells a wrong password, and a server that offers Negotiate alone', async () => {
    const wrong = await scripted({ document, settings: { ...account, password: 'other' } }, server(account));
    expect(await askCustomer(wrong.erp)).toMatchObject({ ok: false, error: { code: 'erp.credential-refused' } });
    const kerberos = await scripted({ document, settings: account }, () => ({
      status: 401,
      body: '',
      headers: { 'www-authenticate': 'Negotiate' },
    }));
    expect(await askCustomer(kerberos.erp)).toMatchObject({
      ok: false,
      error: { code: 'erp.credential-refused', detail: 'the server offers no NTLM' },
    });
    expect(kerberos.calls).toHaveLength(1);
  });
});
