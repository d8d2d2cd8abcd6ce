import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { type Pace, paceOfView } from '../poll.ts';

/** What the line that matters is made of: all of it is asked for, and dates it. */
export const sectionsOf = ({ invoices, customer, openOrders, orders }: Fine<CompanyView>) =>
  [invoices, customer, openOrders, orders] as const;

export const paceOfCompany = (view: Fine<CompanyView>): Pace => paceOfView(view.link, sectionsOf(view));
