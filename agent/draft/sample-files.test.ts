import { describe, expect, it } from 'vitest';
import { commandIn, readSamples } from './sample-files.ts';

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const ENVELOPE = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>';
const END = '</s:Body></s:Envelope>';

describe('files of samples', () => {
  it.each([
    ['order.read.xml', 'order.read'],
    ['Order-Read-2.xml', 'order.read'],
    ['order-find-by-reference.xml', 'order.find-by-reference'],
    ['order.find.xml', 'order.find'],
    ['orders.xml', null],
    ['order-reading.xml', null],
  ])('%s answers %s', (name, command) => expect(commandIn(name)).toBe(command));

  it('hold what stands in the body, with or without an envelope', () => {
    const { samples } = readSamples([
      file('order.read.xml', `${ENVELOPE}<r><No>1</No></r>${END}`),
      file('order.list.xml', '<r/>'),
    ]);
    expect(samples.map(({ command, root }) => [command, root.name])).toEqual([
      ['order.read', 'r'],
      ['order.list', 'r'],
    ]);
  });

  it('that hold no answer say so, and do not stand in the way of others', () => {
    const { samples, problems } = readSamples([
      file('a.xml', 'no XML'),
      file('b.xml', '<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>'),
      file('c.xml', `${ENVELOPE}<s:Fault/>${END}`),
      file('d.yaml', 'a: [1'),
      file('e.xml', '<r/>'),
    ]);
    expect(samples).toHaveLength(1);
    expect(problems.map((problem) => problem.slice(0, 6))).toEqual(['a.xml:', 'b.xml:', 'c.xml:', 'd.yaml']);
  });

  it('of golden cases hold every answer that is no fault', () => {
    const yaml = 'command: order.read\nexchanges:\n  - { answer: "<r/>" }\n  - { answer: "<f/>", fault: true }\n';
    expect(readSamples([file('x.case.yaml', yaml)]).samples.map(({ command }) => command)).toEqual(['order.read']);
  });
});
