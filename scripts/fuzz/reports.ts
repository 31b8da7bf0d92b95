/** Saved reports, damaged: `replay` and `why` refuse them in one line, or what they show is so on plain objects. */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { System, Trace } from '../../checker/index.ts';
import { isLiveness } from '../../checker/index.ts';
import { live } from '../../checker/testing/naive.ts';
import { lassoFault } from '../../checker/testing/naive-liveness.ts';
import { faultOf } from '../../checker/testing/summary.ts';
import { nosplit } from '../../cli/testing/world.ts';
import diningPhilosophers from '../../examples/dining-philosophers.ts';
import peterson from '../../examples/peterson.ts';
import { boundsNamed, tracer } from '../../model/index.ts';
import type { Subject, Tally } from './subject.ts';
import { subject } from './subject.ts';

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

interface Saved {
  readonly words: readonly string[];
  readonly system: System;
}

/** Forgets the schema: sound, since the twin gives a system's functions only states of its own schema. */
const erased = (system: unknown): System => system as System;

const saved: readonly Saved[] = [
  {
    words: ['--model', 'peterson', '--set', 'broken=true'],
    system: erased(peterson({ broken: true })),
  },
  {
    words: ['--model', 'dining-philosophers', '--set', 'broken=true'],
    system: erased(diningPhilosophers({ broken: true })),
  },
  {
    words: ['--design', '1.24', 'tiny', '--continue'],
    system: erased(tracer('1.24', boundsNamed('tiny'))),
  },
];

/** In place of what is another at every run: a damage is at a place of the text, and a reproduced one is at the same. */
const timeless: Readonly<Record<string, Json>> = {
  date: '2026-01-01T00:00:00.000Z',
  elapsedMs: 12.5,
  statesPerSecond: 1000,
};

const texts: string[] = [];
/** The report of a search, made once. */
async function textOf(index: number): Promise<string> {
  if (texts[index] === undefined) {
    const words = ['check', ...(saved[index]?.words ?? []), '--format', 'json'];
    const { exit, stdout, stderr } = await nosplit(words);
    // Each of them is violated; another report would be no base for a damaged one.
    ok(exit === 1, `${words.join(' ')} ends with ${exit}: ${stderr}${stdout.slice(0, 300)}`);
    texts[index] = JSON.stringify(
      JSON.parse(stdout, (name, value: Json) => (Object.hasOwn(timeless, name) ? timeless[name] : value)),
    );
  }
  return texts[index];
}

const values: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  2,
  -1,
  0.5,
  2 ** 53,
  '',
  'M0',
  'x\u001b[31m',
  [],
  {},
];

interface Change {
  /** Of all values in the report, in the order of its text, modulo their number. */
  readonly node: number;
  readonly kind: 'replace' | 'remove' | 'double' | 'swap' | 'nest' | 'add';
  readonly value: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  node: fc.nat(100_000),
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'double', 'swap', 'nest', 'add'),
  value: fc.nat(values.length - 1),
});

interface Input {
  readonly base: number;
  readonly changes: readonly Change[];
  /** Of the text, in thousandths of its length; then it is cut there, or this byte stands there. */
  readonly text: { readonly at: number; readonly byte: number | null } | null;
  readonly command: 'replay' | 'why';
}

const inputs: fc.Arbitrary<Input> = fc.record({
  base: fc.nat(saved.length - 1),
  changes: fc.array(change, { minLength: 1, maxLength: 2 }),
  text: fc.option(fc.record({ at: fc.nat(1000), byte: fc.option(fc.integer({ min: 1, max: 255 })) }), {
    freq: 6,
  }),
  command: fc.constantFrom('replay', 'replay', 'why'),
});

/** Where a value stands. */
interface Place {
  readonly holder: Json[] | { [name: string]: Json };
  readonly key: string;
}

function placesIn(value: Json): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ holder: value, key }, ...placesIn(inner)]);
}

