import type { Experiment, Figures } from '../bench.ts';
import { openNodeSoap } from '../codec/node-soap.ts';
import { orderSpeed } from '../codec/order-speed.ts';
import { openOurCodec } from '../codec/our-codec.ts';
import { type RowSpeed, rowSpeed } from '../codec/row-speed.ts';

const ROWS = [1_000, 10_000, 50_000];

/** One figure of each number of rows. */
const byRows = (speeds: ReadonlyMap<number, RowSpeed>, of: (speed: RowSpeed) => number): Record<string, number> =>
  Object.fromEntries([...speeds].map(([count, speed]) => [String(count), of(speed)]));

/** The SOAP codec beside the soap package's, on the same messages and in this process. */
export const codec: Experiment = {
  name: 'codec',
  keys: [
    'codec_ms',
    'node_soap_ms',
    'codec_to_node_soap',
    'codec_cpu_ms',
    'node_soap_cpu_ms',
    'codec_encode_ms',
    'node_soap_encode_ms',
    'codec_decode_ms',
    'node_soap_decode_ms',
    'codec_mb_per_s',
    'node_soap_mb_per_s',
    'rows_50k_block_ms',
    'rows_50k_block_cpu_ms',
    'rows_50k_block_by_way_ms',
    'rows_block_ms',
    'rows_mb_per_s',
    'rows_tree_mb_per_s',
    'rows_cut_mb_per_s',
    'node_soap_rows_mb_per_s',
  ],
  async run(bench) {
    bench.say('  1000 orders\n');
    const { ours, nodeSoap, megabytes } = await orderSpeed(bench.quick ? 5 : 25);
    const figures: Figures = {
      codec_ms: ours.ms,
      node_soap_ms: nodeSoap.ms,
      codec_to_node_soap: nodeSoap.ms / ours.ms,
      codec_cpu_ms: ours.cpuMs,
      node_soap_cpu_ms: nodeSoap.cpuMs,
      codec_encode_ms: ours.encodeMs,
      node_soap_encode_ms: nodeSoap.encodeMs,
      codec_decode_ms: ours.decodeMs,
      node_soap_decode_ms: nodeSoap.decodeMs,
      codec_mb_per_s: megabytes / (ours.ms / 1000),
      node_soap_mb_per_s: megabytes / (nodeSoap.ms / 1000),
    };
    const codecs = { ours: await openOurCodec(), theirs: await openNodeSoap() };
    const speeds = new Map<number, RowSpeed>();
    for (const count of ROWS) {
      bench.say(`  ${count} rows\n`);
      speeds.set(count, await rowSpeed(codecs, count, bench.quick ? 2 : 5));
    }
    // No agent shapes more rows than the connector's rowsMax, so `rows` stands beside the target and not in it.
    const longest = ({ tree, cut }: RowSpeed): number => Math.max(tree.blockMs, cut.blockMs);
    const blocks = byRows(speeds, longest);
    const cpu = byRows(speeds, ({ tree, cut }) => Math.max(tree.blockCpuMs, cut.blockCpuMs));
    const most = Object.entries(speeds.get(50_000) ?? {});
    return {
      ...figures,
      rows_50k_block_ms: blocks['50000'] ?? null,
      rows_50k_block_cpu_ms: cpu['50000'] ?? null,
      rows_50k_block_by_way_ms: Object.fromEntries(most.map(([way, { blockMs }]) => [way, blockMs])),
      rows_block_ms: blocks,
      rows_mb_per_s: byRows(speeds, ({ rows }) => rows.mbPerS),
      rows_tree_mb_per_s: byRows(speeds, ({ tree }) => tree.mbPerS),
      rows_cut_mb_per_s: byRows(speeds, ({ cut }) => cut.mbPerS),
      node_soap_rows_mb_per_s: byRows(speeds, ({ nodeSoap: read }) => read.mbPerS),
    };
  },
};
