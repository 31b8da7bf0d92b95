/**
 * The designs of the Go releases, as read from their sources. `nosplit facts --go DIR` derives the same record from a
 * Go tree, and a test compares the two for the releases that are installed.
 */
import { behaviourOf } from './design.ts';
import type { Design } from './design.ts';

/** Functions that stayed without nosplit since the seed; small enough that the compiler inlines them. */
const inlined = ['traceSchedResourceState.readyNextGen', 'traceNextGen'] as const;

const seed: Design = {
  name: 'seed',
  title: 'CL 587599 as committed: reentrant, refill nosplit',
  lock: 'seqlock',
  reentry: 'reload',
  splitPoints: inlined,
  sharedWriter: false,
  notOkReleases: false,
  procStatuses: 'afterBump',
  syscalls: 'procStatus',
  shutdownWakesReader: true,
  debugThrowsplit: false,
};

const go124: Design = {
  ...seed,
  name: '1.24',
  title: 'Go 1.24 as shipped: as the seed, but refill lost its nosplit',
  splitPoints: ['traceWriter.refill', ...inlined],
};

const go125: Design = {
  ...go124,
  name: '1.25',
  title: 'Go 1.25 as shipped: the protocol of 1.24, but a shutdown alone does not wake the reader',
  shutdownWakesReader: false,
};

const go126: Design = {
  ...go125,
  name: '1.26',
  title: 'Go 1.26 as shipped: nested sections use entryGen; refill is still not nosplit',
  lock: 'writing',
  reentry: 'entryGen',
  procStatuses: 'beforeBump',
  syscalls: 'scanBit',
};

/** By name, in the order of their history. */
export const designs: Readonly<Record<string, Design>> = {
  '1.23': {
    name: '1.23',
    title: 'Go 1.23, the parent of the reentrancy commit: a nested section drops its event',
    lock: 'seqlock',
    reentry: 'drop',
    splitPoints: [
      'traceLocker.writer',
      'traceWriter.event',
      'traceWriter.end',
      'traceWriter.ensure',
      'traceWriter.refill',
      'traceBuf.available',
      'traceBuf.byte',
      'traceBuf.varint',
      'traceBuf.varintReserve',
      'traceWriter.writeGoStatus',
      'traceWriter.writeProcStatus',
      'traceWriter.writeProcStatusForP',
      'traceEventWriter.commit',
      'traceEventWriter.write',
      'traceEventWriter.end',
      'emitUnblockStatus',
      'traceSchedResourceState.acquireStatus',
      'traceSchedResourceState.statusWasTraced',
      'traceSchedResourceState.readyNextGen',
      'traceNextGen',
    ],
    sharedWriter: true,
    notOkReleases: false,
    procStatuses: 'afterBump',
    syscalls: 'procStatus',
    shutdownWakesReader: true,
    debugThrowsplit: false,
  },
  seed,
  'seed-entry-gen': {
    ...seed,
    name: 'seed-entry-gen',
    title: 'the seed with nested sections that use the generation of the outer one',
    reentry: 'entryGen',
  },
  'seed-undo': {
    ...seed,
    name: 'seed-undo',
    title: 'the seed with the leak at generation 0 undone: a nested acquire that is !ok counts nothing',
    notOkReleases: true,
  },
  '1.24': go124,
  '1.24-nosplit': {
    ...go124,
    name: '1.24-nosplit',
    title: 'Go 1.24 with //go:nosplit on traceWriter.refill: the seed again',
    splitPoints: inlined,
  },
  '1.25': go125,
  '1.26': go126,
  '1.26-nosplit': {
    ...go126,
    name: '1.26-nosplit',
    title: 'Go 1.26 with //go:nosplit on traceWriter.refill',
    splitPoints: inlined,
  },
};

/** Releases whose protocol is an older one's: a name of their own for the same system, which is searched under the older name. */
export const alike: Readonly<Record<string, Design>> = {
  '1.27': {
    ...go126,
    name: '1.27',
    title: 'Go 1.27 as shipped: the protocol of 1.26, with the same flaw: refill is still not nosplit',
  },
};

/** The name of the design that says the same; undefined for one that no design is like. */
export function designAlike(design: Design): string | undefined {
  const behaviour = behaviourOf(design);
  return Object.values(designs).find((one) => behaviourOf(one) === behaviour)?.name;
}

/** By every name that a design can be asked for. */
export const designsByName: Readonly<Record<string, Design>> = { ...designs, ...alike };

/** The designs that tell the history: the releases, the commit, and the cure. The others answer what-if questions. */
export const history: readonly string[] = ['1.23', 'seed', '1.24', '1.25', '1.26', '1.26-nosplit'];

/** The design of that name. Throws a RangeError that lists the known ones. */
export function designNamed(name: string): Design {
  const design = Object.hasOwn(designsByName, name) ? designsByName[name] : undefined;
  if (design === undefined) {
    const names = Object.keys(designsByName).join(', ');
    throw new RangeError(`no design is called '${name}'; choose one of ${names}`);
  }
  return design;
}
