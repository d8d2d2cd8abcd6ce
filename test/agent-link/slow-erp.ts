import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { answered, LOGIN_ANSWER } from '../agent-erp/wire.ts';

const XML = { 'content-type': 'text/xml; charset=utf-8' };

/** An ERP that logs anybody in, keeps an order waiting for its answer until the test lets it go, and never answers a read. */
export async function openSlowErp() {
  let order = Promise.withResolvers<ServerResponse>();
  let reads = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      // It serves no WSDL.
      if (request.method === 'GET') response.writeHead(404).end();
      else if (String(request.headers.soapaction).includes('Anmelden')) response.writeHead(200, XML).end(LOGIN_ANSWER);
      else if (String(request.headers.soapaction).includes('AuftragAnlegen')) order.resolve(response);
      else reads += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** Resolves once an order has come. */
    asked: async (): Promise<void> => {
      await order.promise;
    },
    /** Reads that have come. */
    reads: () => reads,
    answer: async (): Promise<void> => {
      const waiting = await order.promise;
      order = Promise.withResolvers();
      waiting.writeHead(200, XML).end(answered('AuftragAnlegen', '<AuftragsNr>0000071203</AuftragsNr>'));
    },
  };
}
