import type { CommandName } from '#contracts/commands';

/** What the name of an operation says about a command. Concepts are those of words.ts. */
export interface CommandRule {
  verbs: readonly string[];
  /** The likeliest first; each next one is a little less likely. */
  nouns: readonly string[];
  /** Words of these may stand in its name without speaking against it. */
  silent: readonly string[];
  /** Inputs without one of which it cannot be this command. */
  needs: readonly string[];
  /** Outputs without one of which it cannot be this command. */
  gives: readonly string[];
  /** A filter by any field is not enough: it must have a place of its own. */
  byPlace: boolean;
}

const rule = (
  verbs: string[],
  nouns: string[],
  needs: string[],
  gives: string[],
  silent: string[] = [],
  byPlace = false,
): CommandRule => ({ verbs, nouns, needs, gives, silent, byPlace });

export const COMMAND_RULES: Record<CommandName, CommandRule> = {
  'customer.read': rule(['read'], ['customer'], ['customerId'], ['name', 'town', 'email']),
  'customer.search': rule(['find', 'list'], ['customer'], ['text', 'by'], ['customers']),
  'customer.find-by-reference': rule(
    ['find', 'list', 'read'],
    ['customer'],
    ['reference'],
    ['customers'],
    ['reference', 'external'],
  ),
  'customer.create': rule(['create'], ['customer'], ['name', 'town', 'email'], []),
  'order.list': rule(['list', 'read'], ['order'], ['customerId'], ['rows'], ['customer', 'document']),
  'order.read': rule(['read'], ['order'], ['orderId'], ['lines', 'orderedOn'], ['document']),
  'order.find': rule(['find'], ['order'], ['number', 'by'], ['orders'], ['document'], true),
  'order.find-by-reference': rule(
    ['find', 'list', 'read'],
    ['order'],
    ['reference'],
    ['orders'],
    ['reference', 'external', 'document'],
  ),
  'order.changes': rule(['changes'], ['order'], ['cursor'], ['orders'], ['list', 'read', 'document']),
  'order.create': rule(['create'], ['order'], ['lines'], [], ['document', 'customer']),
  'invoice.list': rule(
    ['list', 'read'],
    ['invoice'],
    ['customerId'],
    ['rows'],
    ['customer', 'document', 'open', 'line'],
  ),
  'payment.list': rule(['list', 'read'], ['payment'], ['customerId'], ['rows'], ['customer']),
  'availability.read': rule(
    ['read', 'list'],
    ['availability', 'item'],
    ['itemIds'],
    ['items'],
    ['item', 'onHand', 'available', 'warehouse', 'availability'],
    true,
  ),
  'item.price': rule(['read', 'list', 'find'], ['price'], ['items'], ['prices'], ['item', 'customer'], true),
};

/** An operation whose name speaks of another record than the command's is not it, nor one that does something else. */
export const RECORDS = [
  ...['order', 'customer', 'invoice', 'payment', 'shipment', 'item', 'warehouse', 'price', 'vendor', 'purchasing'],
  ...['quote', 'return', 'person', 'bank', 'project', 'availability'],
];
export const DEEDS = ['read', 'list', 'find', 'create', 'changes', 'update', 'delete', 'other'];
