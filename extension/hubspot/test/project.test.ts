/**
 * The project files have the shape that HubSpot's upload expects. Its own check needs the network and an account,
 * so the rules that are known from its tools and its documentation are held here.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = join(PROJECT, 'src');

interface Meta {
  uid: string;
  type: string;
  config: Record<string, unknown>;
}
const read = (path: string): unknown => JSON.parse(readFileSync(join(PROJECT, path), 'utf8'));
const metaFiles = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('-hsmeta.json'),
);
const metas = metaFiles.map((path) => ({ path, meta: read(`src/${path}`) as Meta }));
const app = read('src/app/app-hsmeta.json') as {
  config: { distribution: string; auth: Record<string, unknown>; permittedUrls: { fetch: string[] } };
};
const profiles = readdirSync(SOURCE)
  .filter((name) => /^hsprofile\.[^.]+\.json$/.test(name))
  .map((name) => ({
    name,
    profile: read(`src/${name}`) as { accountId: unknown; variables: Record<string, unknown> },
  }));

test('the project names its folder and a platform version that HubSpot’s tools take', () => {
  expect(read('hsproject.json')).toEqual({ name: 'drawbridge', srcDir: 'src', platformVersion: '2026.03' });
});

test('every description has a unique and valid uid, and only the fields that are known', () => {
  const uids = metas.map(({ meta }) => meta.uid);
  expect(new Set(uids).size).toBe(uids.length);
  for (const { meta } of metas) {
    expect(meta.uid).toMatch(/^[a-zA-Z0-9_\-.]{1,64}$/);
    expect(Object.keys(meta).sort()).toEqual(['config', 'type', 'uid']);
  }
});

test('every description lies in the folder of its type', () => {
  const folders: Record<string, string> = {
    app: 'app',
    card: 'app/cards',
    webhooks: 'app/webhooks',
    'workflow-action': 'app/workflow-actions',
  };
  for (const { path, meta } of metas) expect(dirname(path)).toBe(folders[meta.type]);
  expect(metas.map(({ meta }) => meta.type).sort()).toEqual([
    'app',
    ...Array(5).fill('card'),
    'webhooks',
    'workflow-action',
  ]);
});

test('every card says where it stands, for which records, and its entry file exists', () => {
  const cards = metas.filter(({ meta }) => meta.type === 'card');
  for (const { meta } of cards) {
    expect(Object.keys(meta.config).sort()).toEqual(['description', 'entrypoint', 'location', 'name', 'objectTypes']);
    expect(['crm.record.tab', 'crm.record.sidebar']).toContain(meta.config.location);
    expect(existsSync(join(SOURCE, String(meta.config.entrypoint)))).toBe(true);
  }
  expect(cards.flatMap(({ meta }) => meta.config.objectTypes).sort()).toEqual([
    'companies',
    'companies',
    'companies',
    'contacts',
    'deals',
    'tickets',
  ]);
  for (const file of ['package.json', 'tsconfig.json']) expect(existsSync(join(SOURCE, 'app/cards', file))).toBe(true);
});

/** The config of the only description of this type. */
const only = <T>(type: string): T => metas.find(({ meta }) => meta.type === type)?.meta.config as T;

test('the workflow action calls the gateway, for deals only, and names a label for each way it can fail', () => {
  const action = only<{
    actionUrl: string;
    objectTypes: string[];
    outputFields: { typeDefinition: { name: string } }[];
    executionRules: { labelName: string; conditions: Record<string, string> }[];
    labels: { en: { executionRules: Record<string, string>; outputFieldLabels: Record<string, string> } };
  }>('workflow-action');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: HubSpot's own placeholder
  expect(action.actionUrl).toBe('${GATEWAY_URL}/v1/hubspot/workflow-actions/send-deal');
  expect(action.objectTypes).toEqual(['DEAL']);
  const outputs = action.outputFields.map(({ typeDefinition }) => typeDefinition.name);
  expect(outputs).toEqual(['erp_status', 'erp_order_number', 'erp_problem']);
  expect(Object.keys(action.labels.en.outputFieldLabels)).toEqual(outputs);
  expect(Object.keys(action.labels.en.executionRules)).toEqual(action.executionRules.map(({ labelName }) => labelName));
  expect(app.config.auth.requiredScopes).toContain('automation');
});

test('the webhooks go to the gateway, and only the stage of deals is asked for', () => {
  const webhooks = only<{ settings: { targetUrl: string }; subscriptions: { crmObjects: object[] } }>('webhooks');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: HubSpot's own placeholder
  expect(webhooks.settings.targetUrl).toBe('${GATEWAY_URL}/v1/hubspot/events');
  expect(webhooks.subscriptions.crmObjects).toEqual([
    { subscriptionType: 'object.propertyChange', objectType: 'deal', propertyName: 'dealstage', active: true },
  ]);
});

test('an app for many accounts signs in with OAuth and asks for no more than it uses', () => {
  expect(app.config.distribution).toBe('marketplace');
  expect(app.config.auth).toMatchObject({ type: 'oauth' });
  const scopes = app.config.auth.requiredScopes as string[];
  expect(scopes).toContain('oauth');
  // HubSpot refuses hubspot.fetch to apps with scopes for sensitive data.
  expect(scopes.filter((scope) => /sensitive/.test(scope))).toEqual([]);
});

test.each(profiles)(
  '$name gives every variable a value, and every address is https and never this machine',
  ({ profile }) => {
    expect(profile.accountId).toEqual(expect.any(Number));
    const used = [...JSON.stringify(metas.map(({ meta }) => meta)).matchAll(/\$\{(\w+)\}/g)].map(([, name]) =>
      String(name),
    );
    expect(used).toContain('GATEWAY_URL');
    for (const name of used) {
      const url = new URL(String(profile.variables[name]));
      expect(url.protocol).toBe('https:');
      expect(url.hostname).not.toMatch(/^(localhost|127\.|\[)/);
    }
    const origin = String(profile.variables.GATEWAY_URL);
    expect(new URL(origin).origin).toBe(origin);
  },
);

test('the cards may fetch from the gateway and from nowhere else', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: HubSpot's own placeholder, filled in from a profile
  expect(app.config.permittedUrls.fetch).toEqual(['${GATEWAY_URL}']);
  expect(profiles.map(({ name }) => basename(name)).sort()).toEqual(['hsprofile.dev.json', 'hsprofile.prod.json']);
});
