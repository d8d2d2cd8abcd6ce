import { Button, Checkbox, Modal, ModalFooter, TableBody } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { vi } from 'vitest';
import { BulkContent } from '../src/app/cards/bulk/BulkContent.tsx';
import { bulkAnswer, waiting, waitingBulk } from './bulk-payloads.ts';
import { companyView, pushAnswer } from './payloads.ts';
import { type Play, stage, wordsOf } from './stage.ts';

type Properties = Record<string, string | null>;
/** A won deal of this company as HubSpot tells it. */
export const wonDeal = (id: number, more: Properties = {}) => ({
  toObjectId: id,
  associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 6, label: 'Primary' }],
  properties: {
    dealname: `Deal ${id}`,
    amount: '100.00',
    deal_currency_code: 'EUR',
    hs_is_closed_won: 'true',
    hs_is_closed: 'true',
    ...more,
  },
});
type Row = ReturnType<typeof wonDeal>;

interface Answers {
  /** HubSpot's pages of deals, or that it says no. */
  pages?: readonly (readonly Row[])[] | Error;
  view?: Play;
  sendBulk?: Play;
  bulk?: Play;
  /** Whether deals wait in a bulk when the card is opened. */
  found?: Play;
  push?: Play;
}

/** The card, before its first answer; HubSpot and the gateway are played. */
export function openCard(answers: Answers = {}) {
  const { pages = [[wonDeal(1), wonDeal(2), wonDeal(3)]], view, sendBulk, bulk, found, push } = answers;
  const waits = () => bulkAnswer(['1', '2'].map(waiting));
  const play: Play = (call, calls) => {
    const answer = (given: Play | undefined, otherwise: Play): unknown => (given ?? otherwise)(call, calls);
    if (call.path === 'bulk-pushes') return answer(sendBulk, waits);
    if (call.path.startsWith('bulk-pushes?')) return answer(found, () => waitingBulk(null));
    if (call.path.startsWith('bulk-pushes/')) return answer(bulk, waits);
    if (call.path.startsWith('pushes/')) return answer(push, () => pushAnswer('refused'));
    return answer(view, () => companyView());
  };
  const card = stage(BulkContent, play);
  const asked: { properties?: string[] | undefined; pageLength?: number | undefined }[] = [];
  const hubspot = { reads: 0, refetches: 0 };
  card.mocks.useAssociations.willCall((config) => {
    asked.push(config);
    return usePages(pages, hubspot);
  });
  return { ...card, /** What HubSpot was asked for. */ hubspotAsked: asked, hubspot };
}

/** Opens the company's deals. */
export async function openDeals(answers: Answers = {}) {
  const card = openCard(answers);
  await card.shows('customer 10447');

  const timers = vi.getTimerCount();
  /** Until the progress has set its timers: it is drawn a moment before that, and neither time nor the test may pass in between. */
  const watched = async (): Promise<void> => {
    await card.shows('You can close this page');
    await card.until(() => vi.getTimerCount() >= timers + 2);
  };
  const boxes = () => card.findAll(Checkbox, (node) => node.props['aria-label'] !== undefined);
  const tick = (name: string, isOn = true): void =>
    card.find(Checkbox, { 'aria-label': `Send ${name}` }).props.onChange?.(isOn, '');
  const selectAll = (isOn = true): void =>
    card.find(Checkbox, (node) => node.props['aria-label'] === undefined).props.onChange?.(isOn, '');
  const dialog = () =>
    card.find(Button, (node) => node.props.overlay !== undefined && node.props.variant === 'primary').props
      .overlay as unknown as typeof card;
  const title = () => dialog().find(Modal).props.title;
  const confirmButton = () => dialog().find(ModalFooter).find(Button, { variant: 'primary' });
  const posts = () => card.calls.filter(({ method }) => method === 'POST');
  const looks = () => card.calls.filter(({ path }) => path.startsWith('bulk-pushes/'));
  const rows = (table = 0): string[] =>
    card.findAll(TableBody)[table]?.childNodes.map((row) => wordsOf(row as never)) ?? [];
  return {
    ...card,
    boxes,
    tick,
    selectAll,
    dialog,
    title,
    watched,
    confirmButton,
    posts,
    looks,
    rows,
  };
}

/** HubSpot's hook as far as it goes: pages that are asked for one by one, the same rows as long as nobody asks anew. */
function usePages(pages: readonly (readonly Row[])[] | Error, hubspot: { reads: number; refetches: number }) {
  const [page, setPage] = useState(() => {
    // The hook asks when it is first drawn.
    hubspot.reads += 1;
    return 1;
  });
  const known = pages instanceof Error ? EMPTY : (pages[page - 1] ?? EMPTY);
  return {
    results: known as Row[],
    error: pages instanceof Error ? pages : null,
    isLoading: false,
    isRefetching: false,
    refetch: async () => {
      hubspot.refetches += 1;
    },
    pagination: {
      hasNextPage: page < (pages instanceof Error ? 0 : pages.length),
      hasPreviousPage: page > 1,
      currentPage: page,
      pageSize: 100,
      nextPage: () => setPage(page + 1),
      previousPage: () => setPage(page - 1),
      reset: () => setPage(1),
    },
  };
}
const EMPTY: readonly Row[] = [];
