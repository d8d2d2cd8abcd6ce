import { type LocalServer, serve } from '../../extension/preview/http-server.ts';

/** What the CRM page's developer bar may do to the agent's host: POST /agent/stop, POST /agent/start. */
export async function startHostControl(agent: {
  startAgent(): Promise<void>;
  stopAgent(): Promise<void>;
}): Promise<LocalServer & { stop(): Promise<void> }> {
  const server = await serve(async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'POST') return Response.json({ error: 'use POST' }, { status: 405 });
    if (pathname === '/agent/start') await agent.startAgent();
    else if (pathname === '/agent/stop') await agent.stopAgent();
    else return Response.json({ error: 'no such address' }, { status: 404 });
    return Response.json({ ok: true });
  }, 0);
  return { ...server, stop: () => server.close() };
}
