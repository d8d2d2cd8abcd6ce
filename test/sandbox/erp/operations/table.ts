import { listInvoices, listPayments } from './accounting.ts';
import { readAvailability } from './availability.ts';
import { createCustomer } from './customer-creation.ts';
import { matchCustomers } from './customer-match.ts';
import { readCustomer, searchCustomers } from './customers.ts';
import type { ReadOperation, WriteOperation } from './operation.ts';
import { readChanges } from './order-changes.ts';
import { createOrder } from './order-creation.ts';
import { listOrders, readOrder, searchOrders } from './orders.ts';
import { readPrices } from './prices.ts';

/** What the service does, by the names of its WSDL; Anmelden and Abmelden are the sessions' own. */
export const READS: Readonly<Record<string, ReadOperation>> = {
  KundeLesen: readCustomer,
  KundenSuchen: searchCustomers,
  KundenAbgleichen: matchCustomers,
  PreiseLesen: readPrices,
  AenderungenLesen: readChanges,
  AuftraegeLesen: listOrders,
  AuftragLesen: readOrder,
  AuftragSuchen: searchOrders,
  BestandLesen: readAvailability,
  RechnungenLesen: listInvoices,
  ZahlungenLesen: listPayments,
};

export const WRITES: Readonly<Record<string, WriteOperation>> = {
  AuftragAnlegen: createOrder,
  KundeAnlegen: createCustomer,
};
