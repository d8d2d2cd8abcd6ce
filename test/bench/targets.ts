import type { Figures, FigureValue } from './bench.ts';

/** The figures that must hold, each with the baseline of the same run beside it. This is the specification. */
export interface Target {
  key: string;
  title: string;
  unit: string;
  /** The figure of the same run that it is read against; null: it stands alone. */
  baseline: string | null;
  target: string;
  met: (value: number, figures: Figures) => boolean;
}

const atMost = (limit: number) => (value: number) => value <= limit;
const atLeast = (limit: number) => (value: number) => value >= limit;

const target = (
  key: string,
  title: string,
  unit: string,
  baseline: string | null,
  text: string,
  met: Target['met'],
): Target => ({ key, title, unit, baseline, target: text, met });

export const TARGETS: readonly Target[] = [
  target('overhead_p50_ms', 'added by the bridge to one read, p50', 'ms', 'direct_p50_ms', '≤ 4', atMost(4)),
  target('overhead_p99_ms', 'added by the bridge to one read, p99', 'ms', 'direct_p50_ms', '≤ 15', atMost(15)),
  target('bridge_to_direct', 'read over the bridge / straight', '×', 'direct_p50_ms', '≤ 1.05', atMost(1.05)),
  target('tunnel_to_ssh_rate', '20 callers: rate / rate of ssh -R', '×', 'ssh_rps_20', '≥ 1.0', atLeast(1)),
  target('tunnel_to_ssh_p99', '20 callers: p99 / p99 of ssh -R', '×', 'ssh_p99_20_ms', '≤ 0.5', atMost(0.5)),
  target('warm_p95_ms', 'view from copies, bad ERP, p95', 'ms', null, '≤ 50', atMost(50)),
  target(
    'cold_p95_minus_erp_p95_ms',
    'cold view over its slowest ERP call',
    'ms',
    'erp_slowest_p95_ms',
    '≤ 25',
    atMost(25),
  ),
  target('within_2500ms_pct', 'card answers within 2.5 s, bad ERP', '%', null, '100', atLeast(100)),
  target('http_5xx', 'card answers with a 5xx', '', null, '0', atMost(0)),
  target(
    'soap_calls_for_500_opens',
    'SOAP calls for 500 opens at once',
    '',
    'company_view_sections',
    '= number of sections',
    (value, figures) => value === figures.company_view_sections,
  ),
  target('max_concurrent_reads', 'reads at the ERP at once', '', 'max_concurrent_soap', '≤ 4', atMost(4)),
  target('max_concurrent_soap', 'calls at the ERP at once, writes too', '', null, '≤ 4', atMost(4)),
  target('reads_to_bare', 'warm views per s / bare route', '×', 'bare_route_per_s', '≥ 0.4', atLeast(0.4)),
  target('agent_rss_idle_mib', 'agent memory, idle', 'MiB', 'node_rss_mib', '≤ 90', atMost(90)),
  target('agent_rss_loaded_mib', 'agent memory, loaded', 'MiB', 'node_rss_mib', '≤ 130', atMost(130)),
  target('reconnect_p95_ms', 'cut to working card, p95', 'ms', null, '≤ 2000', atMost(2_000)),
  target('half_open_detected_ms', 'silent peer given up, slowest', 'ms', null, '≤ 25000', atMost(25_000)),
  target('storm_agents', 'agents back after a restart', '', null, '1000', atLeast(1_000)),
  target('storm_all_back_ms', 'all of them back', 'ms', 'storm_gateway_down_ms', '≤ 60000', atMost(60_000)),
  target('storm_peak_to_mean', 'dials per s, peak / mean', '×', 'storm_peak_dials_per_s', '≤ 3', atMost(3)),
  target('idle_wakes_per_min', 'wakes of an idle tenant a minute', '', 'idle_hibernated', '0', atMost(0)),
  target(
    'warm_read_by_tenants_ratio',
    'warm read, 1 to 1,000 tenants',
    '×',
    'warm_read_by_tenants',
    '≤ 1.5',
    atMost(1.5),
  ),
  target('warm_read_by_copies_ratio', 'warm read, 10² to 10⁶ copies', '×', 'warm_read_by_copies', '≤ 1.5', atMost(1.5)),
  target(
    'accept_p99_ms',
    'a push accepted, durable and answered, p99',
    'ms',
    'bare_insert_p99_ms',
    '≤ 2500',
    atMost(2_500),
  ),
  target('key_bytes', 'a remembered key', 'B', 'keys_remembered', '< 200', (value) => value < 200),
  target('key_lookup_p99_ms', 'a key found among them, p99', 'ms', 'keys_remembered', '< 5', (value) => value < 5),
  target('codec_to_node_soap', '1,000 orders: as fast as the soap package', '×', 'node_soap_ms', '≥ 2', atLeast(2)),
  target('rows_50k_block_ms', '50,000 rows: event loop blocked', 'ms', null, '≤ 50', atMost(50)),
];

export type Verdict = 'met' | 'missed' | 'not measured';

export function verdictOf({ key, met }: Target, figures: Figures): Verdict {
  const value: FigureValue | undefined = figures[key];
  if (typeof value !== 'number' || Number.isNaN(value)) return 'not measured';
  return met(value, figures) ? 'met' : 'missed';
}
