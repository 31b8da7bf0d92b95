import { expect, test } from 'vitest';
import { designNamed } from '../../model/index.ts';
import type { StatusStep } from '../log/records.ts';
import { statusSteps } from '../log/records.ts';
import { openLog } from '../testing/make-log.ts';
import type { Written } from '../testing/make-log.ts';
import { judgeLog } from './judge.ts';
import type { LogVerdict } from './judge.ts';

const [g, p] = [11, 22];

const status = (step: StatusStep, resource: number, gen: number, value = 0, m = 0): Written => [
  'status',
  m,
  statusSteps.indexOf(step),
  resource,
  gen,
  value,
];

/** What the tracer does the first time that a G or P has an event in a generation: the status, then the event. */
const first = (resource: number, gen: number): Written[] => [
  status('seen', resource, gen, 0),
  status('acquire', resource, gen, 1),
  status('ready', resource, gen),
  status('sequence', resource, gen, 1),
];

/** A G and a P in two generations; a goroutine that is new in the second; the advance readies what had no event. */
const run: readonly Written[] = [
  ...first(g, 1),
  status('seen', g, 1, 1),
  status('sequence', g, 1, 2),
  ...first(p, 1),
  status('acquire', p, 1, 0),
  status('reset', 33, 0),
  status('set', 33, 1),
  status('ready', 33, 1),
  status('seen', 33, 1, 1),
  status('sequence', 33, 1, 1),
  ...first(g, 2),
  status('ready', p, 2),
  status('seen', p, 2, 0),
  ...first(p, 2).slice(1),
];

function judged(records: readonly Written[], parts: readonly string[] = ['core', 'statuses']): LogVerdict {
  const log = openLog(records, { parts });
  const found = judgeLog(log, designNamed('1.26'));
  log.close();
  return found;
}

test('a run is accepted, and what was judged is counted; a log without the part is one of the core', () => {
  expect(judged(run)).toMatchObject({
    verdict: 'accepted',
    statuses: { records: run.length, resources: 3 },
  });
  expect(judged([['startEnable']], ['core']).statuses).toBeNull();
});

test('a status that is left over from an earlier generation is none of this one', () => {
  // Nobody readied the G for generation 4, whose slot is that of 1.
  const found = judged([...first(g, 1), ...first(p, 4), status('seen', g, 4, 1, 3)]);
  expect(found.verdict).toBe('violated');
  expect(found.rejection).toMatchObject({ what: 'StatusPrecedesEvents', m: 3, record: 8, kind: 'status' });
  expect(found.reason).toBe(
    'resource 0x58 in generation 4 counts as traced since generation 1, so that this one gets no status',
  );
});

test('sequence numbers that go on from an earlier generation are found, as F13 has them', () => {
  const found = judged([...first(p, 1), status('acquire', p, 3, 1), status('sequence', p, 3, 2)]);
  expect([found.verdict, found.rejection?.what]).toEqual(['violated', 'SequenceContiguous']);
  expect(found.reason).toBe('event 1 of resource 0xb0 in generation 3 has the sequence number 2');
});

test('an event without a status of its generation is found', () => {
  const found = judged([...first(g, 1), status('sequence', g, 2, 1)]);
  expect([found.verdict, found.rejection?.what]).toEqual(['violated', 'StatusPrecedesEvents']);
});

test('a second status in one generation is found', () => {
  const found = judged([...first(g, 2), status('ready', g, 1), status('acquire', g, 2, 1)]);
  expect([found.verdict, found.rejection?.what]).toEqual(['violated', 'StatusOnce']);
});

test('every record that is dropped, doubled or changed is noticed, or changes nothing', () => {
  const survivors: string[] = [];
  let tried = 0;
  const damage = (name: string, records: readonly Written[]): void => {
    tried++;
    if (judged(records).verdict === 'accepted') survivors.push(name);
  };
  for (const [at, record] of run.entries()) {
    const step = statusSteps[record[2] ?? 0] ?? '';
    damage(`${at} ${step} dropped`, run.toSpliced(at, 1));
    damage(`${at} ${step} twice`, run.toSpliced(at, 0, record));
    const [kind, m = 0, number = 0, resource = 0, gen = 0, value = 0] = record;
    if (['seen', 'acquire', 'sequence'].includes(step))
      damage(
        `${at} ${step} answers otherwise`,
        run.with(at, [kind, m, number, resource, gen, value === 0 ? 1 : 0]),
      );
    if (['set', 'sequence'].includes(step))
      damage(
        `${at} ${step} of another generation`,
        run.with(at, [kind, m, number, resource, gen + 1, value]),
      );
  }
  expect(tried).toBeGreaterThan(60);
  // An answer may be missing, or be given twice; a step may store what is there already; and nobody asks for the last event of a generation.
  const harmless = /^\d+ seen (?:dropped|twice)$|^\d+ (?:ready|reset|set) (?:dropped|twice)$/;
  expect(survivors.filter((name) => !harmless.test(name))).toEqual([
    '5 sequence dropped',
    '9 sequence dropped',
    '10 acquire dropped',
    '10 acquire twice',
    '15 sequence dropped',
    '19 sequence dropped',
    '24 sequence dropped',
  ]);
});
