import { expect, test } from 'vitest';
import { designNamed, recordProcess, workloadNamed, workloads } from './index.ts';

const bytesOf = (name: string, design: string, seed: number, oneByOne: boolean): Uint8Array =>
  recordProcess({
    workload: workloadNamed(name),
    design: designNamed(design),
    seed,
    rounds: 8,
    advances: 3,
    stepsMax: [3, 20, 300][seed % 3] ?? 1,
    oneByOne,
  }).bytes;

test.each(['1.23', 'seed', '1.25', '1.26-nosplit'])(
  'in %s steps that are done at once write what they write one by one',
  (design) => {
    for (const { name } of workloads) {
      for (const seed of [1, 2, 3]) {
        const slow = bytesOf(name, design, seed, true);
        expect(slow.length).toBeGreaterThan(1000);
        expect(bytesOf(name, design, seed, false)).toEqual(slow);
      }
    }
  },
);
