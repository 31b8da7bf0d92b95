import { expect, test } from 'vitest';
import { posted, received } from './posted-job.ts';
import type { PostedJob } from './posted-job.ts';
import type { Job } from './protocol.ts';

const shared = (): SharedArrayBuffer => new SharedArrayBuffer(64);
const job: Job = {
  ...{ kind: 'job', worker: 1, workers: 2, module: { url: 'file:///model.js', params: { n: 2 } } },
  ...{ properties: ['P'], symmetric: false, fingerprint: '0', debug: false, unchecked: false, all: true },
  ...{ depthMax: 5, statesMax: Infinity, checkpoints: false },
  store: {
    ...{ words: 1, shared: true, memory: null, slots: 4 },
    arena: new Int32Array(shared(), 8, 6),
    ...{ parent: new Int32Array(shared()), table: new Int32Array(shared(), 0, 4) },
    action: new Uint16Array(shared(), 2, 5),
  },
  structures: new Int32Array(shared(), 0, 2),
  ...{ ranges: new Int32Array(shared()), control: new Int32Array(shared()), own: new Int32Array(shared()) },
  tallies: new Float64Array(shared(), 16, 3),
};

/** Every array that is reached from a value. */
const arraysIn = (value: unknown): unknown[] =>
  ArrayBuffer.isView(value)
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(arraysIn)
      : [];

test('a job is posted without arrays, and received with the same ones over the same memory', () => {
  expect(arraysIn(job)).toHaveLength(9);
  expect(arraysIn(posted(job))).toEqual([]);
  // What structuredClone gives is what a thread gets.
  const message: PostedJob = structuredClone(posted(job));
  const again = received(message);
  expect(again).toEqual(job);
  job.store.arena[2] = 77;
  job.tallies[1] = 0.5;
  expect([again.store.arena[2], again.tallies[1], again.store.arena.byteOffset]).toEqual([77, 0.5, 8]);
  expect(again.store.action).toBeInstanceOf(Uint16Array);
});
