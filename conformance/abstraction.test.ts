import { describe, expect, test } from 'vitest';
import { alike, boundsNamed, designNamed, designs, designsByName, insideWriter } from '../model/index.ts';
import * as reference from '../reference/index.ts';
import { freeRun, random } from './free-run.ts';
import { Lockstep } from './lockstep.ts';
import { answersIn } from './names.ts';
import { runOf } from './parts/index.ts';
import { programsBeside } from './programs.ts';
import { openStep } from './testing/steps.ts';

const small = { reference, design: '1.26', debug: false, bounds: boundsNamed('small') };

const oneOfEach = ['small', 'threads-small', 'reader-small', 'sections-small', 'statuses-small'];
for (const config of [...oneOfEach, 'procs-tiny', 'syscalls-small'])
  test(
    `the abstraction writes every field that has bits: what stood there before does not show, at ${config}`,
    {
      tags: config === 'syscalls-small' ? ['exhaustive'] : [],
    },
    () => {
      const subject = { ...small, bounds: boundsNamed(config) };
      const pairing = programsBeside(subject);
      const { walk } = pairing;
      const run = runOf(subject);
      const below = random(1);
      walk.reset();
      for (let step = 0; step < 60; step++) {
        const offers = run.offers();
        const offer = offers[below(offers.length)];
        if (offer === undefined) break;
        walk.take(pairing.instancesOf(run, offer)[0] ?? -1);
        run.take(offer);
        walk.next.fill(0);
        pairing.abstraction(run);
        const over0 = walk.next.slice();
        walk.next.fill(-1);
        pairing.abstraction(run);
        expect(walk.differences(over0, walk.next)).toEqual([]);
      }
    },
  );

test('a choice of the program says what looks at the scheduler find', () => {
  expect(answersIn('retake P1 without with without', { any: 'retake P1' })).toEqual([false, true, false]);
  expect(answersIn('with no P without', { any: '' })).toEqual([true, false, false]);
  expect(answersIn('P1 with', { any: '' })).toEqual([true]);
  expect(answersIn('with idle or without', { any: '' })).toEqual([true, true]);
  expect(answersIn('', { any: '' })).toEqual([]);
});

test('an abstraction that is off by one field is told by its path', () => {
  const lockstep = new Lockstep({ ...small, reference: { ...reference, isWriting: () => false } });
  const take = (name: string) => {
    lockstep.compare();
    return lockstep.take(openStep(lockstep, name));
  };
  for (const name of ['StartTrace start:0', 'StartTrace:0', 'traceEnabled:0', 'traceAcquireEnabled:0'])
    expect(take(name)).toBeNull();
  expect(take('traceAcquireEnabled:0')).toMatchObject({
    kind: 'differs',
    text: 'm[0].writing is true, and false in the reference',
  });
});

test('a thread of the reference that goes on elsewhere than the program is told', () => {
  const { traceEvent } = reference;
  // One that writes two events, where the program has one.
  const twice: typeof traceEvent = function* (tl, ev, ...args) {
    yield* traceEvent(tl, ev, ...args);
    yield* reference.eventWriter(tl, 'running', 'running');
    yield* traceEvent(tl, ev, ...args);
  };
  const lockstep = new Lockstep({ ...small, reference: { ...reference, traceEvent: twice } });
  const found = Array.from({ length: 20 }, (_, seed) => freeRun(lockstep, seed)).find((one) => one !== null);
  expect(found?.text).toContain('and the program is elsewhere');
});

test('where the reference stands, and the function that the program is in', () => {
  const pairing = programsBeside(small);
  const lockstep = new Lockstep(small, undefined, pairing);
  for (let seed = 1; seed <= 300; seed++) freeRun(lockstep, seed);
  expect(pairing.stood().toSorted()).toEqual(stood);
});

describe('the two records of designs', () => {
  test('have the same names', () => {
    expect(Object.keys(reference.designs)).toEqual(Object.keys(designs));
    expect(Object.keys(reference.alike)).toEqual(Object.keys(alike));
  });

  test.each(Object.keys(designsByName))('say the same of %s', (name) => {
    const [ours, theirs] = [designNamed(name), reference.designNamed(name)];
    for (const fact of [
      'name',
      'lock',
      'reentry',
      'sharedWriter',
      'notOkReleases',
      'procStatuses',
      'syscalls',
      'shutdownWakesReader',
    ] as const)
      expect(theirs[fact]).toBe(ours[fact]);
    // The reference has a prologue for some of the functions.
    const known = new Set(Object.values(reference.designs).flatMap(({ split }) => split));
    const inside = ours.splitPoints.filter((name) => insideWriter(name) && known.has(name));
    expect(theirs.split.filter(insideWriter).toSorted()).toEqual(inside.toSorted());
  });
});

/** Of 1.26. A section of a growth begins in traceAcquire, and one of the driver's own before it. */
const stood: readonly string[] = [
  'caller before 0 StartTrace: trace.gen: StartTrace',
  'caller before 1 traceAdvance: mp.trace.buf: traceAdvance',
  'caller before 1 traceAdvance: mp.trace.writing: traceAdvance',
  'caller before 1 traceAdvance: sched.lock: traceAdvance',
  'caller before 1 traceAdvance: trace.doneSema: traceAdvance',
  'caller before 1 traceAdvance: trace.flushedGen: traceAdvance',
  'caller before 2 traceAdvance: mp.trace.buf: traceAdvance',
  'caller before 2 traceAdvance: mp.trace.writing: traceAdvance',
  'caller before 2 traceAdvance: sched.lock: traceAdvance',
  'caller before 2 traceAdvance: trace.doneSema: traceAdvance',
  'caller before 2 traceAdvance: trace.enabled: traceAdvance',
  'caller before 2 traceAdvance: trace.flushedGen: traceAdvance',
  'caller before resting: caller',
  'growth before resting: ',
  'growth before traceAcquireEnabled: mp.trace.reentered: traceAcquireEnabled',
  'growth before traceBuf.byte: traceBuf.byte',
  'growth before traceBuf.varint: traceBuf.varint',
  'growth before traceEnabled: false: traceAcquire',
  'growth before traceEnabled: true: traceAcquire',
  'growth before traceLocker.writer: traceLocker.writer',
  'growth before traceRelease: growth',
  'growth before traceWriter.end: traceWriter.end',
  'growth before traceWriter.ensure: traceWriter.event',
  'growth before traceWriter.refill: traceWriter.refill',
  'own before resting: own',
  'own before traceAcquireEnabled: acquirem: traceAcquireEnabled',
  'own before traceAcquireEnabled: mp.trace.writing = false: traceAcquireEnabled',
  'own before traceAcquireEnabled: mp.trace.writing: traceAcquireEnabled',
  'own before traceAcquireEnabled: trace.gen: traceAcquireEnabled',
  'own before traceBuf.byte: traceBuf.byte',
  'own before traceBuf.varint: traceBuf.varint',
  'own before traceEnabled: true: own',
  'own before traceLocker.writer: own',
  'own before traceRelease: own',
  'own before traceWriter.end: traceWriter.end',
  'own before traceWriter.ensure: traceWriter.event',
  'own before traceWriter.refill: traceWriter.refill',
  'reader before readTrace0: readTrace0',
  'reader before resting: ',
];
