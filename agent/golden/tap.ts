import type { ConnectorDocument } from '#contracts/connector';
import type { Connector } from '../erp/connector/load.ts';
import { serviceOf } from '../erp/connector/prepare.ts';
import { charsetOf, decodeXml } from '../erp/soap/decode.ts';
import type { Delivery, Post, Transport } from '../erp/soap/transport.ts';
import { compilePath, textOn } from '../erp/soap/xml-path.ts';
import { secretTexts } from '../erp/spellings.ts';
import { atOnce } from '../erp/steps.ts';
import { maskAllTexts, maskingOf, maskNamed } from './masking.ts';
import { identifyingSettings, stampedNames } from './sensitive.ts';

/** One message there and what came back, as it went over the wire. */
export interface Exchange {
  service: string;
  isLogin: boolean;
  post: Post;
  delivery: Delivery;
  ms: number;
}

/** An exchange as it may be shown or kept: without credentials, sessions, nonces and signatures. */
export interface ShownExchange {
  service: string;
  operation: string;
  isLogin: boolean;
  effect: 'read' | 'write';
  /** HTTP headers beside those of SOAP. */
  headers: Record<string, string>;
  request: string;
  /** Null: no answer came. */
  answer: { status: number; contentType: string; text: string } | null;
  /** What came in place of an answer. */
  problem: string | null;
  ms: number;
}

export interface Tap {
  around(transport: Transport, service: string): Transport;
  /** All that went over the wire so far, in the order sent. */
  shown(): ShownExchange[];
  /** Takes what is secret out of any other text. */
  hide(text: string): string;
}

const BODY_ROOT = /<(?:[\w.-]+:)?Body[^>]*>\s*<(?:[\w.-]+:)?([^\s/>]+)/;
/** The element in the body: the operation's own name, or that of its wrapper. */
export const rootOf = (xml: string): string => BODY_ROOT.exec(xml)?.[1] ?? '';

const HIDDEN_HEADERS = new Set(['authorization', 'cookie']);

/** What the login's answer leaves in clear text. */
function sessionOf(document: ConnectorDocument, delivery: Delivery): string[] {
  const keep = document.login?.session?.keep ?? {};
  if (delivery.kind !== 'answered') return [];
  const { body, contentType, cookies = [] } = delivery.http;
  const found = cookies.map((cookie) => cookie.slice(cookie.indexOf('=') + 1));
  const decoded = atOnce(decodeXml(body, contentType));
  if (!decoded.ok) return found;
  const part = (name: string) => decoded.root.children.find((child) => child.name === name);
  for (const from of Object.values(keep)) {
    if ('cookie' in from) continue;
    const base = 'header' in from ? part('Header') : part('Body')?.children[0];
    if (base === undefined) continue;
    const text = textOn(base, compilePath('header' in from ? from.header : from.path, document.namespaces));
    if (text.ok && text.text !== null) found.push(text.text.trim());
  }
  return found;
}

function textOf(body: Uint8Array, contentType: string): string {
  try {
    return new TextDecoder(charsetOf(contentType, body)).decode(body);
  } catch {
    return new TextDecoder('latin1').decode(body);
  }
}

const problemOf = (delivery: Exclude<Delivery, { kind: 'answered' }>): string =>
  'cause' in delivery
    ? `${delivery.kind}, ${delivery.cause}: ${delivery.detail}`
    : `${delivery.kind}: ${delivery.detail}`;

/** Listens in on the transports of a connector. */
export function openTap({ document, services }: Connector, settings: Record<string, string>): Tap {
  const exchanges: Exchange[] = [];
  const sessions = new Set<string>();
  const identifying = identifyingSettings(document).map((name) => settings[name] ?? '');
  const stamped = [
    ...stampedNames(document),
    ...(document.login?.security === undefined ? [] : ['Password', 'Nonce', 'Created', 'Expires', 'Username']),
  ];
  const login = document.login?.session;
  const loginService = login === undefined ? null : serviceOf(login, services);
  const loginRoot =
    login === undefined ? null : services.get(loginService ?? '')?.operations.get(login.operation)?.request.name.local;
  const masking = () => maskingOf([...secretTexts(document, settings), ...sessions], identifying);
  const operationOf = (service: string, root: string): string =>
    [...(services.get(service)?.operations.values() ?? [])].find(({ request }) => request.name.local === root)?.name ??
    root;

  return {
    around: (transport, service) => ({
      async post(post) {
        const startedMs = performance.now();
        const delivery = await transport.post(post);
        const isLogin = service === loginService && rootOf(post.body) === loginRoot;
        if (isLogin) for (const value of sessionOf(document, delivery)) sessions.add(value);
        exchanges.push({ service, isLogin, post, delivery, ms: Math.round(performance.now() - startedMs) });
        return delivery;
      },
      close: () => transport.close(),
    }),
    shown() {
      const hide = masking();
      return exchanges.map(({ service, isLogin, post, delivery, ms }): ShownExchange => {
        const request = hide(maskNamed(isLogin ? maskAllTexts(post.body) : post.body, stamped));
        const headers = Object.entries({ ...post.headers }).map(([name, value]): [string, string] => [
          name,
          HIDDEN_HEADERS.has(name) ? '***' : hide(value),
        ]);
        const answered = delivery.kind === 'answered' ? delivery.http : null;
        return {
          service,
          operation: operationOf(service, rootOf(post.body)),
          isLogin,
          effect: post.effect,
          headers: Object.fromEntries(headers),
          request,
          answer:
            answered === null
              ? null
              : {
                  status: answered.status,
                  contentType: answered.contentType,
                  text: hide(textOf(answered.body, answered.contentType)),
                },
          problem: delivery.kind === 'answered' ? null : hide(problemOf(delivery)),
          ms,
        };
      });
    },
    hide: (text) => masking()(text),
  };
}
