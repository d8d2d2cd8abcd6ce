import type { CommandName } from '#contracts/commands';

/** What the name of an operation says about a command. Concepts are those of words.ts. */
export interface CommandRule {
  verbs: readonly string[];
  nouns: readonly string[];
  /** Concepts that speak against it. */
  not: readonly string[];
  /** Whether its answer has rows; null where both are usual. */
  hasRows: boolean | null;
}

const rule = (verbs: string[], nouns: string[], hasRows: boolean | null, not: string[] = []): CommandRule => ({
  verbs,
  nouns,
  not,
  hasRows,
});

export const COMMAND_RULES: Record<CommandName, CommandRule> = {
  'customer.read': rule(['read'], ['customer'], false, ['create', 'changes', 'find', 'order']),
  'customer.search': rule(['find'], ['customer'], true, ['create', 'order', 'invoice']),
  'customer.find-by-reference': rule(['find'], ['customer'], true, ['create', 'order', 'invoice']),
  'customer.create': rule(['create'], ['customer'], false, ['order', 'find']),
  'order.list': rule(['list'], ['order'], true, ['create', 'find', 'changes', 'invoice']),
  'order.read': rule(['read'], ['order'], null, ['create', 'changes', 'find', 'invoice']),
  'order.find': rule(['find'], ['order'], true, ['create', 'changes', 'customer', 'invoice']),
  'order.find-by-reference': rule(['find'], ['order'], true, ['create', 'changes', 'customer', 'invoice']),
  'order.changes': rule(['changes'], ['order'], true, ['create', 'customer']),
  'order.create': rule(['create'], ['order'], false, ['find', 'customer', 'invoice']),
  'invoice.list': rule(['list'], ['invoice'], true, ['create', 'customer']),
  'payment.list': rule(['list'], ['payment'], true, ['create', 'customer']),
  'availability.read': rule(['read', 'list'], ['availability'], true, ['create', 'price', 'order']),
  'item.price': rule(['read', 'list'], ['price'], true, ['create', 'order']),
};
