import type { ExtensionPointApi } from '@hubspot/ui-extensions';

/** What HubSpot hands to a card on a record, cut down to what ours use; the same on a tab and in the sidebar. */
export interface CardProps {
  context: Pick<ExtensionPointApi<'crm.record.tab'>['context'], 'crm' | 'user' | 'variables'>;
  actions: Pick<
    ExtensionPointApi<'crm.record.tab'>['actions'],
    'copyTextToClipboard' | 'refreshObjectProperties' | 'closeOverlay'
  >;
}
