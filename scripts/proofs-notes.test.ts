import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { check, induction } from '../checker/index.ts';
import {
  boundsByName,
  boundsNamed,
  impliedProperties,
  inductiveInvariant,
  mutants,
  programsOfDesign,
  tracer,
  viewOfOneM,
} from '../model/index.ts';

// The commands of proofs-notes.md are run by cli/transcripts.test.ts; here stands what the prose says beside them.
const notes = readFileSync(new URL('../proofs-notes.md', import.meta.url), 'utf8');

test('claims are numbered without gaps, and each has a command or points to one', () => {
  const claims = [...notes.matchAll(/^### ([HF])(\d+)$/gm)].map(([, kind = '', number]) => [
    kind,
    Number(number),
  ]);
  for (const kind of ['H', 'F']) {
    const numbers = claims.filter(([one]) => one === kind).map(([, number]) => number);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(numbers.length).toBeGreaterThan(3);
  }
  const bodies = notes.split(/^### [HF]\d+$/gm).slice(1);
  for (const body of bodies) expect(body, body.slice(0, 60)).toMatch(/^```console$/m);
});

test('every reference to a claim is to one that stands there', () => {
  const known = new Set([...notes.matchAll(/^### ([HF]\d+)$/gm)].map(([, name]) => name));
  const named = [...notes.matchAll(/\b([HF]\d{1,2})\b/g)].map(([, name]) => name);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('every test file that the notes name is there', () => {
  const named = [...notes.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, path = '']) => path);
  expect(named.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([]);
  expect(named.length).toBeGreaterThan(10);
});

test('every property and mutant that the notes name exists', () => {
  const configs = Object.keys(boundsByName).filter((name) => /(tiny|-small)$/.test(name));
  const systems = configs.map((bounds) => tracer('1.24', boundsNamed(bounds)));
  const ofSteps = viewOfOneM(programsOfDesign('1.26-nosplit'), { buffersPerM: 1, eventsPerBuffer: 1 }).system
    .properties;
  const properties = new Set([ofSteps, ...systems.map((system) => system.properties)].flatMap(Object.keys));
  const named = [
    ...notes.matchAll(/\b(No[A-Z]\w+|\w+(?:Outside|Balance|Once|WhenDone|Section|Tracing))\b/g),
  ].map(([, name = '']) => name);
  const unknown = named.filter((name) => /^[A-Z]\w*[A-Z]\w*$/.test(name) && !properties.has(name));
  expect([...new Set(unknown)].filter((name) => !/^(ReadTrace|StopTrace|StartTrace)$/.test(name))).toEqual(
    [],
  );
  for (const [, name = ''] of notes.matchAll(/mutant `([\w-]+)`/g))
    expect(Object.keys(mutants)).toContain(name);
});

test('the induction has the counts, conjuncts and properties that the notes say', async () => {
  const view = viewOfOneM(programsOfDesign('1.26-nosplit'), { buffersPerM: 1, eventsPerBuffer: 1 });
  const { conjuncts, claims } = inductiveInvariant(view);
  const properties = impliedProperties(view.system);
  const { verdict, ...counts } = await induction(view.system, conjuncts, { properties });
  const { distinct } = await check({ ...view.system, properties: {} });
  const [, row = ''] = /^\| 1 +\| 1 +\|(.*)\|[^|]*\|$/m.exec(notes) ?? [];
  const figures = row.split('|').map((cell) => Number(cell.replaceAll(',', '')));
  expect([verdict, ...figures]).toEqual([
    'inductive',
    counts.states,
    counts.partialStates,
    counts.transitions,
    distinct,
  ]);
  const section = notes.slice(notes.indexOf('## 11. Induction'));
  expect(section).toContain(`has ${claims.length} conjuncts`);
  const implied = /It implies ([\s\S]*?)\./.exec(section)?.[1] ?? '';
  expect(implied.split(/,\s+|\s+and\s+/)).toEqual(properties);
});
