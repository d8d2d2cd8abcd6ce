import { createRemoteReceiver, type RemoteReceiver } from '@remote-ui/core';
import { createEndpoint, fromWebWorker } from '@remote-ui/rpc';
import type { CardContext, CardHost, CardWorker, FetchOptions } from './host-api.ts';

/** A running card: its tree, as the page draws it, and the worker behind it. */
export interface CardSession {
  receiver: RemoteReceiver;
  end(): void;
}

/** Starts a worker that loads the bundle. It must be ended, or it runs on. */
export function startCard(bundleUrl: string, context: CardContext, host: CardHost): CardSession {
  const worker = new Worker('/assets/card-worker.js');
  const receiver = createRemoteReceiver();
  const endpoint = createEndpoint<CardWorker>(fromWebWorker(worker), { callable: ['render'] });
  worker.addEventListener('error', (event) => {
    // An error in an event handler of the card does not end it; one while its worker starts does.
    if (receiver.attached.root.children.length === 0) host.crashed(event.message).catch(() => {});
  });
  endpoint.call.render(bundleUrl, receiver.receive as never, context, host).catch((error: unknown) => {
    host.crashed(error instanceof Error ? error.message : String(error)).catch(() => {});
  });
  return {
    receiver,
    end() {
      endpoint.terminate();
      worker.terminate();
    },
  };
}

interface Envelope {
  status: 'success' | 'error';
  responseBody?: unknown;
}

/** Sends a card's request through the proxy and takes it out of HubSpot's envelope, as `hubspot.fetch` does. */
export async function fetchThroughProxy(url: string, options: FetchOptions): Promise<{ status: number; body: string }> {
  const answer = await fetch('/proxy', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...options, url }),
  });
  const envelope = (await answer.json()) as Envelope;
  if (envelope.status === 'success')
    return { status: answer.status, body: JSON.stringify(envelope.responseBody ?? null) };
  return { status: answer.status, body: JSON.stringify(envelope) };
}
