import { CAST_PROSPECT } from './cast.ts';

/** Deals with a story: the stand-in CRM has them, and what the demo ERP knows decides what a preview says of each. */
export interface CastDeal {
  dealId: string;
  name: string;
  /** The company's ERP key in this cast, or the prospect's. */
  customerId: string;
  stage: 'open' | 'won';
  /** Counted from the day on which the stand-in starts. */
  requestedInDays?: number;
  purchaseOrder?: string;
  lines: readonly { itemId: string; quantity: string; unitPrice: string }[];
}

export const CAST_DEALS: readonly CastDeal[] = [
  {
    dealId: '88412070',
    name: 'Cooling circuit, hall 3',
    customerId: '10447',
    stage: 'won',
    lines: [
      { itemId: 'PUMP-0040', quantity: '12', unitPrice: '410.00' },
      { itemId: 'SEAL-0009', quantity: '100', unitPrice: '9.50' },
      { itemId: 'VALV-0025', quantity: '8', unitPrice: '64.90' },
    ],
  },
  {
    dealId: '88412071',
    name: 'Bottling line spare parts',
    customerId: '10452',
    stage: 'won',
    requestedInDays: 21,
    purchaseOrder: '4500088412',
    lines: [
      { itemId: 'SEAL-0014', quantity: '40', unitPrice: '12.80' },
      { itemId: 'HOSE-0010', quantity: '6', unitPrice: '89.00' },
    ],
  },
  {
    dealId: '88412072',
    name: 'Pump replacement, works 2',
    customerId: '10461',
    stage: 'won',
    lines: [{ itemId: 'PUMP-0120', quantity: '2', unitPrice: '985.50' }],
  },
  {
    dealId: '88412073',
    name: 'First order, starter kit',
    customerId: '10473',
    stage: 'open',
    lines: [
      { itemId: 'PUMP-0040', quantity: '1', unitPrice: '410.00' },
      { itemId: 'HOSE-0010', quantity: '1', unitPrice: '89.00' },
    ],
  },
  {
    dealId: '88412074',
    name: 'Brewhouse refit',
    customerId: '10480',
    stage: 'won',
    lines: [
      { itemId: 'MOTR-0750', quantity: '10', unitPrice: '310.00' },
      { itemId: 'VALV-0050', quantity: '24', unitPrice: '118.00' },
      { itemId: 'KIT-X', quantity: '1', unitPrice: '2500.00' },
    ],
  },
  {
    dealId: '88412075',
    name: 'Workshop enquiry',
    customerId: '10503',
    stage: 'won',
    lines: [{ itemId: 'VALV-0025', quantity: '4', unitPrice: '64.90' }],
  },
  {
    dealId: '88412076',
    name: 'Filter line, once more',
    customerId: '10452',
    stage: 'won',
    lines: [
      { itemId: 'VALV-0025', quantity: '6', unitPrice: '66.00' },
      { itemId: 'SEAL-0014', quantity: '24', unitPrice: '12.80' },
    ],
  },
  {
    dealId: '88412077',
    name: 'Pump station, spare pump',
    customerId: '10507',
    stage: 'won',
    lines: [{ itemId: 'PUMP-0040', quantity: '1', unitPrice: '410.00' }],
  },
  {
    dealId: '88412078',
    name: 'Service vessel, first order',
    customerId: CAST_PROSPECT.key,
    stage: 'won',
    lines: [
      { itemId: 'HOSE-0010', quantity: '2', unitPrice: '89.00' },
      { itemId: 'SEAL-0014', quantity: '10', unitPrice: '12.80' },
    ],
  },
];
