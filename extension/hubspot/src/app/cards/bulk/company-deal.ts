import type { BulkEntry } from '../contracts/card-api.ts';

/** How a deal stands with the ERP, for somebody who wants to send it. */
export type Standing =
  /** Won, and nothing was sent. `note`: why the last wish to send it came to nothing; null: nobody tried. */
  | { kind: 'to-send'; note: string | null }
  | { kind: 'waiting' }
  /** `doubt`: it left for the ERP, and no answer came. */
  | { kind: 'under-way'; doubt: boolean }
  | { kind: 'ordered'; orderId: string; status: string | null; note: string | null }
  /** It needs a look on the deal itself. `pushId`: where the gateway can be asked why; null: `note` says it. */
  | { kind: 'stopped'; word: string; note: string | null; pushId: string | null }
  /** Won, and another company of the deal is its primary one: that one's customer would get the order. */
  | { kind: 'elsewhere' }
  | { kind: 'not-won'; isLost: boolean };

/** A deal of the company, as the CRM tells it. */
export interface CompanyDeal {
  dealId: string;
  name: string;
  /** Decimal text; null: the deal has none, or one that is no number. */
  amount: string | null;
  /** Null: an account with one currency says none. */
  currency: string | null;
  standing: Standing;
}

/** What HubSpot says of an associated record (`AssociationResult` in its SDK). */
export interface AssociatedDeal {
  toObjectId: number;
  associationTypes: readonly { typeId: number; label: string | null }[];
  properties: Readonly<Record<string, string | null>>;
}

/** What is asked of each deal. */
export const DEAL_PROPERTIES = [
  'dealname',
  'amount',
  'deal_currency_code',
  'hs_is_closed_won',
  'hs_is_closed',
  'erp_order_number',
  'erp_status',
  'erp_problem',
];

/** The words of `erp_status` after which a deal is not simply sent again (gateway/core/erp-words.ts). */
const STOPPED = ['Refused by the ERP', 'Needs a person', 'Given up'];
const UNDER_WAY = 'Being sent';

/** HubSpot's type of a company and a deal whose primary company it is ("Associations", default types). */
const PRIMARY = 6;

/** The gateway makes the order for the primary company. Where HubSpot names no types, nothing speaks against this one. */
const isOfOther = ({ associationTypes }: AssociatedDeal): boolean =>
  associationTypes.length > 0 &&
  !associationTypes.some(({ typeId, label }) => typeId === PRIMARY || label === 'Primary');

const said = (value: string | null | undefined): string | null => value?.trim() || null;

export function companyDeal(deal: AssociatedDeal): CompanyDeal {
  const { toObjectId, properties } = deal;
  const amount = said(properties.amount);
  const currency = said(properties.deal_currency_code);
  return {
    dealId: String(toObjectId),
    name: said(properties.dealname) ?? `Deal ${toObjectId}`,
    amount: amount !== null && /^-?\d{1,15}(\.\d{1,6})?$/.test(amount) ? amount : null,
    currency: currency !== null && /^[A-Z]{3}$/.test(currency) ? currency : null,
    standing: standingInCrm(deal),
  };
}

function standingInCrm(deal: AssociatedDeal): Standing {
  const { properties } = deal;
  const [orderId, status, note] = [
    said(properties.erp_order_number),
    said(properties.erp_status),
    said(properties.erp_problem),
  ];
  if (orderId !== null) return { kind: 'ordered', orderId, status, note };
  if (status !== null && STOPPED.includes(status)) return { kind: 'stopped', word: status, note, pushId: null };
  if (status === UNDER_WAY) return { kind: 'under-way', doubt: false };
  if (properties.hs_is_closed_won !== 'true') return { kind: 'not-won', isLost: properties.hs_is_closed === 'true' };
  return isOfOther(deal) ? { kind: 'elsewhere' } : { kind: 'to-send', note };
}

/** How a deal of a bulk stands. */
export function standingInBulk(entry: BulkEntry): Standing {
  if (entry.state === 'waiting') return { kind: 'waiting' };
  if (entry.state === 'not-sent') return { kind: 'to-send', note: `${entry.error.message} ${entry.error.advice}` };
  const { state, orderId, pushId } = entry.push;
  switch (state) {
    case 'accepted':
    case 'ready':
    case 'sending':
    case 'in-doubt':
      return { kind: 'under-way', doubt: state === 'in-doubt' };
    case 'confirmed':
    case 'done':
      return { kind: 'ordered', orderId: orderId ?? '', status: null, note: null };
    case 'refused':
      return { kind: 'stopped', word: 'Refused by the ERP', note: null, pushId };
    case 'parked':
      return { kind: 'stopped', word: 'Needs a person', note: null, pushId };
    case 'given-up':
      return { kind: 'stopped', word: 'Given up', note: null, pushId };
    default:
      return state satisfies never;
  }
}

/** What a bulk said of deals, by their ids. */
export type Told = ReadonlyMap<string, BulkEntry>;

/** The CRM hears of an order a moment after the gateway: a deal that it does not know as sent stands as the bulk said. */
export function standingOf({ dealId, standing }: CompanyDeal, told: Told): Standing {
  const entry = told.get(dealId);
  return standing.kind === 'to-send' && entry !== undefined ? standingInBulk(entry) : standing;
}

/** What needs a look on top, then what is on its way, what is ordered, and what cannot be sent here. */
const RANK = { 'to-send': 0, stopped: 1, waiting: 2, 'under-way': 2, ordered: 3, elsewhere: 4, 'not-won': 5 };

/** The company's deals in two lists: those that can be sent, and all others. */
export function listsOf(deals: readonly CompanyDeal[], told: Told): { toSend: CompanyDeal[]; others: CompanyDeal[] } {
  const known = deals.map((deal) => ({ ...deal, standing: standingOf(deal, told) }));
  const sorted = known.sort(
    (a, b) => RANK[a.standing.kind] - RANK[b.standing.kind] || a.name.localeCompare(b.name, undefined, NUMBERS),
  );
  const isToSend = ({ standing }: CompanyDeal): boolean => standing.kind === 'to-send';
  return { toSend: sorted.filter(isToSend), others: sorted.filter((deal) => !isToSend(deal)) };
}
/** Hall 3 comes before hall 10. */
const NUMBERS = { numeric: true } as const;
