import type { AgentLink } from './agent-link.ts';

/** What pushes need of the agents' link. */
export type PushLink = Pick<AgentLink, 'connections' | 'serving' | 'send' | 'call'>;
