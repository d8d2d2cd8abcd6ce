import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import { z } from 'zod';
import { findCards } from './card-bundles.ts';
import { CONDITIONS, createConditionSwitch } from './conditions.ts';
import { createCrmClient } from './crm-client.ts';
import { type LocalServer, serve } from './http-server.ts';
import { createProxy } from './proxy.ts';
import { recordsApi } from './records-api.ts';
import { SANDBOX_ACCOUNT } from './sandbox-account.ts';

export interface PreviewOptions {
  /** 0, the default, lets the system choose. */
  port?: number;
  /** Where the gateway really listens. */
  gateway: string;
  /** The gateway's public base URL: what cards call and what is signed. The real one by default. */
  publicUrl?: string;
  /** The CRM's REST API. */
  hubspot: string;
  /** Folder of built cards. */
  bundles: string;
  clientSecret: string;
  /** Folder of the built page. */
  page?: string;
  erpControl?: string | null;
  hostControl?: string | null;
  now?: () => number;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Neither the page nor a card in its worker can reach anything but this server. */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; object-src 'none'";

const ConditionChange = z.strictObject({ condition: z.enum(CONDITIONS) });

/** Serves the local CRM record page, the cards' bundles, the CRM's records, and the proxy to the gateway. */
export async function startPreview(options: PreviewOptions): Promise<LocalServer> {
  const now = options.now ?? Date.now;
  const publicUrl = (options.publicUrl ?? options.gateway).replace(/\/$/, '');
  const { portalId, appId, appName, timezone, user, clientId, refreshToken } = SANDBOX_ACCOUNT;
  const { clientSecret } = options;
  const proxy = createProxy({ publicUrl, gatewayUrl: options.gateway, clientSecret, portalId, appId, user, now });
  const crm = createCrmClient(options.hubspot, { clientId, clientSecret, refreshToken }, now);
  const conditions = createConditionSwitch({ erp: options.erpControl ?? null, host: options.hostControl ?? null });

  const app = new Hono();
  app.use('*', async (context, next) => {
    if (!isOwnPage(context.req.raw)) return context.json({ error: 'asked from another page' }, 403);
    await next();
    context.res.headers.set('cache-control', 'no-store');
    return undefined;
  });

  app.post('/proxy', async (context) => {
    const { http, envelope } = await proxy(await context.req.json().catch(() => null));
    return Response.json(envelope, { status: http });
  });
  app.route('/api/records', recordsApi(crm));
  app.get('/api/account', (context) =>
    context.json({ portalId, appId, appName, timezone, user, variables: { GATEWAY_URL: publicUrl } }),
  );
  app.get('/api/cards', async (context) => context.json({ cards: await findCards(options.bundles) }));
  app.get('/control/condition', (context) => context.json(conditions.state()));
  app.post('/control/condition', async (context) => {
    const change = ConditionChange.safeParse(await context.req.json().catch(() => null));
    if (!change.success) return context.json({ error: 'unknown condition' }, 400);
    const changed = await conditions.change(change.data.condition);
    return context.json(conditions.state(), changed ? 200 : 502);
  });

  app.get('/bundles/:file', (context) => file(options.bundles, context.req.param('file')));
  app.get('/assets/:file', (context) => file(join(pageFolder(options), 'assets'), context.req.param('file')));
  app.get('/', () => file(pageFolder(options), 'index.html'));

  return serve((request) => app.fetch(request), options.port ?? 0);
}

const pageFolder = (options: PreviewOptions): string => options.page ?? join(import.meta.dirname, 'dist');

/** Another site open in the same browser must not be able to sign requests here, nor a name that it points here. */
function isOwnPage(request: Request): boolean {
  const url = new URL(request.url);
  if (url.hostname !== '127.0.0.1' && url.hostname !== 'localhost') return false;
  const origin = request.headers.get('origin');
  return origin === null || origin === url.origin;
}

async function file(folder: string, name: string): Promise<Response> {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name)) return new Response('not found', { status: 404 });
  const bytes = await readFile(join(folder, name)).catch(() => null);
  if (bytes === null) return new Response('not found', { status: 404 });
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': type, 'content-security-policy': POLICY } });
}
