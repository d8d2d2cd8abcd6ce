/** What the bench and a process of agents say to each other. Moments are epoch ms: both are on one machine. */

export interface Member {
  /** Unique over all processes. */
  index: number;
  code: string;
}

export type FleetOrder =
  | { order: 'enrol'; gateway: string; home: string; members: Member[] }
  /** `via`: where to dial instead of the gateway, by member. */
  | { order: 'link'; members: { index: number; via: string | null }[] };

export type FleetEvent =
  | { event: 'enrolled'; indices: number[] }
  | { event: 'failed'; reason: string }
  /** Gathered for a few ms: thousands of them must not be a load of their own. */
  | { event: 'moments'; moments: LinkMoment[] };

export interface LinkMoment {
  index: number;
  state: 'dialling' | 'online' | 'waiting';
  at: number;
}
