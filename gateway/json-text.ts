import type { TypedResponse } from 'hono';

/** An answer that is already JSON text: written once in the tenant's object, and passed through as it is. */
export type JsonText<T> = string & { readonly answer: T };

export const jsonText = <T>(answer: T): JsonText<T> => JSON.stringify(answer) as JsonText<T>;

/** The text as a response with status 200; Hono's typing is told what is in it. */
export const jsonAnswer = <T>(text: JsonText<T>): Response & TypedResponse<T, 200, 'json'> =>
  new Response(text, { headers: { 'content-type': 'application/json' } }) as Response & TypedResponse<T, 200, 'json'>;
