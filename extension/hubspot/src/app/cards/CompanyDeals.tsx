import { hubspot } from '@hubspot/ui-extensions';
import { BulkContent } from './bulk/BulkContent.tsx';

hubspot.extend<'crm.record.tab'>(({ context, actions }) => <BulkContent context={context} actions={actions} />);
