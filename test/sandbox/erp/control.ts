import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readBody } from './bodies.ts';
import type { Kontor } from './kontor.ts';
import { countOrders, ordersByReference } from './order-evidence.ts';
import type { SoapPort } from './soap-port.ts';

const BODY_BYTES_MAX = 262_144;
/** A caller may wait this long for orders to appear. */
const WAIT_MS_MAX = 60_000;

interface Controlled {
  kontor: Kontor;
  soap: SoapPort;
}

type Answer = { status: number; body: unknown };
const answer = (body: unknown): Answer => ({ status: 200, body });
const wrong = (status: number, sentence: string): Answer => ({ status, body: { error: sentence } });

/** The control port: what no ERP has, for tests and demos. Never reachable from outside: it listens on the loopback only. */
export function createControl(controlled: Controlled): Server {
  return createServer(async (request, response) => {
    const { status, body } = await route(controlled, request).catch((error: unknown) =>
      wrong(500, error instanceof Error ? error.message : 'unknown error'),
    );
    send(response, status, body);
  });
}

async function route(controlled: Controlled, request: IncomingMessage): Promise<Answer> {
  const { kontor, soap } = controlled;
  const url = URL.parse(request.url ?? '/', 'http://control');
  if (url === null) return wrong(400, 'This is not an address.');
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /knobs':
      return answer(kontor.knobs);
    case 'POST /knobs':
      return patchKnobs(kontor, request);
    case 'POST /down':
      soap.down();
      return answer({ listening: false });
    case 'POST /up':
      await soap.up();
      return answer({ listening: true });
    case 'POST /restart':
      kontor.restart();
      soap.dropConnections();
      return answer({ restarted: true });
    case 'GET /stats':
      return answer(kontor.stats.snapshot());
    case 'GET /calls':
      return answer({ calls: kontor.stats.timed() });
    case 'POST /stats/reset':
      kontor.stats.reset();
      return answer(kontor.stats.snapshot());
    case 'GET /orders/count':
      return answer({ count: countOrders(kontor.world.database) });
    case 'GET /orders':
      return ordersOf(kontor, url.searchParams);
    default:
      return wrong(404, `There is no ${request.method} ${url.pathname} here.`);
  }
}

async function patchKnobs(kontor: Kontor, request: IncomingMessage): Promise<Answer> {
  const body = await readBody(request, BODY_BYTES_MAX);
  if (typeof body === 'string') return wrong(400, `The body cannot be read: ${body}.`);
  let patch: unknown;
  try {
    patch = JSON.parse(body.text);
  } catch {
    return wrong(400, 'The body is not JSON.');
  }
  const problem = kontor.setKnobs(patch);
  return problem === null ? answer(kontor.knobs) : wrong(400, problem);
}

/** `reference`, and if wanted `atLeast` orders to wait for, `waitMs` at most; answers with what is there then. */
async function ordersOf(kontor: Kontor, query: URLSearchParams): Promise<Answer> {
  const reference = query.get('reference');
  if (reference === null) return wrong(400, 'Say which reference: /orders?reference=X.');
  const atLeast = Number(query.get('atLeast') ?? 0);
  const waitMs = Number(query.get('waitMs') ?? 0);
  if (!(atLeast >= 0) || !(waitMs >= 0 && waitMs <= WAIT_MS_MAX)) return wrong(400, 'atLeast or waitMs is not valid.');
  const found = () => ordersByReference(kontor.world.database, reference);
  if (found().length < atLeast && waitMs > 0) {
    await new Promise<void>((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        kontor.events.off('committed', look);
        resolve();
      };
      const look = () => {
        if (found().length >= atLeast) settle();
      };
      const timer = setTimeout(settle, waitMs);
      kontor.events.on('committed', look);
    });
  }
  return answer({ orders: found() });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8');
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}
