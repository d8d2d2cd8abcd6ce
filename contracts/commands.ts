import { z } from 'zod';
import { Availability } from './availability.ts';
import { Customer, FoundCustomer, NewCustomer } from './customer.ts';
import { IsoDate } from './dates.ts';
import { Decimal } from './decimal.ts';
import { CustomerId, ItemId, Reference, SalesOrderId } from './ids.ts';
import { Invoice } from './invoice.ts';
import { ItemPrice } from './item-price.ts';
import { Currency } from './money.ts';
import { Cursor, pageOf } from './page.ts';
import { Payment } from './payment.ts';
import { NewSalesOrder, SalesOrder, SalesOrderSummary } from './sales-order.ts';

/** `read` may be asked again freely; `write` goes through a push and happens once. */
export type Effect = 'read' | 'write';

const command = <I extends z.ZodType, O extends z.ZodType, E extends Effect>(
  effect: E,
  deadlineMs: number,
  input: I,
  output: O,
) => ({ effect, deadlineMs, input, output });

/** Items asked for at once: a deal rarely has more, and an ERP is asked row by row for some of them. */
export const ITEMS_MAX = 50;

/** What a number that a customer reads out may be the number of. */
export const SearchBy = z.enum(['order', 'purchase-order', 'invoice', 'delivery']);
export type SearchBy = z.infer<typeof SearchBy>;
/** As typed or read out; printable, without spaces around it. */
export const SearchNumber = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}]{1,40}$/u);

/** By what a company of the CRM is looked for among the ERP's customers. */
export const CustomerSearchBy = z.enum(['tax-id', 'email-domain', 'phone', 'name']);
export type CustomerSearchBy = z.infer<typeof CustomerSearchBy>;

const listInput = z.strictObject({
  customerId: CustomerId,
  openOnly: z.boolean(),
  limit: z.int().min(1).max(200),
  cursor: Cursor.nullable(),
});

/**
 * Everything the gateway may ask of an agent. Read top to bottom it is the feature list.
 * The deadline is the longest that anybody waits; a caller may pass down less.
 * 20 s for reads: beyond the demo ERP's 1.5 s by far, below HubSpot's proxy limits when an answer is asked for again.
 */
export const COMMANDS = {
  /** Name, address, hold and credit of one customer. */
  'customer.read': command('read', 20_000, z.strictObject({ customerId: CustomerId }), Customer),
  /** Orders of a customer, newest first. */
  'order.list': command('read', 20_000, listInput, pageOf(SalesOrderSummary)),
  /** One order with lines and shipments. */
  'order.read': command('read', 20_000, z.strictObject({ orderId: SalesOrderId }), SalesOrder),
  /** The lookup beside `order.create`: every order that carries our reference. */
  'order.find-by-reference': command(
    'read',
    20_000,
    z.strictObject({ reference: Reference, customerId: CustomerId }),
    z.strictObject({ orders: z.array(SalesOrderSummary).max(100) }),
  ),
  /** Orders of a customer by one kind of number that people read out. */
  'order.find': command(
    'read',
    20_000,
    z.strictObject({ by: SearchBy, number: SearchNumber, customerId: CustomerId }),
    z.strictObject({ orders: z.array(SalesOrderSummary).max(100) }),
  ),
  /** Invoices and credit notes of a customer, newest first. */
  'invoice.list': command('read', 20_000, listInput, pageOf(Invoice)),
  /** Payments of a customer, newest first. */
  'payment.list': command('read', 20_000, listInput.omit({ openOnly: true }), pageOf(Payment)),
  /** Stock by warehouse; one entry for each item asked for, in the order asked. */
  'availability.read': command(
    'read',
    20_000,
    z.strictObject({ itemIds: z.array(ItemId).min(1).max(ITEMS_MAX) }),
    z.strictObject({ items: z.array(Availability).max(ITEMS_MAX) }),
  ),
  /** What the ERP would charge; one entry for each item asked for, in the order asked. */
  'item.price': command(
    'read',
    20_000,
    z.strictObject({
      customerId: CustomerId,
      currency: Currency,
      /** The day the price is for; null: today, by the ERP's calendar. */
      on: IsoDate.nullable(),
      items: z
        .array(z.strictObject({ itemId: ItemId, quantity: Decimal }))
        .min(1)
        .max(ITEMS_MAX),
    }),
    z.strictObject({ prices: z.array(ItemPrice).max(ITEMS_MAX) }),
  ),
  /** Customers that may be a company of the CRM. The ERP decides what is alike; the gateway scores what comes back. */
  'customer.search': command(
    'read',
    20_000,
    z.strictObject({ by: CustomerSearchBy, text: z.string().min(1).max(200) }),
    z.strictObject({ customers: z.array(Customer).max(50) }),
  ),
  /** The lookup beside `customer.create`: every customer that carries our reference. */
  'customer.find-by-reference': command(
    'read',
    20_000,
    z.strictObject({ reference: Reference }),
    z.strictObject({ customers: z.array(FoundCustomer).max(50) }),
  ),
  /**
   * Orders that changed since a cursor, oldest change first: for ERPs that can say so. A null cursor means from now
   * on. The answer's cursor is never null; asked again with it, only what is newer comes.
   */
  'order.changes': command(
    'read',
    20_000,
    z.strictObject({ cursor: Cursor.nullable(), limit: z.int().min(1).max(200) }),
    z.strictObject({ orders: z.array(SalesOrderSummary).max(200), cursor: Cursor }),
  ),
  /** Make a customer that carries our reference. */
  'customer.create': command('write', 60_000, NewCustomer, z.strictObject({ customerId: CustomerId })),
  /** Make a sales order that carries our reference. */
  'order.create': command('write', 60_000, NewSalesOrder, z.strictObject({ orderId: SalesOrderId })),
} as const;

export type CommandName = keyof typeof COMMANDS;
export type CommandInput<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['output']>;

export type ReadCommandName = {
  [N in CommandName]: (typeof COMMANDS)[N]['effect'] extends 'read' ? N : never;
}[CommandName];
export type WriteCommandName = Exclude<CommandName, ReadCommandName>;

const names = Object.keys(COMMANDS) as CommandName[];
export const CommandName = z.enum(names as [CommandName, ...CommandName[]]);
export const ReadCommandName = z.enum(
  names.filter((name) => COMMANDS[name].effect === 'read') as [ReadCommandName, ...ReadCommandName[]],
);
export const WriteCommandName = z.enum(
  names.filter((name) => COMMANDS[name].effect === 'write') as [WriteCommandName, ...WriteCommandName[]],
);

/** The lookup beside each write: without it a lost answer can only be handed to a person. */
export const LOOK_UP_OF = {
  'order.create': 'order.find-by-reference',
  'customer.create': 'customer.find-by-reference',
} as const satisfies Record<WriteCommandName, ReadCommandName>;
