export interface JsonAnswer {
  status: number;
  ok: boolean;
  headers: Headers;
  /** Null where the answer was no JSON. */
  body: unknown;
}

/**
 * One request and its answer within a time; throws as fetch does. The timer ends with the answer: one that is left
 * running (as AbortSignal.timeout leaves it) keeps the object from hibernating.
 */
export async function fetchJson(url: string, init: RequestInit, timeoutMs: number): Promise<JsonAnswer> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    const response = await fetch(url, { ...init, signal: controller.signal });
    const body: unknown = await response.json().catch(() => null);
    return { status: response.status, ok: response.ok, headers: response.headers, body };
  } finally {
    clearTimeout(timer);
  }
}
