import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { currentSchemas, schemasOf } from './current-schemas.ts';
import { readPublications } from './export.ts';
import type { ContractSchemas, JsonObject } from './json-schema.ts';
import { digestOf, publishedText } from './published.ts';
import { type Publications, publicationProblems, refusalsToPublish } from './verdict.ts';

let current: ContractSchemas;
beforeAll(async () => {
  current = await currentSchemas();
});

const publications = (published: ContractSchemas[], released: ContractSchemas[] = []): Publications => ({
  texts: Object.fromEntries([...published, ...released].map((each) => [each.version, publishedText(each)])),
  released: Object.fromEntries(released.map((each) => [each.version, digestOf(publishedText(each))])),
});

const at = (version: string, mutate: (schemas: Record<string, JsonObject>) => void = () => {}): ContractSchemas => {
  const copy = structuredClone({ ...current, version });
  mutate(copy.schemas);
  return copy;
};

/** Seeded violations: the kind of change that slips into a commit. */
const breaking = (schemas: Record<string, JsonObject>) => {
  delete schemas['customer.Customer'];
};
const additive = (schemas: Record<string, JsonObject>) => {
  schemas['quote.Quote'] = { type: 'object' };
};

describe('the contracts and what is published', () => {
  it('contracts/ is exactly what is published under its version, and breaks no release', () => {
    expect(publicationProblems(current, readPublications())).toEqual([]);
  });

  it('every noun, message and command is described', () => {
    expect(Object.keys(current.schemas)).toEqual(
      expect.arrayContaining([
        'customer.Customer',
        'commands.order.create.input',
        'commands.order.create.output',
        'commands.order.create.effect',
        'frames.AgentFrame',
        'frames.CLOSE',
        'connector.ConnectorDocument.parsed',
        'errors.categories',
      ]),
    );
  });
});

describe('the guards', () => {
  it('an unpublished version is a problem', () => {
    expect(publicationProblems(at('1.0.0'), publications([]))).toEqual([expect.stringContaining('is not published')]);
  });

  it('a change that was not published is a problem, and is named', () => {
    const problems = publicationProblems(at('1.0.0', breaking), publications([at('1.0.0')]));
    expect(problems.join('\n')).toContain('breaking  customer.Customer: the schema was removed');
  });

  it('an additive change that was not published is a problem too', () => {
    const problems = publicationProblems(at('1.0.0', additive), publications([at('1.0.0')]));
    expect(problems.join('\n')).toContain('additive  quote.Quote');
  });

  it('a version that is not released may be published again, even when that breaks it', () => {
    expect(refusalsToPublish(at('1.0.0', breaking), publications([at('1.0.0')]))).toEqual([]);
  });

  it('a released version is frozen, for additive changes as well', () => {
    const refusals = refusalsToPublish(at('1.0.0', additive), publications([], [at('1.0.0')]));
    expect(refusals.join('\n')).toContain('1.0.0 is released and frozen');
  });

  it('a released version that did not change may be published again', () => {
    expect(refusalsToPublish(at('1.0.0'), publications([], [at('1.0.0')]))).toEqual([]);
  });

  it('a released file that was edited by hand is a problem', () => {
    const both = publications([], [at('1.0.0')]);
    const edited = { ...both, texts: { '1.0.0': publishedText(at('1.0.0', additive)) } };
    expect(publicationProblems(at('1.0.0', additive), edited)).toEqual([
      '1.0.0 is released, but its file was changed afterwards',
    ]);
  });

  it('a breaking change after a release needs a new major version', () => {
    const minor = publications([at('1.1.0', breaking)], [at('1.0.0')]);
    expect(publicationProblems(at('1.1.0', breaking), minor).join('\n')).toContain('1.1.0 breaks 1.0.0');
    expect(refusalsToPublish(at('1.1.0', breaking), minor).join('\n')).toContain('needs 2.0.0');
  });

  it('an additive change after a release needs only a new version', () => {
    expect(publicationProblems(at('1.1.0', additive), publications([at('1.1.0', additive)], [at('1.0.0')]))).toEqual(
      [],
    );
  });

  it('a breaking change with a new major version passes', () => {
    expect(publicationProblems(at('2.0.0', breaking), publications([at('2.0.0', breaking)], [at('1.0.0')]))).toEqual(
      [],
    );
  });

  it('the newest release before the version counts, by number and not by letter', () => {
    const released = [at('1.9.0', additive), at('1.10.0')];
    expect(publicationProblems(at('1.11.0'), publications([at('1.11.0')], released))).toEqual([]);
  });
});

describe('what is described', () => {
  it('a refinement is seen by its sentence', () => {
    const [plain, refined] = [z.string(), z.string().refine((text) => text !== '', 'must not be empty')];
    expect(schemasOf('a.A', plain)).not.toEqual(schemasOf('a.A', refined));
    expect(schemasOf('a.A', refined)['a.A']).toMatchObject({ 'x-refinements': ['must not be empty'] });
  });

  it('a default is seen: what travels may leave the property out, what was read has it', () => {
    const described = schemasOf('a.A', z.strictObject({ limit: z.int().default(20) }));
    expect(described['a.A']).not.toHaveProperty('required');
    expect(described['a.A.parsed']).toMatchObject({ required: ['limit'] });
  });

  it('functions are not described', () => {
    expect(schemasOf('a.of', () => z.string())).toEqual({});
  });
});
