import type { ExtensionPointApi } from '@hubspot/ui-extensions';

/** What HubSpot hands to a card on a record's tab, cut down to what ours use. */
export interface CardProps {
  context: Pick<ExtensionPointApi<'crm.record.tab'>['context'], 'crm' | 'user' | 'variables'>;
  actions: Pick<
    ExtensionPointApi<'crm.record.tab'>['actions'],
    'copyTextToClipboard' | 'refreshObjectProperties' | 'closeOverlay'
  >;
}
