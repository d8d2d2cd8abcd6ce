import { hubspot } from '@hubspot/ui-extensions';
import { CompanyGlance } from './company/CompanyGlance.tsx';

hubspot.extend<'crm.record.sidebar'>(({ context, actions }) => <CompanyGlance context={context} actions={actions} />);
