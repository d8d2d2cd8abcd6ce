import { z } from '@hono/zod-openapi';
import { CardError } from '#contracts/card-api';

const schema = z.object({ ok: z.literal(false), error: CardError });

/** Any failure of a route that is not a card's; the status follows the category. */
export const FailureAnswer = { default: { description: 'Why not', content: { 'application/json': { schema } } } };
