import type { AssociationsRequest, CardContext, CardHost, FetchOptions, Properties } from '../card/host-api.ts';

/** The functions that HubSpot's SDK finds in its worker (`WorkersApi` in @hubspot/ui-extensions), answered by the page. */

export function actionsOf(host: CardHost) {
  return {
    addAlert: host.addAlert,
    reloadPage: host.reloadPage,
    fetchCrmObjectProperties: host.readProperties,
    refreshObjectProperties: host.refreshProperties,
    onCrmPropertiesUpdate: host.watchProperties,
    openIframeModal: (action: { uri: string; title?: string }) => host.openIframe(action.uri, action.title ?? ''),
    copyTextToClipboard: host.copyText,
    closeOverlay: host.closeOverlay,
    navigateToPage: () => Promise.resolve(),
  };
}

export function workerApiOf(host: CardHost, context: CardContext) {
  const actions = actionsOf(host);
  const whole = { context, actions, runServerlessFunction: noServerless };
  return {
    useExtensionContext: () => context,
    useExtensionActions: () => actions,
    useExtensionApi: () => whole,
    useAppPageLocation: () => ({ path: '/', params: {} }),
    fetchCrmProperties: async (names: string[], changed: (properties: Properties) => void) => {
      await host.watchProperties(names, changed);
      return answer({ data: await host.readProperties(names), cleanup: () => {} });
    },
    fetchAssociations: async (request: AssociationsRequest) =>
      answer({ data: await host.readAssociations(request), cleanup: () => {} }),
    fetchCrmSearch: () => Promise.resolve(answer({ error: 'search is not offered here' })),
    fetchHubSpotApi: () => Promise.reject(new Error('fetchHubSpotApi is not offered here')),
    formatCrmProperties: (request: { properties?: unknown }) => Promise.resolve(answer({ data: request.properties })),
  };
}

/** `hubspot.fetch`: goes to the page, which signs it and sends it on. Response headers never reach a card. */
export async function hsFetch(host: CardHost, url: string | URL, options: FetchOptions = {}): Promise<Response> {
  const headers = Object.fromEntries(new Headers(options.headers));
  const { status, body } = await host.fetch(String(url), { ...options, headers });
  return new Response(status === 204 ? null : body, { status, headers: { 'content-type': 'application/json' } });
}

const answer = (body: unknown) => ({ json: () => Promise.resolve(body) });

export const noServerless = (): Promise<never> =>
  Promise.reject(new Error('serverless functions are not offered here'));
