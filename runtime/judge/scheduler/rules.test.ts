/** Rules of the second pass, each on the few records that it is about. */
import { expect, test } from 'vitest';
import { designNamed } from '../../../model/index.ts';
import { events } from '../../log/events.ts';
import { schedulerActs, statusSteps } from '../../log/records.ts';
import type { SchedulerAct, StatusStep } from '../../log/records.ts';
import type { Written } from '../../testing/make-log.ts';
import { schedulerFor } from '../judged-by.ts';
import { Rejection } from '../rejection.ts';
import { Scheduler } from './scheduler.ts';

const [p, otherP, main, g] = [48, 64, 80, 96];
const [runnable, running, waiting, dead, scan] = [1, 2, 4, 6, 0x1000];

const act = (m: number, name: SchedulerAct, ...values: readonly number[]): Written => [
  'scheduler',
  m,
  schedulerActs.indexOf(name),
  ...[...values, 0, 0, 0].slice(0, 4),
];
const sites = ['a function of no program', 'stopTheWorldWithSema'];
const goes = (m: number, ...statuses: readonly number[]): Written[] =>
  statuses.slice(1).map((is, at) => act(m, 'goroutine', g, statuses[at] ?? 0, is, 1));
const status = (m: number, step: StatusStep, who: number, gen: number, value = 0): Written => [
  'status',
  m,
  statusSteps.indexOf(step),
  who,
  gen,
  value,
];
const says = (m: number, event: number, a: number, b: number, goroutine: number): Written[] => [
  ['event', m, 2, 101, 0, 31],
  act(m, 'told', event, a, b, goroutine),
];

/** The goroutine 7 has no status when generation 1 ends, and its G is the goroutine 8 before the advance looks again. */
const reused = (known: number, said: number): Written[] => [
  act(0, 'goroutineHas', main, running, 1, 1),
  act(0, 'goroutineHas', g, waiting, known),
  act(0, 'listed', 2),
  ['startPublish', 1],
  ...[main, g].flatMap((one) => [status(0, 'ready', one, 1), status(0, 'seen', one, 1)]),
  ...goes(0, waiting, scan + waiting, waiting),
  ['advanceGen', 2],
  ...goes(1, waiting, runnable, running, dead, runnable, running),
  ['acquireFlag', 1, 1],
  ['acquireGen', 1, 2],
  ...[status(1, 'seen', g, 2), status(1, 'acquire', g, 2, 1), status(1, 'ready', g, 2)],
  ['writer', 1, 2, 101, 0],
  ...says(1, events.GoStatus, 8, 2, 8),
  ...says(1, events.GoBlock, 0, 0, 8),
  ['end', 1, 2, 101, 0],
  ...goes(1, running, waiting),
  ['release', 1, 0],
  status(0, 'seen', g, 1),
  act(0, 'toldOf', events.GoStatus, said, 4, 1),
];

/** Null, or what was rejected. */
function rejected(records: readonly Written[]): string | null {
  const scheduler = new Scheduler(schedulerFor(designNamed('1.26')), sites, 2);
  try {
    for (const [n, [kind, ...values]] of records.entries())
      expect(scheduler.take(n, kind, values)).toBe(null);
    return null;
  } catch (error) {
    if (error instanceof Rejection) return error.message;
    throw error;
  }
}

test('a status without a writer is that of the goroutine that was suspended, even where its G is another since', () => {
  expect(rejected(reused(7, 7))).toBe(null);
  expect(rejected(reused(0, 7))).toBe(null);
  expect(rejected(reused(7, 8))).toBe('GoStatus has goroutine 8, and G 0x300 is goroutine 7');
});

/** The records with two neighbours swapped, of which the first is that one. */
const swapped = (records: readonly Written[], at: number): Written[] =>
  records.toSpliced(at, 2, ...records.slice(at, at + 2).reverse());

test('who stops the world stops its own P, then those that are idle, and goes on when all are stopped', () => {
  const stopped: readonly Written[] = [
    act(0, 'procHas', p, 0, 1, 1),
    act(0, 'procHas', otherP, 1, 0, 0),
    act(0, 'goroutineHas', main, running, 1, 1),
    act(0, 'listed', 1),
    act(0, 'goroutine', main, running, waiting, 1),
    act(0, 'proc', p, 1, 3, 2),
    act(0, 'proc', otherP, 0, 3, 2),
    act(0, 'goroutine', main, waiting, running, 2),
  ];
  expect(rejected(stopped)).toBe(null);
  expect(rejected(swapped(stopped, 5))).toBe('M0 stops another P before its own');
  expect(rejected(swapped(stopped, 6))).toBe('the world is stopped, and P 0x200 is not');
  // A list has them in the order of allp.
  expect(rejected(swapped(stopped, 0))).toBe('Ps are listed in the order of allp');
});

test('an M that another did away with does nothing more', () => {
  const after = (by: number): readonly Written[] => [['destroyFlag', 1, by], ...goes(1, waiting, runnable)];
  expect(rejected(after(1))).toBe(null);
  expect(rejected(after(0))).toBe('M1 goes on, and another M did away with it');
  expect(rejected([['destroyFlag', 1, 0], status(1, 'seen', g, 1)])).toBe(rejected(after(0)));
});
