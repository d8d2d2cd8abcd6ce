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
  /** With a 429: the seconds in its `retry-after`; without it, there is no such header. */
  retryAfterS: z.int().min(1).max(86_400).optional(),
});
export type OrderedFault = z.infer<typeof OrderedFault>;

export interface Control {
  records: CrmRecords;
  tokens: AccessTokens;
  faults: OrderedFault[];
  requests: LoggedRequest[];
  now: () => number;
}

const amount = z.string().regex(/^-?\d{1,9}(\.\d{1,3})?$/);
/** A deal of a company of the cast. */
const NewDeal = z.strictObject({
  dealId: z.string().regex(/^\d{1,18}$/),
  name: z.string().max(300),
  customerId: z.string().regex(/^\d{1,10}$/),
  stage: z.enum(['open', 'won']),
  lines: z.array(z.strictObject({ itemId: z.string().max(40), quantity: amount, unitPrice: amount })).max(1000),
});

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

  api.post('/deals', async (context) => {
    const deal = NewDeal.safeParse(await context.req.json().catch(() => null));
    if (!deal.success) return context.json({ error: z.prettifyError(deal.error) }, 400);
    if (recordOf('deals', deal.data.dealId) !== null) return context.json({ error: 'there is such a deal' }, 409);
    control.records.addDeal(deal.data);
    return context.json({}, 201);
  });

  api.post('/expire-tokens', (context) => {
    control.tokens.expireAll(control.now());
    return context.json({});
  });

  api.delete('/objects/:type/:id', (context) => {
    const record = recordOf(context.req.param('type'), context.req.param('id'));
    if (record === null) return context.json({ error: 'no such record' }, 404);
    control.records.archive(record.type, record.id);
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
