import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { XmlDocument } from 'libxml2-wasm';
import { childrenOf, ENVELOPES, readRequest, type StubRequest, type StubService } from './read-request.ts';
import type { StubOperation } from './wsdl-text.ts';

/** What the door in front of the services asks for. */
export interface StubDoor {
  /** The value of the Authorization header. */
  authorization?: string | undefined;
  /** A login that opens a session: the operation, and the text that every other request must carry from then on. */
  session?: { operation: string; path: string | string[]; text: string } | undefined;
  /** Headers without which nothing is served, by their path of local names. */
  headers?: readonly string[] | undefined;
  /** Paths whose answers say that they are UTF-16 and are UTF-8, without a charset in the Content-Type. */
  declaresUtf16?: readonly string[] | undefined;
}

/** One request as it came, with what the stub makes of it. */
export interface StubCall {
  path: string;
  operation: string;
  body: string;
  soapAction: string;
  version: '1.1' | '1.2';
  /** Null: taken. */
  refused: string | null;
  /** What is wrong with the answer that was ordered; null for none. */
  answerProblem: string | null;
}

export interface Stub {
  origin: string;
  calls: readonly StubCall[];
  close(): Promise<void>;
}

export interface StubParts {
  /** Null: no WSDL is there, so everything is taken. */
  services: readonly StubService[] | null;
  door: StubDoor;
  /** What stands in the body of the answer to a call; undefined: none is ordered. */
  answer: (call: { path: string; operation: string; body: string }) => { body: string; fault: boolean } | undefined;
}

const envelopeOf = (version: '1.1' | '1.2', body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><e:Envelope xmlns:e="${ENVELOPES[version]}"><e:Body>${body}</e:Body></e:Envelope>`;
const faultOf = (text: string): string =>
  `<e:Fault><faultcode>e:Client</faultcode><faultstring>${text.replace(/[<&]/g, ' ')}</faultstring></e:Fault>`;

/** The answer must be what the schema says as well: else a golden case proves nothing. */
function answerProblem(xml: string, operation: StubOperation, { check }: StubService): string | null {
  // Section 5 of SOAP 1.1 names each array by the encoding's own type, from which the declared one does not derive.
  const comparable = operation.isEncoded ? xml.replace(/ xsi:type="[\w.-]+:Array"/g, '') : xml;
  const document = XmlDocument.fromString(comparable);
  try {
    const [sent] = childrenOf(document.root).flatMap(childrenOf);
    if (sent === undefined) return 'an empty body';
    const { style, name, namespaces, response } = operation;
    const wanted =
      style === 'rpc' ? `{${namespaces.response}}${name}Response` : `{${response[0]?.namespace}}${response[0]?.local}`;
    const given = `{${sent.namespaceUri}}${sent.name}`;
    return given === wanted ? (check.problemsOf(sent)[0] ?? null) : `${given} where ${wanted} was expected`;
  } finally {
    document.dispose();
  }
}

/** Why the door stays shut; null where it opens. */
function refusalAtDoor(door: StubDoor, request: StubRequest, operation: string, headers: ReadonlyMap<string, string>) {
  if (door.authorization !== undefined && request.authorization !== door.authorization) return 'no login';
  const { session } = door;
  if (session !== undefined && operation !== session.operation) {
    const paths = [session.path].flat();
    if (!paths.some((path) => headers.get(path) === session.text)) return `no session at ${paths.join(' or ')}`;
  }
  const missing = operation === session?.operation ? undefined : door.headers?.find((path) => !headers.has(path));
  return missing === undefined ? null : `the header ${missing} is missing`;
}

/** The name by which a call goes where no WSDL is there: the element in the body. */
const bodyName = (body: string): string => /:Body><(?:[^:>\s]+:)?([^\s/>]+)/.exec(body)?.[1] ?? '';

/** An ERP that takes what its WSDL allows and nothing else, on loopback. */
export async function openStub({ services, door, answer }: StubParts): Promise<Stub> {
  const calls: StubCall[] = [];
  const sockets = new Set<Socket>();

  const serve = (request: StubRequest): { status: number; version: '1.1' | '1.2'; xml: string } => {
    const version = request.contentType.startsWith('application/soap+xml') ? '1.2' : '1.1';
    const reading = services === null ? null : readRequest(request, services);
    const operation = reading?.ok ? reading.operation.name : bodyName(request.body);
    const shut = reading?.ok ? refusalAtDoor(door, request, operation, reading.headers) : null;
    const refused = reading?.ok === false ? reading.problem : shut;
    const call = { path: request.path, operation, body: request.body };
    const note = (problem: string | null, why: string | null): void => {
      const soapAction = (request.soapAction ?? '').replace(/^"(.*)"$/, '$1');
      calls.push({ ...call, soapAction, version, refused: why, answerProblem: problem });
    };
    if (refused !== null) {
      note(null, refused);
      const status = reading?.ok === false ? reading.status : 401;
      return { status, version, xml: envelopeOf(version, faultOf(refused)) };
    }
    const ordered = answer(call);
    if (ordered === undefined) {
      note(null, `no answer is ordered for ${operation}`);
      return { status: 500, version, xml: envelopeOf(version, faultOf('no answer')) };
    }
    const xml = envelopeOf(version, ordered.body);
    const service = services?.find(({ path }) => path === request.path);
    const checked = reading?.ok && service !== undefined && !ordered.fault;
    note(checked ? answerProblem(xml, reading.operation, service) : null, null);
    return { status: ordered.fault ? 500 : 200, version, xml };
  };

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { headers, url = '/', method = '' } = incoming;
      const contentType = headers['content-type'] ?? '';
      const soapAction =
        headers.soapaction === undefined ? /action="([^"]*)"/.exec(contentType)?.[1] : String(headers.soapaction);
      const body = Buffer.concat(chunks).toString('utf8');
      const { authorization } = headers;
      const { status, version, xml } = serve({ method, path: url, contentType, soapAction, authorization, body });
      const type = version === '1.2' ? 'application/soap+xml' : 'text/xml';
      if (door.declaresUtf16?.includes(url))
        outgoing.writeHead(status, { 'content-type': type }).end(xml.replace('encoding="utf-8"', 'encoding="UTF-16"'));
      else outgoing.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(xml);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    calls,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
