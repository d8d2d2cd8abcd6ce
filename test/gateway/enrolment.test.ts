import { afterEach, describe, expect, it, vi } from 'vitest';
import { askToEnrol, issueCode, makeKey, setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const refusal = async (response: Response) => {
  const { error } = await response.json<{ error: { code: string } }>();
  return [response.status, error.code];
};

describe('an enrolment code', () => {
  it('makes one agent of its tenant, and the same key gets the same agent again', async () => {
    const { tenantId } = await setUpTenant();
    const code = await issueCode(tenantId);
    const { publicKey } = await makeKey();
    const first = await askToEnrol(code, publicKey);
    expect(first.status).toBe(201);
    const enrolment = await first.json();
    expect(enrolment).toEqual({ ok: true, tenantId, agentId: expect.stringMatching(/^a_[0-9a-f]{16}$/) });
    const again = await askToEnrol(code, publicKey);
    expect([again.status, await again.json()]).toEqual([201, enrolment]);
  });

  it('that is used refuses another key', async () => {
    const code = await issueCode((await setUpTenant()).tenantId);
    await askToEnrol(code, (await makeKey()).publicKey);
    expect(await refusal(await askToEnrol(code, (await makeKey()).publicKey))).toEqual([401, 'enrolment.code-invalid']);
  });

  it('makes one agent when two keys ask at once', async () => {
    const code = await issueCode((await setUpTenant()).tenantId);
    const keys = await Promise.all([makeKey(), makeKey(), makeKey()]);
    const answers = await Promise.all(keys.map(({ publicKey }) => askToEnrol(code, publicKey)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
  });

  it('is read as a person types it', async () => {
    const code = await issueCode((await setUpTenant()).tenantId);
    expect((await askToEnrol(` ${code.toLowerCase()} `, (await makeKey()).publicKey)).status).toBe(201);
  });

  it('is good for nothing after 15 minutes', async () => {
    const code = await issueCode((await setUpTenant()).tenantId);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 });
    expect(await refusal(await askToEnrol(code, (await makeKey()).publicKey))).toEqual([401, 'enrolment.code-expired']);
  });

  it('that was never issued is refused', async () => {
    expect(await refusal(await askToEnrol('0000-0000-0000', (await makeKey()).publicKey))).toEqual([
      401,
      'enrolment.code-invalid',
    ]);
  });

  it.each(['', '0000', '0000-0000-000U', `0000-0000-0000' OR 1=1 --`])('"%s" is no code at all', async (code) => {
    expect(await refusal(await askToEnrol(code, (await makeKey()).publicKey))).toEqual([400, 'request.invalid']);
  });
});
