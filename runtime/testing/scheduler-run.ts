/** A run of an M that executes, readies and parks goroutines, as records of the scheduler, for tests. */
import { events } from '../log/events.ts';
import { schedulerActs, statusSteps } from '../log/records.ts';
import type { SchedulerAct, StatusStep } from '../log/records.ts';
import type { Written } from './make-log.ts';

/** Addresses of a P and of two goroutines, whose ids are 1 and 2. */
const p = 64;
export const [g, other] = [80, 96];
export const sites = ['execute', 'park_m', 'ready', 'casGToWaiting', 'traceAdvance', 'wirep'];
const runnable = 1;
export const [running, waiting] = [2, 4];

export const act = (name: SchedulerAct, ...values: readonly number[]): Written => [
  'scheduler',
  0,
  schedulerActs.indexOf(name),
  ...[...values, 0, 0, 0, 0].slice(0, 4),
];
export const changed = (who: number, was: number, is: number, site: string): Written =>
  act('goroutine', who, was, is, sites.indexOf(site) + 1);
const status = (step: StatusStep, who: number, value = 0): Written => [
  'status',
  0,
  statusSteps.indexOf(step),
  who,
  1,
  value,
];
const first = (who: number): Written[] => [
  status('seen', who, 0),
  status('acquire', who, 1),
  status('ready', who),
];
const seen = (who: number): Written => status('seen', who, 1);

let pos = 0;
/** An event of ten bytes. */
function told(event: number, a: number, b: number, goroutine: number): Written[] {
  const [from, to] = [pos, pos + 10];
  pos = to;
  const fresh: Written[] =
    from === 0
      ? [
          ['noRoom', 0, 1, 0, 0, 31],
          ['refill', 0, 1, 0],
          ['refilled', 0, 1, 101, 0],
        ]
      : [];
  const buf = from === 0 ? 0 : 101;
  return [
    ['writer', 0, 1, buf, from],
    ...fresh,
    ['event', 0, 1, 101, from, 31],
    act('told', event, a, b, goroutine),
    ['end', 0, 1, 101, to],
  ];
}
const section = (...inside: readonly Written[]): Written[] => [
  ['acquireFlag', 0, 1],
  ['acquireGen', 0, 1],
  ...inside,
  ['release', 0, 0],
];

/** An M takes a goroutine and runs it, readies another one, and parks the first; in between it is asked to stop. */
export function run(): Written[] {
  pos = 0;
  return [
    act('procHas', p, 0),
    ['startEnable'],
    ['startPublish', 1],
    changed(g, runnable, running, 'execute'),
    ...section(
      ...first(p),
      ...told(events.ProcStatus, 0, 1, 1),
      ...first(g),
      ...told(events.GoStatus, 1, 1, 1),
      status('sequence', g, 1),
      ...told(events.GoStart, 1, 1, 1),
    ),
    changed(g, running, waiting, 'casGToWaiting'),
    changed(g, waiting, running, 'traceAdvance'),
    ...section(
      changed(other, waiting, runnable, 'ready'),
      ...first(other),
      ...told(events.GoStatus, 2, 4, 1),
      seen(p),
      seen(g),
      status('sequence', other, 1),
      ...told(events.GoUnblock, 2, 1, 1),
    ),
    ...section(seen(p), seen(g), ...told(events.GoBlock, 3, 4, 1), changed(g, running, waiting, 'park_m')),
    changed(other, runnable, running, 'execute'),
    ...section(seen(p), seen(other), status('sequence', other, 2), ...told(events.GoStart, 2, 2, 2)),
  ];
}

/** The run between a list of the P and both Gs, and another one. */
export function listed(): Written[] {
  const [has, ...rest] = run();
  return [
    ...(has === undefined ? [] : [has]),
    act('goroutineHas', g, runnable, 1),
    act('goroutineHas', other, waiting, 2),
    act('listed', 2),
    ...rest,
    act('procHas', p, 0),
    act('goroutineHas', g, waiting, 1),
    act('goroutineHas', other, running, 2, 1),
    act('listed', 2),
  ];
}
