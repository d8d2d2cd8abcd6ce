import { useAssociations } from '@hubspot/ui-extensions/crm';

/** A ticket or a contact seldom belongs to more. */
const COMPANIES_MAX = 20;
/** HubSpot's type id of companies. */
const COMPANY_TYPE = '0-2';

export interface RecordCompany {
  companyId: string;
  name: string;
}

export type Companies =
  | { state: 'loading' }
  | { state: 'failed'; retry: () => void }
  | { state: 'known'; companies: RecordCompany[]; retry: () => void };

/** The companies of the record that the card stands on, asked of HubSpot with the reader's own rights. */
export function useCompanies(): Companies {
  const { results, isLoading, error, refetch } = useAssociations({
    toObjectType: COMPANY_TYPE,
    properties: ['name'],
    pageLength: COMPANIES_MAX,
  });
  const retry = (): void => void refetch();
  if (isLoading) return { state: 'loading' };
  if (error !== null) return { state: 'failed', retry };
  const companies = results.map(({ toObjectId, properties }) => ({
    companyId: String(toObjectId),
    name: properties.name ?? `Company ${toObjectId}`,
  }));
  return { state: 'known', companies, retry };
}
