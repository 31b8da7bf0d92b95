/**
 * The negative suite: traces of the reference's own workloads, damaged in every way that the catalogue knows, each way once.
 */
import { designNamed, recordProcess, workloadNamed } from '../../reference/index.ts';
import type { LoggedEvent, RecordedProcess } from '../../reference/index.ts';
import { WireError, validate } from '../../wire/index.ts';
import { balance } from '../ledger/ledger.ts';
import { damagesOf } from './catalogue.ts';

/** A damaged trace, with the log of the run whose trace was whole. */
export interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly log: readonly LoggedEvent[];
}

/** A way to look at a damaged trace: what it noticed, in few words, or null. */
export interface Judge {
  readonly name: string;
  readonly notices: (damaged: Case) => string | null;
}

/** Where whole traces come from; what an earlier one has shown is not shown again by a later one. */
const sources = [
  ['storm', 'seed-entry-gen'],
  ['syscalls', 'seed'],
  ['gc', 'seed'],
  ['annotations', 'seed'],
  ['pipeline', 'seed'],
  ['fork-join', '1.26-nosplit'],
] as const;

/** All cases, in the order of the sources. */
export function damageCases(): readonly Case[] {
  const cases = new Map<string, Case>();
  for (const [workload, design] of sources) {
    const { bytes, log } = wholeTrace(workload, design);
    for (const { name, bytes: damaged } of damagesOf(bytes)) {
      if (!cases.has(name)) cases.set(name, { name, bytes: damaged, log });
    }
  }
  return [...cases.values()];
}

/** A whole trace of three generations and more, and the log of its run. */
const wholeTrace = (workload: string, design: string): RecordedProcess =>
  recordProcess({
    workload: workloadNamed(workload),
    design: designNamed(design),
    seed: 5,
    rounds: 9,
    advances: 3,
    stepsMax: 20,
    bufBytes: 1024,
  });

/** The judges that need nothing but this repository. */
export const ownJudges: readonly Judge[] = [
  { name: 'validator', notices: ({ bytes }) => unreadable(() => validate(bytes).violation?.rule ?? null) },
  {
    name: 'strict',
    notices: ({ bytes }) => unreadable(() => validate(bytes, { strict: true }).findings?.[0]?.rule ?? null),
  },
  { name: 'ledger', notices: ({ bytes, log }) => unreadable(() => balance(bytes, log)[0]?.rule ?? null) },
];

/** What cannot be read at all is noticed, too. */
function unreadable(judge: () => string | null): string | null {
  try {
    return judge();
  } catch (error) {
    if (error instanceof WireError) return 'unreadable';
    throw error;
  }
}