function applied(document: Json, { node, kind, value }: Change): void {
  const places = placesIn(document);
  const place = places[node % Math.max(1, places.length)];
  if (place === undefined) return;
  const { holder, key } = place;
  const other = values[value] ?? null;
  const at = Number(key);
  const now = Reflect.get(holder, key) as Json;
  if (kind === 'remove') {
    if (Array.isArray(holder)) holder.splice(at, 1);
    else Reflect.deleteProperty(holder, key);
  } else if (kind === 'double' && Array.isArray(holder)) holder.splice(at, 0, structuredClone(now));
  else if (kind === 'swap' && Array.isArray(holder)) holder.splice(at, 0, ...holder.splice(at + 1, 1));
  else if (kind === 'nest') Reflect.set(holder, key, [now]);
  else if (kind === 'add' && !Array.isArray(holder)) Reflect.set(holder, 'more', other);
  else Reflect.set(holder, key, typeof now === 'number' && value < 4 ? now + 1 + value : other);
}

async function damaged({ base, changes, text }: Input): Promise<string> {
  const document = JSON.parse(await textOf(base)) as Json;
  for (const one of changes) applied(document, one);
  const whole = JSON.stringify(document);
  if (text === null) return whole;
  const at = Math.floor((text.at / 1000) * whole.length);
  return (
    whole.slice(0, at) + (text.byte === null ? '' : String.fromCharCode(text.byte) + whole.slice(at + 1))
  );
}

const folder = mkdtempSync(join(tmpdir(), 'nosplit-fuzz-'));
process.once('exit', () => {
  rmSync(folder, { recursive: true });
});

async function judge(input: Input, tally: Tally): Promise<void> {
  const text = await damaged(input);
  writeFileSync(join(folder, 'report.json'), text);
  const { exit, stdout, stderr } = await nosplit([input.command, './report.json'], { cwd: folder });
  tally.count(input.command);
  tally.count(exit === 2 ? 'refused' : 'shown');
  ok(!/[^\n\u0020-\u007e\u00a0-\u{10ffff}]/u.test(stdout + stderr), 'a control character is printed');
  if (exit === 2) {
    deepStrictEqual(stdout, '');
    match(stderr, /^nosplit: [^\n]+\n$/);
    return;
  }
  ok(exit === 0 || exit === 1, `exit code ${exit}: ${stderr}`);
  const fault = faultIn(JSON.parse(text) as Report, saved[input.base]?.system);
  deepStrictEqual(fault, undefined, `${input.command} shows it: ${stdout.split('\n')[0] ?? ''}`);
}

interface Report {
  readonly violations: readonly { readonly property: string; readonly trace: Trace | null }[];
  readonly properties: readonly { readonly property: string; readonly witness?: { readonly trace: Trace } }[];
}

/** What is wrong with the trace that is shown: the first counterexample of the report, or its witness where it has none. */
function faultIn({ violations, properties }: Report, system: System | undefined): string | undefined {
  if (system === undefined) return 'there is no system';
  const shown = violations.find(({ trace }) => trace !== null);
  if (shown === undefined || shown.trace === null) {
    const witnesses = properties.flatMap(({ property, witness }) =>
      witness === undefined ? [] : [witnessFault(system, property, witness.trace)],
    );
    return witnesses.length === 0 ? 'there is no trace' : witnesses[0];
  }
  const { property, trace } = shown;
  const claim = system.properties[property];
  if (claim !== undefined && isLiveness(claim)) return lassoFault(system, claim, 'stuttering', trace);
  return faultOf(system, property, trace);
}

/** A trace to where a `sometimes` is reached: it is in order but for its end, which violates nothing. */
function witnessFault(system: System, property: string, trace: Trace): string | undefined {
  const fault = faultOf(system, property, trace);
  if (fault !== 'its end violates nothing') return fault ?? 'its end violates something';
  const claim = system.properties[property];
  const end = live(system.state, (trace.steps.at(-1)?.state ?? trace.initial) as never);
  return claim?.kind === 'sometimes' && claim.reached(end) ? undefined : 'its end is no witness';
}

export const reports: Subject = subject({
  name: 'reports',
  about: 'damaged reports, refused in one line or shown as the naive twin takes them',
  inputs,
  perRound: 20,
  show: (input) => `${(saved[input.base]?.words ?? []).join(' ')} ${JSON.stringify(input)}`,
  judge,
});
