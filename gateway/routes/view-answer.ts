import type { Context, TypedResponse } from 'hono';
import { failure } from '#contracts/errors';
import type { AppEnv } from '../app-env.ts';
import { withinMs } from '../durable/within-ms.ts';
import { type JsonText, jsonAnswer, jsonText } from '../json-text.ts';
import { failureBody } from '../middleware/failure-response.ts';
import { mayAskAgain, wordsOf } from '../object-error.ts';
import { tenantOf } from '../stubs.ts';

/** What a card is promised. A second ask that takes longer is not waited for: the card asks again. */
const ANSWER_WITHIN_MS = 2_500;

/**
 * The answer to what a card reads. A read that was cut off is asked once more; what else is thrown, and what the second
 * ask throws, app.ts answers. For reads only: nobody knows how far a write came before it was cut off, so it is left to
 * whoever sent it to say it again.
 */
export async function viewAnswer<T>(
  c: Context<AppEnv>,
  view: (tenant: AppEnv['Variables']['tenant']) => Promise<JsonText<T>>,
): Promise<Response & TypedResponse<T, 200, 'json'>> {
  const askedAt = Date.now();
  try {
    return jsonAnswer(await view(c.var.tenant));
  } catch (error) {
    if (!mayAskAgain(error)) throw error;
    const again = view(tenantOf(c.env, c.var.tenantId));
    const text = await withinMs(again, askedAt + ANSWER_WITHIN_MS - Date.now());
    if (text !== null) return jsonAnswer(text);
    const late = failure('gateway.unavailable', { detail: `asked again, and late: ${wordsOf(error)}` });
    return jsonAnswer(jsonText(failureBody(c, late)) as string as JsonText<T>);
  }
}
