/** What can go wrong. A run says how often each did. */
export const FAULTS = {
  F1: 'request lost before the ERP',
  F2: 'ERP commits, then the response is lost',
  F3: 'ERP commits after our timeout',
  F4: 'ERP aborts',
  F5: 'ERP answers a fault after the commit',
  F6: 'ERP restarts in the middle of a call',
  F7: 'search index is behind',
  F8: 'lookup fails',
  'F9-kill': 'agent killed',
  'F9-journal': 'agent killed while it journals',
  'F9-power': 'agent loses power',
  'F10-full': 'agent disk full',
  'F10-torn': 'journal tail lost with the power',
  'F10-lies': 'disk says written and has not',
  'F11-thaw': 'agent frozen, then thawed',
  'F11-snapshot': 'agent machine restored from a snapshot',
  'F11-two': 'the other agent takes the writes over',
  'F12-evict': 'object evicted, sockets stay',
  'F12-deploy': 'object deployed, sockets close',
  'F12-commit': 'object lost at a commit',
  'F12-answer': 'object lost right after it answered',
  'F12-alarm': 'alarm delivered twice',
  'F13-half-open': 'half-open link',
  'F13-reset': 'link reset',
  'F13-slow': 'link or login slow',
  F14: 'agent clock jumps by an hour',
  'F15-twice': 'frame duplicated',
  'F15-order': 'frames reordered',
  'F15-old': 'old frame over a newer connection',
  'F16-double': 'double click',
  'F16-retry': 'CRM repeats the request',
  'F16-replay': 'webhook replayed later',
  'F16-other': 'other content under the same key',
  'F17-skew': 'an agent of an older version',
  'F18-again': 'a person says send again',
  'F18-link': 'a person links the document',
  'F18-give-up': 'a person gives a push up',
  'F18-revise': 'a given-up deal is sent again under a new reference',
  away: 'every agent is away for longer than an hour',
  F19: 'object store set back',
  'CRM-refuses': 'CRM answers 429 or 5xx',
  'CRM-lost': 'CRM does it, the answer is lost',
  'CRM-slow': 'CRM slow',
  quiet: 'quiet hours begin',
} as const;
export type FaultName = keyof typeof FAULTS;
export type FaultCounts = Record<FaultName, number>;

export const noFaults = (): FaultCounts =>
  Object.fromEntries(Object.keys(FAULTS).map((name) => [name, 0])) as FaultCounts;

/**
 * Two failures at once that nothing in the product can tell from none, each left out beside the other:
 * a lying disk forgets the epoch that shows that the gateway's store was set back; an old agent does not name it.
 * An agent's wall clock that is set back while its machine sleeps hides the sleep.
 */
export const NEVER_TOGETHER: readonly (readonly [FaultName, FaultName])[] = [
  ['F10-lies', 'F19'],
  ['F11-snapshot', 'F19'],
  ['F17-skew', 'F19'],
  ['F11-thaw', 'F14'],
];
