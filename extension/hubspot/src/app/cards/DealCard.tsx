import { hubspot } from '@hubspot/ui-extensions';
import { DealContent } from './deal/DealContent.tsx';

hubspot.extend<'crm.record.tab'>(({ context, actions }) => <DealContent context={context} actions={actions} />);
