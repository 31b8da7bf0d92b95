import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { validatorOf } from '../testing/schema.ts';
import { nosplit, repository } from '../testing/world.ts';

// JSON that is written into files, or read from them, and not printed. Each document is damaged everywhere.

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-schema-files-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const read = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json;

/** What Array.isArray does not say of lists that are read only. */
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

interface Damaged {
  /** Where, and what was done there. */
  readonly how: string;
  readonly document: Json;
}

/** The document with one thing wrong: a value of another kind, a field or an item too much, or a field that is missing. */
function* damagesOf(value: Json, at: string): Generator<Damaged> {
  if (value !== null) yield { how: `${at} is null`, document: null };
  if (value === null || typeof value !== 'object') {
    yield { how: `${at} is an object`, document: {} };
    if (typeof value !== 'string') yield { how: `${at} is a text`, document: 'text' };
    return;
  }
  if (isList(value)) {
    yield { how: `${at} has an item that is null`, document: [...value, null] };
    for (const [index, item] of value.entries())
      for (const { how, document } of damagesOf(item, `${at}/${String(index)}`))
        yield { how, document: value.with(index, document) };
    return;
  }
  yield { how: `${at} has a field more`, document: { ...value, more: null } };
  for (const [key, field] of Object.entries(value)) {
    const others = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    yield { how: `${at}/${key} is missing`, document: others };
    for (const { how, document } of damagesOf(field, `${at}/${key}`))
      yield { how, document: { ...value, [key]: document } };
  }
}

/** Only what makes another document of the schema may pass. */
function refusesDamage(name: string, document: Json, passes: RegExp): void {
  const validate = validatorOf(name);
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  let refused = 0;
  for (const { how, document: damaged } of damagesOf(document, '')) {
    expect(validate(damaged), how).toBe(passes.test(how));
    refused++;
  }
  expect(refused).toBeGreaterThan(50);
}

const parameter = /^\/instances\/\d+\/params\/\w+ is (missing|a text)$/;

test.each(['mutex', 'two-phase-commit'])(
  'the kernel of %s is of its schema, and damaged it is not',
  async (model) => {
    const { exit } = await nosplit(['export', '--model', model, '--format', 'kernel', '--out', '.'], { cwd });
    expect(exit).toBe(0);
    const document = read(join(cwd, `${model}.kernel.json`));
    refusesDamage('kernel', document, parameter);
  },
);

describe('a kernel is not of its schema', () => {
  const { validate, document } = { validate: validatorOf('kernel'), document: {} as Record<string, Json> };
  const place = { at: 64, most: 1, words: 1 };
  Object.assign(document, {
    ...{ schema: 'nosplit.kernel/1', system: 's', title: 't', words: 1, bits: [3], actions: ['A'] },
    scalars: [{ path: 'x', position: 0, bits: 3, kind: 'int', min: -2, max: 5 }],
    initial: [[0]],
    instances: [{ action: 0, process: '', params: {} }],
    properties: [{ name: 'P', kind: 'always' }],
    memory: {
      ...{ states: place, successors: place, verdicts: place, findings: place, fired: 4, exercised: 8 },
      counters: { successors: 0, findings: 0, fault: 0, generated: 0, degreeMin: 0, degreeMax: 0 },
    },
  });
  const memory = document['memory'] as Record<string, Json>;
  const scalar = { path: 'x', position: 0, bits: 3, kind: 'int', min: -2, max: 5 };

  test.each<[string, Record<string, Json>]>([
    ['of another version', { schema: 'nosplit.kernel/2' }],
    ['with states of no words', { words: 0 }],
    ['with more bits than a word has', { bits: [33] }],
    ['with a word that is negative', { initial: [[-1]] }],
    ['with a word of more than 32 bits', { initial: [[2 ** 32]] }],
    ['without an initial state', { initial: [] }],
    ['with a claim about runs', { properties: [{ name: 'P', kind: 'leadsTo' }] }],
    ['with an action of no number', { instances: [{ action: -1, process: '', params: {} }] }],
    ['with an integer that has no bounds', { scalars: [{ ...scalar, max: null }] }],
    ['with a boolean that has bounds', { scalars: [{ ...scalar, kind: 'bool' }] }],
    ['with a scalar of more bits than a word has', { scalars: [{ ...scalar, bits: 33 }] }],
    ['with an address that is no word', { memory: { ...memory, fired: 6 } }],
    ['with room for nothing', { memory: { ...memory, states: { ...place, most: 0 } } }],
  ])('%s', (_, change) => {
    expect(validate(document)).toBe(true);
    expect(validate({ ...document, ...change })).toBe(false);
  });
});

test('the committed expectations are of their schema, and damaged they are not', () => {
  const document = read(join(repository, 'model/expectations.json')) as {
    readonly configs: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  } & { readonly [key: string]: Json };
  expect(validatorOf('expectations')(document)).toBe(true);
  // Some of the variants, of which one has counterexamples and one has none.
  const { seed, '1.26-nosplit': cured } = document.configs['tiny'] ?? {};
  if (seed === undefined || cured === undefined) throw new Error('expected the answers of tiny');
  const few = { ...document, configs: { tiny: { seed, '1.26-nosplit': cured } } };
  const passes =
    /^\/configs\/tiny( |\/[^/]+ )is missing$|\/violated\/\w+ is missing$|\/(steps|trace) is null$|\/trace is a text$/;
  refusesDamage('expectations', few, passes);
});

test('waivers are of their schema, and damaged they are not', () => {
  const document = read(join(repository, 'model/vacuity-waivers.json')) as {
    readonly waivers: readonly Json[];
  } & { readonly [key: string]: Json };
  const validate = validatorOf('vacuity-waivers');
  expect(validate(document)).toBe(true);
  refusesDamage('vacuity-waivers', { ...document, waivers: document.waivers.slice(0, 8) }, /^never$/);
  const [waiver] = document.waivers as readonly Readonly<Record<string, Json>>[];
  for (const change of [{ kind: 'dead' }, { system: [] }, { config: ' ' }, { reason: '' }])
    expect(validate({ ...document, waivers: [{ ...waiver, ...change }] }), JSON.stringify(change)).toBe(
      false,
    );
});
