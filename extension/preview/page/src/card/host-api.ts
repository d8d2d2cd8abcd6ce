/** What the page and the worker that runs a card say to each other. Every function crosses as a promise. */

/** The context that HubSpot gives a card (`useExtensionContext`). */
export interface CardContext {
  location: string;
  portal: { id: number; timezone: string };
  user: {
    id: number;
    email: string;
    emails: string[];
    firstName: string;
    lastName: string;
    roles: string[];
    teams: never[];
    permissions: string[];
    locale: string;
    language: string;
  };
  crm: { objectId: number; objectTypeId: string };
  extension: { appId: number; appName: string; cardTitle: string };
  variables: Record<string, string>;
}

export interface FetchOptions {
  method?: string;
  timeout?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface CardAlert {
  type?: 'info' | 'warning' | 'success' | 'danger' | 'tip';
  title?: string;
  message: string;
}

export type Properties = Record<string, string | null>;

/** What a card asks of the records that its own is associated with (`FetchAssociationsRequest` in HubSpot's SDK). */
export interface AssociationsRequest {
  toObjectType: string;
  properties?: string[];
  pageLength?: number;
  offset?: number;
}

export interface AssociationsPage {
  results: {
    toObjectId: number;
    associationTypes: { category: string; typeId: number; label: string | null }[];
    properties: Properties;
  }[];
  hasMore: boolean;
  nextOffset: number;
}

/** What the worker may ask of the page. */
export interface CardHost {
  fetch(url: string, options: FetchOptions): Promise<{ status: number; body: string }>;
  addAlert(alert: CardAlert): Promise<void>;
  reloadPage(): Promise<void>;
  readProperties(names: string[] | '*'): Promise<Properties>;
  watchProperties(names: string[] | '*', changed: (properties: Properties) => void): Promise<void>;
  refreshProperties(): Promise<void>;
  /** Asked of the CRM each time, as HubSpot does; fails where the CRM does. */
  readAssociations(request: AssociationsRequest): Promise<AssociationsPage>;
  openIframe(uri: string, title: string): Promise<void>;
  copyText(text: string): Promise<void>;
  closeOverlay(id: string): Promise<void>;
  /** The card could not be loaded or threw while it was rendered. */
  crashed(message: string): Promise<void>;
}

/** What the page may ask of the worker. `channel` is the remote tree's. */
export interface CardWorker {
  render(
    bundleUrl: string,
    channel: (...message: never[]) => void,
    context: CardContext,
    host: CardHost,
  ): Promise<void>;
}
