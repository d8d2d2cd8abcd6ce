import type { Format } from '#contracts/connector-format';

/** Values that a format can give; one of them must be one that the contract's field takes. */
export function samplesOf(format: Format | undefined): unknown[] {
  switch (format?.type) {
    case 'decimal':
      return ['1.00'];
    case 'integer':
      return [1];
    case 'date':
      return ['2026-01-31'];
    case 'datetime':
    case 'epoch':
      return [format.gives === 'day' ? '2026-01-31' : '2026-01-31T00:00:00.000Z'];
    case 'flag':
      return [true];
    case 'words':
      return [...Object.values(format.words), ...(format.otherwise === undefined ? [] : [format.otherwise])];
    case 'key':
      return ['1', 'A1'];
    default:
      return ['x', 'EUR', 'DE', 'DB-1'];
  }
}
