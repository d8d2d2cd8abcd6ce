import { env, SELF } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { app } from '../../gateway/app.ts';
import { GATEWAY_URL, OPERATOR_PASSPHRASE } from './bindings.ts';
import { askAsOperator } from './tenant-setup.ts';

const tenantRequest = { name: 'T', hubspot: { portalId: '5', refreshToken: 'r' } };

describe('the door of the operators is shut', () => {
  it.each(['', 'Open-the-gate-in-tests', `${OPERATOR_PASSPHRASE} `.repeat(2)])(
    'to the passphrase "%s"',
    async (passphrase) => {
      const response = await askAsOperator('/tenants', tenantRequest, passphrase);
      expect([response.status, await response.json()]).toMatchObject([401, { error: { code: 'operator.forbidden' } }]);
    },
  );

  it('to a request without one', async () => {
    const response = await SELF.fetch(`${GATEWAY_URL}/v1/operations/tenants`, { method: 'POST' });
    expect([response.status, await response.json()]).toMatchObject([401, { error: { code: 'operator.forbidden' } }]);
  });

  it.each([
    ['in production, also with the passphrase', { ...env, ENVIRONMENT: 'production' }],
    ['where nobody said which environment it is', { ...env, ENVIRONMENT: undefined }],
    ['in a sandbox without a passphrase', { ...env, OPERATOR_PASSPHRASE: undefined }],
  ])('%s', async (_name, bindings) => {
    const response = await app.request(
      `${GATEWAY_URL}/v1/operations/tenants`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${OPERATOR_PASSPHRASE}`, 'content-type': 'application/json' },
        body: JSON.stringify(tenantRequest),
      },
      bindings,
    );
    expect([response.status, await response.json()]).toMatchObject([401, { error: { code: 'operator.forbidden' } }]);
  });
});

describe('an operator', () => {
  it('who sets a portal up again gets the same tenant', async () => {
    const first = await (await askAsOperator('/tenants', tenantRequest)).json();
    expect(await (await askAsOperator('/tenants', tenantRequest)).json()).toEqual(first);
  });

  it('gets no code for a tenant that does not exist', async () => {
    const response = await askAsOperator('/tenants/t_0000000000000000/enrolment-codes');
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'request.invalid' } }]);
  });

  it('is told which fields are wrong, by 400 and without their values', async () => {
    const response = await askAsOperator('/tenants', {
      name: 'T',
      hubspot: { portalId: 'x', refreshToken: 'secret-r' },
    });
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).toContain('request.invalid');
    expect(text).not.toContain('secret-r');
  });

  it('who sends no JSON is told by 400 as well', async () => {
    const response = await SELF.fetch(`${GATEWAY_URL}/v1/operations/tenants`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OPERATOR_PASSPHRASE}`, 'content-type': 'application/json' },
      body: '{"name":',
    });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'request.invalid' } }]);
  });
});

describe('the Worker', () => {
  it('names missing settings, and never the values of others', async () => {
    const response = await app.request(
      `${GATEWAY_URL}/v1/operations/tenants`,
      { method: 'POST' },
      { ...env, SEAL_KEY: 'short' },
    );
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ ok: false, error: { code: 'defect.impossible-state' } });
  });

  it('answers that it is there', async () => {
    expect(await (await SELF.fetch(`${GATEWAY_URL}/health`)).json()).toEqual({ ok: true });
  });

  it.each(['/', '/v1', '/v1/operations', '/v2/card', '/v1/agent'])('has nothing at %s', async (path) => {
    const response = await SELF.fetch(`${GATEWAY_URL}${path}`);
    const { error } = await response.json<{ error: { code: string; correlationId: string } }>();
    expect([response.status, error.code]).toEqual(
      path === '/v1/operations' ? [401, 'operator.forbidden'] : [404, 'route.not-found'],
    );
    expect(error.correlationId).toMatch(/^[0-9a-f]{12}$/);
  });
});
