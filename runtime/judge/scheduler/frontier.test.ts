/** What becomes of a log in which an M may be at more places than the judge keeps. */
import { expect, test } from 'vitest';
import { designNamed, programsOfDesign } from '../../../model/index.ts';
import type { Instruction, Programs } from '../../../model/index.ts';
import { openLog } from '../../testing/make-log.ts';
import type { Written } from '../../testing/make-log.ts';
import { changed, g, other, running, sites, waiting } from '../../testing/scheduler-run.ts';
import { judgeLog } from '../judge.ts';
import type { LogVerdict } from '../judge.ts';
import { programsFor } from '../judged-by.ts';
import { Unmodelled } from '../rejection.ts';
import { MOST, machineOf } from './machine.ts';
import { OneM } from './one-m.ts';
import { change, seen } from './symbols.ts';
import { ofGoroutines } from './views.ts';
import { MAY_BE_ON } from './walk.ts';

/** A thread that runs a goroutine, chooses one of so many, parks the goroutine, perhaps looks at it, and only then at its choice. */
function choosing(options: number, parks: readonly Step[]): Programs {
  const G = { local: 'gp' } as const;
  const steps: readonly Step[] = [
    { op: 'call', name: 'takeG', of: [], to: ['gp'] },
    swap('execute', 1, 2),
    { op: 'call', name: 'choose', of: [], to: ['x'], words: Array.from({ length: options }, () => '') },
    ...parks,
    { op: 'set', to: 'y', is: { local: 'x' } },
    swap('ready', 3, 1),
    { op: 'end' },
  ];
  const own = {
    locals: { gp: 'g', x: 'int', y: 'int' } as const,
    list: steps.map((one, line): Instruction => ({ fn: 'own', line, ...one })),
  };
  return { ...programsOfDesign('1.26', 'statuses-syscalls').programs, own };

  function swap(fn: string, was: number, is: number): Step {
    const at = { place: 'g.atomicstatus', of: [G] };
    return { fn, op: 'swap', at, was: { lit: was }, is: { lit: is }, to: 'ok' };
  }
}
type Step = Instruction extends infer One
  ? One extends Instruction
    ? Omit<One, 'fn' | 'line'> & { fn?: string }
    : never
  : never;

const call = (name: string): Step => ({ op: 'call', name, of: [] });
const park: Step = {
  ...{ fn: 'park_m', op: 'swap', to: 'ok', was: { lit: 2 }, is: { lit: 3 } },
  at: { place: 'g.atomicstatus', of: [{ local: 'gp' }] },
};
const look: Step = { op: 'load', to: 'z', from: { place: 'g.trace.statusTraced[]', of: [{ local: 'gp' }] } };
const section = (...inside: readonly Written[]): Written[] => [
  ['acquireFlag', 0, 1],
  ['acquireGen', 0, 1],
  ...inside,
  ['release', 0, 0],
];
const executed = changed(g, 1, running, 'execute');
const parked = changed(g, running, waiting, 'park_m');

function judged(programs: Programs, records: readonly Written[]): LogVerdict {
  const log = openLog([['startEnable'], ['startPublish', 1], ...records], {
    parts: ['core', 'statuses', 'transitions'],
    sites,
  });
  const design = designNamed('1.26');
  const procs = programsOfDesign('1.26', 'syscalls').programs;
  const found = judgeLog(log, {
    name: design.name,
    programs: programsFor(design),
    scheduler: { goroutines: programs, procs },
  });
  log.close();
  return found;
}

const cut = /^record \d+: more ways lead to this record than the judge keeps of one M$/;
const readied = changed(g, waiting, 1, 'ready');
/** No program makes another one ready here. */
const wrong = changed(other, waiting, 1, 'ready');

test('as many places as are kept lead to a verdict, and with one more it is neither accepted nor rejected', () => {
  const programs = (options: number): Programs => choosing(options, [park]);
  const kept = judged(programs(MOST), [executed, parked, readied]);
  expect([kept.verdict, kept.scheduler?.frontier]).toEqual(['accepted', MOST]);
  expect(judged(programs(MOST), [executed, parked, wrong]).verdict).toBe('rejected');
  for (const last of [readied, wrong]) {
    const found = judged(programs(MOST + 1), [executed, parked, last]);
    expect([found.verdict, found.consumed, found.rejection]).toEqual(['inconclusive', 3, null]);
    expect(found.reason).toMatch(cut);
  }
});

test('the same in a section, of which the judge would have said nothing before its end', () => {
  const programs = (options: number): Programs => choosing(options, [call('opened'), park, call('closing')]);
  expect(judged(programs(MOST), [executed, ...section(parked), readied]).verdict).toBe('accepted');
  for (const last of [readied, wrong])
    expect(judged(programs(MOST + 1), [executed, ...section(parked), last])).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(cut) as string,
    });
});

test('a section that may have been that of another function doubles the places, and is cut alike', () => {
  const frontierOf = (options: number): number => {
    const machine = machineOf(choosing(options, [park, call('opened'), look, call('closing')]), ofGoroutines);
    const frontier = { most: 0 };
    const m = new OneM(machine, 0, frontier);
    const about = { resource: g, enabled: MAY_BE_ON, isKnown: false, mayBeAstray: false };
    const words = (): string => 'the M goes on';
    m.take(change(machine.changeOf(1, 'execute', 1, running)), about, words);
    m.take(change(machine.changeOf(2, 'park_m', running, waiting)), about, words);
    m.opens();
    m.take(seen(1), about, words);
    m.closes(MAY_BE_ON, false);
    return frontier.most;
  };
  expect(frontierOf(MOST / 2)).toBe(MOST);
  expect(() => frontierOf(MOST / 2 + 1)).toThrow(Unmodelled);
});
