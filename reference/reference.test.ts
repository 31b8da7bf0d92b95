import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventId } from '../wire/index.ts';
import {
  G,
  M,
  Runtime,
  designNamed,
  enabled,
  eventWriter,
  isOk,
  newstack,
  readTrace,
  start,
} from './index.ts';
import {
  startTrace,
  stopTrace,
  take,
  traceAcquire,
  traceAdvance,
  traceEvent,
  traceRelease,
  wait,
} from './index.ts';
import type { LoggedEvent, Steps } from './index.ts';
import { randomBelow } from './machine/drive.ts';

const spanFree = eventId('SpanFree');

function* sections(mp: M, count: number): Steps<void> {
  for (let index = 0; index < count; index++) {
    const tl = yield* traceAcquire(mp);
    if (!isOk(tl)) continue;
    yield* eventWriter(tl, 'running', 'running');
    yield* traceEvent(tl, spanFree, index);
    yield* traceRelease(tl);
  }
}

function* advances(mp: M, count: number): Steps<void> {
  yield* startTrace(mp);
  for (let index = 0; index < count; index++) yield* traceAdvance(mp);
  yield* stopTrace(mp);
}

function* reads(mp: M, pieces: Uint8Array[]): Steps<void> {
  // A header that is asked for before tracing is on would come twice.
  yield* wait(mp, 'ReadTrace', () => mp.rt.trace.readerGen !== 0);
  for (let piece = yield* readTrace(mp); piece !== null; piece = yield* readTrace(mp))
    pieces.push(piece.slice());
}

/** A run in which a seed decides who goes, to its end: what the reader got, what was written, and what threads threw. */
function run(name: string, seed: number, debugTraceReentrancy = false) {
  const log: LoggedEvent[] = [];
  const below = randomBelow(seed);
  const growths = new Map<M, number>();
  const rt = new Runtime({
    design: designNamed(name),
    bufBytes: 45,
    waitsForTracing: true,
    debugTraceReentrancy,
    log: (event) => log.push(event),
    *newstack(mp) {
      growths.set(mp, (growths.get(mp) ?? 0) - 1);
      yield* newstack(mp);
    },
    mayGrow: (mp) => (growths.get(mp) ?? 0) > 0,
  });
  const pieces: Uint8Array[] = [];
  for (let id = 0; id < 3; id++) {
    const mp = new M(rt, id);
    mp.curg = new G(id + 1);
    mp.curg.trace.statusTraced.fill(1);
    growths.set(mp, 2);
    rt.allm.push(mp);
    start(mp, sections(mp, 5));
  }
  const advancer = new M(rt, 100);
  start(advancer, advances(advancer, 3));
  const reader = new M(rt, 101);
  start(reader, reads(reader, pieces));
  for (let offers = enabled(rt); offers.length > 0; offers = enabled(rt)) {
    const offer = offers[below(offers.length)];
    if (offer !== undefined) take(offer);
  }
  return { rt, log, bytes: Buffer.concat(pieces), thrown: rt.threads.map(({ thrown }) => thrown).join('') };
}

describe('the reference', () => {
  test.each(['seed-entry-gen', '1.26-nosplit'])('%s delivers every event that it wrote', (name) => {
    for (let seed = 1; seed <= 200; seed++) {
      const { bytes, log, rt } = run(name, seed);
      expect(log.length).toBeGreaterThan(0);
      expect(rt.trace.gen).toBe(0);
      expect(bytes.length).toBeGreaterThan(16);
    }
  });

  test('a growth between writer() and end() throws where throwsplit is checked', () => {
    const throws = (name: string): number =>
      Array.from({ length: 200 }, (_, seed) => run(name, seed + 1, true).thrown).filter((text) => text !== '')
        .length;
    expect(throws('1.26')).toBeGreaterThan(0);
    expect(throws('1.26-nosplit')).toBe(0);
  });

  test('a design that is not known is refused', () => {
    expect(() => designNamed('1.22')).toThrow("no design is called '1.22'; choose one of 1.23, seed");
  });
});

const go = spawnSync('go', ['version']).status === 0;
describe.skipIf(!go)("Go's own parser", () => {
  test.each(['seed-entry-gen', '1.26-nosplit'])('accepts the execution traces of %s', (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'nosplit-'));
    try {
      for (let seed = 1; seed <= 3; seed++) {
        const file = join(folder, `${seed}.trace`);
        writeFileSync(file, run(name, seed).bytes);
        expect(() =>
          execFileSync('go', ['tool', 'trace', '-d=parsed', file], { stdio: 'pipe' }),
        ).not.toThrow();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
