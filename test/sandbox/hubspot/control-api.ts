import { Hono } from 'hono';
import { z } from 'zod';
import { objectTypeOf } from './object-types.ts';
import type { CrmRecords } from './records.ts';
import type { AccessTokens } from './tokens.ts';

/** One request that the stand-in answered. No bodies, no headers, no query: nothing secret. */
export interface LoggedRequest {
  method: string;
  path: string;
  status: number;
}

/** Faults that the next requests to the API get instead of an answer. */
export const OrderedFault = z.strictObject({
  status: z.union([z.literal(400), z.literal(401), z.literal(429), z.literal(500), z.literal(502), z.literal(503)]),
  times: z.int().min(1).max(1000).default(1),
});
export type OrderedFault = z.infer<typeof OrderedFault>;

export interface Control {
  records: CrmRecords;
  tokens: AccessTokens;
  faults: OrderedFault[];
  requests: LoggedRequest[];
  now: () => number;
}

const Properties = z.strictObject({ properties: z.record(z.string(), z.string().nullable()) });

/** `/control/…`: what tests need and HubSpot does not have. */
export function controlApi(control: Control): Hono {
  const api = new Hono();
  const recordOf = (typeName: string, id: string) => {
    const type = objectTypeOf(typeName);
    return type === null ? null : control.records.find(type, id);
  };

  api.get('/requests', (context) => context.json({ requests: control.requests }));

  api.post('/next', async (context) => {
    const faults = z
      .array(OrderedFault)
      .max(100)
      .safeParse(await context.req.json().catch(() => null));
    if (!faults.success) return context.json({ error: z.prettifyError(faults.error) }, 400);
    control.faults.push(...faults.data);
    return context.json({ faults: control.faults });
  });

  api.post('/expire-tokens', (context) => {
    control.tokens.expireAll(control.now());
    return context.json({});
  });

  api.patch('/objects/:type/:id', async (context) => {
    const record = recordOf(context.req.param('type'), context.req.param('id'));
    if (record === null) return context.json({ error: 'no such record' }, 404);
    const body = Properties.safeParse(await context.req.json().catch(() => null));
    if (!body.success) return context.json({ error: z.prettifyError(body.error) }, 400);
    control.records.write(record, body.data.properties, control.now());
    return context.json(record);
  });

  api.get('/:type/:id', (context) => {
    const record = recordOf(context.req.param('type'), context.req.param('id'));
    return record === null ? context.json({ error: 'no such record' }, 404) : context.json(record);
  });

  return api;
}
