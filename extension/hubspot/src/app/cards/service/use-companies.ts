import { useAssociations } from '@hubspot/ui-extensions/crm';
import { companiesOf, type RecordCompanies } from './record-companies.ts';

/** A ticket or a contact seldom belongs to more. */
const COMPANIES_MAX = 20;
/** HubSpot's type id of companies. */
const COMPANY_TYPE = '0-2';

/** The companies of the record that the card stands on, asked of HubSpot with the reader's own rights. */
export function useCompanies(): { known: RecordCompanies; retry: () => void } {
  const associated = useAssociations({
    toObjectType: COMPANY_TYPE,
    properties: ['name'],
    pageLength: COMPANIES_MAX,
  });
  return { known: companiesOf(associated), retry: () => void associated.refetch() };
}
