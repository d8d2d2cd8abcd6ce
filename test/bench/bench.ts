import type { Chart } from './chart.ts';
import type { Rig } from './rig.ts';

/** A figure is a number, a small table, or null where it could not be had; a note then says why. */
export type FigureValue = number | Record<string, unknown> | null;
export type Figures = Record<string, FigureValue>;

/** What an experiment works with. */
export interface Bench {
  /** A folder for the run; removed at its end. */
  dir: string;
  /** Fewer and shorter series: to see that everything works, not to publish. */
  quick: boolean;
  peers: boolean;
  /** Where CPU profiles of agents are written; null: none are. */
  profileDir: string | null;
  /** The product with one tenant; started when first asked for. */
  rig(): Promise<Rig>;
  /** Address of the stand-in CRM, for gateways of an experiment's own. */
  hubspot(): Promise<string>;
  onLine: (name: string, line: string) => void;
  say(text: string): void;
  /** A remark that belongs beside the figures. */
  note(text: string): void;
  /** Draws `docs/performance/<name>.svg`; quick runs draw nothing. */
  draw(name: string, chart: Chart): void;
  /** Customers nobody has asked for yet in this run. */
  untouched(count: number): Promise<string[]>;
  /** A question that was never asked: this many items in an order of its own. */
  newQuestion(items: number): Promise<string[]>;
}

export interface Experiment {
  name: string;
  /** Every figure it gives. */
  keys: readonly string[];
  run(bench: Bench): Promise<Figures>;
}
