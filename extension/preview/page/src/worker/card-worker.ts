import { createRemoteRoot, type RemoteChannel } from '@remote-ui/core';
import * as RemoteUI from '@remote-ui/react';
import { createEndpoint, type MessageEndpoint, retain } from '@remote-ui/rpc';
import * as React from 'react';
import type { CardContext, CardHost, CardWorker, FetchOptions } from '../card/host-api.ts';
import { CrashBoundary } from './crash-boundary.ts';
import { actionsOf, hsFetch, noServerless, workerApiOf } from './worker-api.ts';

/**
 * Runs one card as HubSpot's worker does: it sets the globals that a bundle built by HubSpot expects, loads the
 * bundle with importScripts, and renders into a remote tree that the page draws. `fetch` is not there, as in HubSpot.
 */

type Callback = (api: unknown) => React.ReactElement;
interface Scope extends MessageEndpoint {
  [name: string]: unknown;
}
declare const self: Scope;
declare function importScripts(url: string): void;

const endpoint = createEndpoint<CardWorker>(self);

const render: CardWorker['render'] = async (bundleUrl, channel, context, host) => {
  retain(channel);
  retain(host);
  try {
    show(load(bundleUrl, context, host), channel as unknown as RemoteChannel, context, host);
  } catch (error) {
    await host.crashed(error instanceof Error ? error.message : String(error));
  }
};
endpoint.expose({ render });

function load(bundleUrl: string, context: CardContext, host: CardHost): Callback {
  let callback: Callback | null = null;
  const quiet = () => {};
  Object.assign(self, {
    React,
    RemoteUI,
    __HUBSPOT_EXTENSION_WORKER__: true,
    extend_V2: (given: Callback) => {
      callback = given;
    },
    hsFetch: (url: string | URL, options?: FetchOptions) => hsFetch(host, url, options),
    hsWorkerAPI: workerApiOf(host, context),
    serverless: noServerless,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    fetch: undefined,
    XMLHttpRequest: undefined,
    WebSocket: undefined,
  });
  importScripts(bundleUrl);
  if (callback === null) throw new Error('the bundle did not call hubspot.extend');
  return callback;
}

function show(callback: Callback, channel: RemoteChannel, context: CardContext, host: CardHost): void {
  const root = createRemoteRoot(channel, { strict: false });
  const crashed = (message: string): void => {
    host.crashed(message).catch(() => {});
  };
  const card = callback({ context, actions: actionsOf(host), runServerlessFunction: noServerless });
  RemoteUI.createRoot(root).render(React.createElement(CrashBoundary, { crashed }, card));
  root.mount();
}
