/** Renders a card against a gateway that is played by the test, with the clock held still. */
import { Alert, Button, Form, LoadingButton, SearchInput } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { createElement, type FunctionComponent } from 'react';
import { vi } from 'vitest';
import type { CardProps } from '../src/app/cards/parts/card-props.ts';
import { NOW } from './payloads.ts';

interface Call {
  method: string;
  /** Path and query below `/v1/card/`. */
  path: string;
  options: Record<string, unknown>;
}
/** A body, a promise of one, or an error that the proxy throws. */
export type Play = (call: Call, calls: readonly Call[]) => unknown;

/** Each card has a gateway of its own: the worker's fetch is one for all, and a card asks on when its test is over. */
const gateways = new Map<string, (url: string, options: Record<string, unknown>) => Promise<unknown>>();
const hsFetch = (url: string, options: Record<string, unknown>) => gateways.get(new URL(url).origin)?.(url, options);

export function stage(
  card: FunctionComponent<CardProps>,
  play: Play,
  more: { isAdmin?: boolean; companies?: readonly { id: number; name: string }[] | Error } = {},
) {
  const calls: Call[] = [];
  const origin = `https://gateway-${gateways.size}.example`;
  gateways.set(origin, async (url, options) => {
    const call = { method: String(options.method), path: url.replace(`${origin}/v1/card/`, ''), options };
    calls.push(call);
    const body = await play(call, calls);
    return { json: async () => JSON.parse(JSON.stringify(body)) };
  });
  vi.stubGlobal('self', { hsFetch });

  const renderer = createRenderer('crm.record.tab');
  const { context, actions } = renderer.mocks;
  context.user.locale = 'en-gb';
  context.user.permissions = more.isAdmin === true ? ['integrations-management-write'] : [];
  context.variables = { GATEWAY_URL: origin };
  const { companies = [] } = more;
  renderer.mocks.useAssociations.willCall(() => associationsOf(companies));
  renderer.render(createElement(card, { context, actions }));

  /** Everything readable on the card, props that carry words included. */
  const text = (): string => renderer.getRootNode().toString().replaceAll(/\s+/g, ' ');
  const clickOn = (label: string): void => {
    const button =
      renderer.maybeFind(Button, (node) => node.text === label && node.props.disabled !== true) ??
      renderer.find(LoadingButton, (node) => node.text === label);
    button.trigger('onClick');
  };
  /** Types into the search field and presses Enter, as the host tells it to the card. */
  const typeInto = (event: 'onInput' | 'onChange', typed: string): void =>
    renderer.find(SearchInput).props[event]?.(typed);
  const searchFor = (typed: string): void => {
    typeInto('onInput', typed);
    renderer.find(Form).trigger('onSubmit');
  };
  /** Until something holds that is not drawn, such as a question to the gateway. No time passes. */
  const until = async (holds: () => boolean): Promise<void> => {
    for (let looks = 0; !holds(); looks += 1) {
      if (looks > 10_000) throw new Error('it does not come about');
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    ...renderer,
    searchFor,
    typeInto,
    calls,
    until,
    actions,
    text,
    clickOn,
    alerts: () => renderer.findAll(Alert).map(({ props }) => props.title),
    shows: (words: string) =>
      renderer.waitFor(() => {
        if (!text().includes(words)) throw new Error(`not shown: ${words}`);
      }),
    /** Lets the card's own timers come due. */
    passMs: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

/** What HubSpot says of the companies of a record. */
function associationsOf(companies: readonly { id: number; name: string }[] | Error) {
  const results = companies instanceof Error ? [] : companies;
  return {
    results: results.map(({ id, name }) => ({ toObjectId: id, associationTypes: [], properties: { name } })),
    error: companies instanceof Error ? companies : null,
    isLoading: false,
    isRefetching: false,
    refetch: async () => undefined,
    pagination: {
      hasNextPage: false,
      hasPreviousPage: false,
      currentPage: 1,
      pageSize: 20,
      nextPage: () => undefined,
      previousPage: () => undefined,
      reset: () => undefined,
    },
  };
}

interface Node {
  text?: string | null;
  childNodes?: readonly Node[];
}
const piecesOf = (node: Node): string[] =>
  node.childNodes === undefined ? [node.text ?? ''] : node.childNodes.flatMap(piecesOf);

/** The words below a node, as a reader meets them: one space between two pieces of text. */
export const wordsOf = (node: Node): string => piecesOf(node).filter(Boolean).join(' ');

/** Holds the clock at the moment of the recorded answers; timers come due only by `passMs`. */
export function holdClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  vi.setSystemTime(NOW);
}
