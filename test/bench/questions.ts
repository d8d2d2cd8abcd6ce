/** Questions that were never asked before in this run, so that no answer can come from a copy. */
export interface Questions {
  /** Customers that nobody has asked for; throws when there are none left. */
  customers(known: readonly { customerId: string }[], count: number): string[];
  /** Items in an order that is asked for once. Null: made-up items, for agents without an ERP. */
  items(known: readonly string[] | null, count: number): string[];
}

export function questions(): Questions {
  let customersGiven = 0;
  let asked = 0;
  return {
    customers(known, count) {
      const given = known.slice(customersGiven, customersGiven + count);
      if (given.length < count) throw new Error(`only ${given.length} of ${count} untouched customers are left`);
      customersGiven += count;
      return given.map(({ customerId }) => customerId);
    },
    items(known, count) {
      asked += 1;
      if (known === null) return Array.from({ length: count }, (_, place) => `BENCH-${asked}-${place}`);
      // The first two items alone count up like digits: 25 million different questions with 5,000 items.
      const size = known.length;
      const at = (place: number): string => {
        if (place === 0) return known[asked % size] ?? '';
        return known[(Math.floor(asked / size) + asked + place) % size] ?? '';
      };
      return Array.from({ length: count }, (_, place) => at(place));
    },
  };
}
