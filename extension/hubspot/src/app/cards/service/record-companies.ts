export interface RecordCompany {
  companyId: string;
  name: string;
}

export type RecordCompanies =
  | { state: 'loading' }
  | { state: 'failed' }
  | { state: 'known'; companies: RecordCompany[] };

/** What HubSpot says of an associated company (`AssociationResult` in its SDK). */
interface AssociatedCompany {
  toObjectId: number;
  associationTypes: readonly { category: string; typeId: number; label: string | null }[];
  properties: Readonly<Record<string, string | null>>;
}

/** What HubSpot's hook tells. Asked again after an error, it has neither an error nor results. */
interface Associated {
  results: readonly AssociatedCompany[];
  isLoading: boolean;
  isRefetching: boolean;
  error: Error | null;
}

/** HubSpot's types of a contact and of a ticket and their primary company ("Associations", default types). An account's own types have numbers of their own. */
const PRIMARY = [1, 26];

const isPrimary = ({ associationTypes }: AssociatedCompany): boolean =>
  associationTypes.some(
    ({ category, typeId, label }) =>
      category === 'HUBSPOT_DEFINED' && (PRIMARY.includes(typeId) || label === 'Primary'),
  );

/** The companies of a record, its primary one first: that is whose orders are asked for most. */
export function companiesOf({ results, isLoading, isRefetching, error }: Associated): RecordCompanies {
  if (isLoading || (isRefetching && results.length === 0)) return { state: 'loading' };
  if (error !== null) return { state: 'failed' };
  const primaryFirst = [...results].sort((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
  const companies = primaryFirst.map(({ toObjectId, properties }) => ({
    companyId: String(toObjectId),
    name: properties.name ?? `Company ${toObjectId}`,
  }));
  return { state: 'known', companies };
}
