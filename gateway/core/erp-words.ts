/** What a deal's record says about its order, in words for lists, reports and workflows of the CRM. */

import type { Failure } from '#contracts/errors';
import type { SalesOrderStatus } from '#contracts/sales-order';

/** Before there is an order, or where it went wrong. */
export const SENDING_WORDS = {
  /** Won, and a person has to press the button. */
  waits: 'Waits to be sent',
  underWay: 'Being sent',
  notSent: 'Not sent',
  refused: 'Refused by the ERP',
  parked: 'Needs a person',
  givenUp: 'Given up',
  ordered: 'Ordered',
} as const;

/** As the cards say it. */
export const ORDER_WORDS: Record<SalesOrderStatus, string> = {
  draft: 'Draft',
  confirmed: 'Confirmed',
  'part-shipped': 'Part shipped',
  shipped: 'Shipped',
  invoiced: 'Invoiced',
  paid: 'Paid',
  cancelled: 'Cancelled',
  'on-hold': 'On hold',
};

/** What happened, and what the reader can do. */
export const problemSentence = ({ message, advice }: Pick<Failure, 'message' | 'advice'>): string =>
  `${message} ${advice}`;
