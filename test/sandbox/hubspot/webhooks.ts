import { createHmac } from 'node:crypto';
import { HUBSPOT_ACCOUNT } from './account.ts';
import type { CrmRecord, CrmRecords } from './records.ts';

/** An event as HubSpot sends it for a subscription to a deal's property. */
export interface WebhookEvent {
  eventId: number;
  subscriptionId: number;
  portalId: number;
  appId: number;
  occurredAt: number;
  subscriptionType: 'object.propertyChange';
  attemptNumber: number;
  objectId: number;
  objectTypeId: '0-3';
  changeSource: string;
  propertyName: string;
  propertyValue: string;
}

/** How events are delivered: at least once and in no order, says the documentation; so badly, says the test. */
export interface Delivery {
  times: number;
  shuffled: boolean;
}

/** HubSpot sends so many events in one request at most. */
const BATCH_MAX = 100;

/** The account's one subscription: every change of a deal's stage. */
export class Webhooks {
  #pending: WebhookEvent[] = [];
  #lastId = 3_800_000;

  constructor(records: CrmRecords) {
    records.onStage = (deal, now) => this.#add(deal, now);
  }

  /** Everything that was not delivered yet, as the bodies of requests; from now on it counts as delivered. */
  take({ times, shuffled }: Delivery): WebhookEvent[][] {
    const events = this.#pending.flatMap((event) =>
      Array.from({ length: times }, (_, attemptNumber) => ({ ...event, attemptNumber })),
    );
    this.#pending = [];
    if (shuffled) events.sort((a, b) => scatter(a) - scatter(b));
    return Array.from({ length: Math.ceil(events.length / BATCH_MAX) }, (_, batch) =>
      events.slice(batch * BATCH_MAX, (batch + 1) * BATCH_MAX),
    );
  }

  /** Delivers over HTTP, signed as HubSpot signs (version 3); gives the statuses that came back. */
  async deliver(targetUrl: string, delivery: Delivery): Promise<number[]> {
    const statuses: number[] = [];
    for (const events of this.take(delivery)) {
      const body = JSON.stringify(events);
      const timestamp = String(Date.now());
      const signature = createHmac('sha256', HUBSPOT_ACCOUNT.clientSecret)
        .update(`POST${targetUrl}${body}${timestamp}`)
        .digest('base64');
      const headers = {
        'content-type': 'application/json',
        'x-hubspot-signature-v3': signature,
        'x-hubspot-request-timestamp': timestamp,
      };
      statuses.push((await fetch(targetUrl, { method: 'POST', headers, body })).status);
    }
    return statuses;
  }

  #add(deal: CrmRecord, now: number): void {
    this.#lastId += 1;
    this.#pending.push({
      eventId: this.#lastId,
      subscriptionId: 251,
      portalId: HUBSPOT_ACCOUNT.portalId,
      appId: HUBSPOT_ACCOUNT.appId,
      occurredAt: now,
      subscriptionType: 'object.propertyChange',
      attemptNumber: 0,
      objectId: Number(deal.id),
      objectTypeId: '0-3',
      changeSource: 'CRM_UI',
      propertyName: 'dealstage',
      propertyValue: deal.properties.dealstage ?? '',
    });
  }
}

/** The same disorder each time. */
const scatter = ({ eventId, attemptNumber }: WebhookEvent): number => (eventId * 7919 + attemptNumber * 104_729) % 1009;
