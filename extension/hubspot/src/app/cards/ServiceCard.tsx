import { hubspot } from '@hubspot/ui-extensions';
import { ServiceContent } from './service/ServiceContent.tsx';

hubspot.extend<'crm.record.tab'>(({ context, actions }) => <ServiceContent context={context} actions={actions} />);
