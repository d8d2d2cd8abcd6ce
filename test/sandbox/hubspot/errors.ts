/** HubSpot's error body. `correlationId` is theirs, a UUID, not ours. */
export interface HubspotError {
  http: number;
  message: string;
  category?: string;
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** The answer that HubSpot gives for an error ("Handle errors" in its API guide). */
export function errorAnswer(error: HubspotError): Response {
  const body = {
    status: 'error',
    message: error.message,
    correlationId: crypto.randomUUID(),
    ...(error.category === undefined ? {} : { category: error.category }),
    ...error.more,
  };
  return Response.json(body, { status: error.http, headers: error.headers ?? {} });
}

export const notAuthenticated = (): HubspotError => ({
  http: 401,
  category: 'INVALID_AUTHENTICATION',
  message:
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
});

export const expired = (secondsAgo: number): HubspotError => ({
  http: 401,
  category: 'EXPIRED_AUTHENTICATION',
  message: `The OAuth token used to make this call expired ${secondsAgo} second(s) ago.`,
});

export const notFound = (id: string): HubspotError => ({
  http: 404,
  category: 'OBJECT_NOT_FOUND',
  message: 'Object not found.  objectId are usually numeric.',
  more: { context: { id: [id] }, subCategory: 'crm.object_not_found' },
});

export const noSuchPath = (): HubspotError => ({ http: 404, message: 'resource not found' });

export const invalid = (message: string, errors?: unknown[]): HubspotError => ({
  http: 400,
  category: 'VALIDATION_ERROR',
  message,
  ...(errors === undefined ? {} : { more: { errors } }),
});

/** "API usage guidelines and limits": the body of a 429. */
export const tooMany = (policy: 'TEN_SECONDLY_ROLLING' | 'DAILY', headers: Record<string, string>): HubspotError => ({
  http: 429,
  message:
    policy === 'DAILY' ? 'You have reached your daily limit.' : 'You have reached your ten_secondly_rolling limit.',
  headers,
  more: { errorType: 'RATE_LIMIT', policyName: policy, requestId: crypto.randomUUID() },
});

/** A fault that a test ordered. */
export function orderedFault(status: number, retryAfterS?: number): HubspotError {
  if (status === 429) {
    return tooMany('TEN_SECONDLY_ROLLING', retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) });
  }
  if (status === 401) return expired(5);
  if (status === 400) {
    return invalid('Property values were not valid: a rule of this account refuses the change', [
      { message: 'A rule of this account refuses the change', code: 'CONDITIONAL_REQUIRED_PROPERTY' },
    ]);
  }
  return { http: status, message: 'There was a problem with the request.' };
}
