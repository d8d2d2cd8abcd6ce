import { z } from '@hono/zod-openapi';

/** A parameter of the query that may be there several times: one comes as a text, several as a list. */
export const oneOrMore = <T extends z.ZodType>(one: T, max: number) =>
  z
    .preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(one).min(1).max(max))
    .openapi({ type: 'array', items: { type: 'string' } });
