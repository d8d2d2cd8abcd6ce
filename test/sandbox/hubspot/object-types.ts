/** The CRM objects that the stand-in knows, with the ids and words HubSpot uses for them ("Understanding the CRM"). */
export const OBJECT_TYPES = {
  companies: { typeId: '0-2', singular: 'company' },
  deals: { typeId: '0-3', singular: 'deal' },
  tickets: { typeId: '0-5', singular: 'ticket' },
  line_items: { typeId: '0-8', singular: 'line_item' },
} as const;

export type ObjectType = keyof typeof OBJECT_TYPES;

/** Finds a type by any name that HubSpot accepts in a path: plural, singular or type id. */
export function objectTypeOf(name: string): ObjectType | null {
  const wanted = name.toLowerCase();
  for (const [type, { typeId, singular }] of Object.entries(OBJECT_TYPES)) {
    if (wanted === type || wanted === singular || wanted === typeId) return type as ObjectType;
  }
  return null;
}

/** The key under which a record's answer lists its associations. HubSpot writes `line items` with a space there. */
export const associationKey = (type: ObjectType): string => type.replace('_', ' ');

/** HubSpot's own association types between the objects we know ("Associate records", association type id values). */
const ASSOCIATION_TYPES: Record<string, { primary: number | null; unlabelled: number }> = {
  'deals>companies': { primary: 5, unlabelled: 341 },
  'companies>deals': { primary: 6, unlabelled: 342 },
  'deals>line_items': { primary: null, unlabelled: 19 },
  'line_items>deals': { primary: null, unlabelled: 20 },
  'companies>tickets': { primary: 25, unlabelled: 340 },
  'tickets>companies': { primary: 26, unlabelled: 339 },
  'deals>tickets': { primary: null, unlabelled: 27 },
  'tickets>deals': { primary: null, unlabelled: 28 },
};

/** Every type that holds between two associated records: a primary company has two, like in HubSpot. */
export function associationTypes(
  from: ObjectType,
  to: ObjectType,
): { category: 'HUBSPOT_DEFINED'; typeId: number; label: string | null; word: string }[] {
  const known = ASSOCIATION_TYPES[`${from}>${to}`];
  if (known === undefined) return [];
  const word = `${OBJECT_TYPES[from].singular}_to_${OBJECT_TYPES[to].singular}`;
  const category = 'HUBSPOT_DEFINED' as const;
  if (known.primary === null) return [{ category, typeId: known.unlabelled, label: null, word }];
  return [
    { category, typeId: known.primary, label: 'Primary', word },
    { category, typeId: known.unlabelled, label: null, word: `${word}_unlabeled` },
  ];
}
