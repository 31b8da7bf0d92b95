/**
 * Claims about runs of three examples, judged here and by TLC. The TLA+ twins of `peers/tlc` are extended by a fairness and
 * the claim; where TLC is missing, its verdicts stand in the table: they were printed by it.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, loadSystem } from '../checker/index.ts';
import type { Fairness, Liveness, RecordField } from '../checker/index.ts';
import { inScratch, peers, tlcJar } from '../peers/index.ts';
import { examples } from './index.ts';

/** What a predicate may read of a state, whichever example it is of. */
interface Read {
  readonly pc: { at(p: number): string };
  readonly sent: number;
}
type Claim = { readonly kind: 'leadsTo' | 'eventually' } & Readonly<Record<string, unknown>>;

interface Case {
  readonly model: string;
  readonly claim: Claim;
  /** The same in TLA+. */
  readonly formula: string;
  /** The fairness, the same in TLA+, and what TLC says. */
  readonly runs: readonly (readonly [Fairness, string, 'holds' | 'violated'])[];
}

const perProcess = (operator: string, ...actions: readonly string[]): string =>
  `\\A p \\in Procs : ${operator}_vars(${actions.map((name) => `${name}(p)`).join(' \\/ ')})`;
const perAction = (operator: string, ...actions: readonly string[]): string =>
  actions.map((name) => `${operator}_vars(${name})`).join(' /\\ ');

const mutexActions = ['Request', 'Enter', 'Leave'] as const;
const petersonActions = ['RaiseFlag', 'GiveTurn', 'ReadFlag', 'ReadTurn', 'Leave'] as const;
const reliable = ['Send', 'Acknowledge'] as const;
const lossy = ['Receive', 'ReceiveAck'] as const;

const cases: readonly Case[] = [
  {
    model: 'mutex',
    claim: leadsTo(
      (s) => s.pc.at(0) === 'waiting',
      (s) => s.pc.at(0) === 'critical',
    ),
    formula: 'pc[0] = "waiting" ~> pc[0] = "critical"',
    runs: [
      ['stuttering', 'TRUE', 'violated'],
      ['progress', 'WF_vars(Next)', 'violated'],
      [{ weak: 'processes' }, perProcess('WF', ...mutexActions), 'violated'],
      [{ strong: 'processes' }, perProcess('SF', ...mutexActions), 'holds'],
    ],
  },
  {
    model: 'peterson',
    claim: leadsTo(
      (s) => s.pc.at(0) === 'second',
      (s) => s.pc.at(0) === 'critical',
    ),
    formula: 'pc[0] = "second" ~> pc[0] = "critical"',
    runs: [
      ['stuttering', 'TRUE', 'violated'],
      ['progress', 'WF_vars(Next)', 'violated'],
      [
        { weak: ['p=0'] },
        `WF_vars(${petersonActions.map((name) => `${name}(0)`).join(' \\/ ')})`,
        'violated',
      ],
      [{ weak: 'processes' }, perProcess('WF', ...petersonActions), 'holds'],
    ],
  },
  {
    model: 'alternating-bit',
    claim: { kind: 'eventually', reached: (s: Read) => s.sent === 3 },
    formula: '<>(sent = messages)',
    runs: [
      ['progress', 'WF_vars(Next)', 'violated'],
      [{ weak: [...reliable, ...lossy] }, perAction('WF', ...reliable, ...lossy), 'violated'],
      [
        { weak: reliable, strong: lossy },
        `${perAction('WF', ...reliable)} /\\ ${perAction('SF', ...lossy)}`,
        'holds',
      ],
    ],
  },
];

function leadsTo(from: (s: Read) => boolean, to: (s: Read) => boolean): Claim {
  return { kind: 'leadsTo', from, to };
}

const missing = peers.find(({ name }) => name === 'tlc')?.missing();
if (missing !== undefined) console.log(`skipped: claims about runs in TLC: ${missing}`);

describe.each(cases)('$model, $formula', ({ model, claim, formula, runs }) => {
  test.each(runs)('under %j, in TLA+ %s, %s', async (fairness, _, verdict) => {
    const example = examples.find(({ name }) => name === model);
    if (example === undefined) throw new Error(`no example ${model}`);
    const system = await loadSystem({ url: example.url, params: {} });
    const properties = { Claim: claim as unknown as Liveness<RecordField> };
    expect((await check({ ...system, properties }, { fairness })).verdict).toBe(verdict);
  });

  test.skipIf(missing !== undefined).each(runs)('TLC says the same: %j, %s, %s', (_, fair, verdict) => {
    expect(inScratch((folder) => tlc(folder, model, fair, formula))).toBe(verdict);
  });
});

function tlc(folder: string, model: string, fair: string, formula: string): 'holds' | 'violated' {
  const module = model.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const twin = new URL(`peers/tlc/${module}`, import.meta.url);
  copyFileSync(new URL(`${twin.href}.tla`), join(folder, `${module}.tla`));
  const constants = readFileSync(new URL(`${twin.href}.cfg`), 'utf8').match(/^CONSTANT .*$/gm) ?? [];
  const runs = [
    '---- MODULE Runs ----',
    `EXTENDS ${module}`,
    `Spec == Init /\\ [][Next]_vars /\\ (${fair})`,
    `Claim == ${formula}`,
    '====',
  ];
  writeFileSync(join(folder, 'Runs.tla'), `${runs.join('\n')}\n`);
  const config = ['SPECIFICATION Spec', 'PROPERTY Claim', ...constants];
  writeFileSync(join(folder, 'Runs.cfg'), `${config.join('\n')}\n`);
  const words = ['-cp', tlcJar(), 'tlc2.TLC', '-workers', '1', '-deadlock', 'Runs'];
  const { stdout } = spawnSync('java', words, { cwd: folder, encoding: 'utf8' });
  if (stdout.includes('Temporal properties were violated')) return 'violated';
  if (stdout.includes('No error has been found')) return 'holds';
  throw new Error(`tlc: ${model}:\n${stdout}`);
}
