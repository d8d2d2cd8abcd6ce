import { hubspot } from '@hubspot/ui-extensions';
import { CompanyContent } from './company/CompanyContent.tsx';

hubspot.extend<'crm.record.tab'>(({ context, actions }) => <CompanyContent context={context} actions={actions} />);
