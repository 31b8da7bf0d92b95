import type { Reentry } from '../model/index.ts';
import { writePath } from '../model/index.ts';
import { readAcquire } from './acquire-shape.ts';
import type { Lock } from './acquire-shape.ts';
import { readAdvance } from './advance-shape.ts';
import { checkAssumptions } from './assumptions.ts';
import { compareShapes } from './closed/compare.ts';
import type { Comparison } from './closed/compare.ts';
import { coverageOf, refuseUnknown } from './closed/coverage.ts';
import type { Coverage } from './closed/coverage.ts';
import { knownShapes } from './closed/known.ts';
import type { Known } from './closed/known.ts';
import { readShapes } from './closed/read.ts';
import type { ReadShapes } from './closed/read.ts';
import { UnrecognizedShape } from './errors.ts';
import type { Fact, Place } from './fact.ts';
import { parseGo, plainText } from './go-source.ts';
import type { GoSource } from './go-source.ts';
import { findGoTree, readVersion, refuseOlder } from './go-tree.ts';
import type { GoTree } from './go-tree.ts';
import { readGrowth } from './growth.ts';
import type { Platform } from './platform.ts';
import { indexRuntime } from './runtime-index.ts';
import type { RuntimeIndex } from './runtime-index.ts';
import { readWritePath } from './write-path.ts';
import type { WritePathFunction } from './write-path.ts';

/** What is read from a Go tree. */
export interface Facts {
  /** The folder that was read; the files of all places lie in it (VERSION and internal/ above it). */
  readonly runtimeDir: string;
  /** The folder above src/, where a Go distribution has its toolchain. */
  readonly root: string;
  /** `go1.26.8`, `devel go1.27`, or null where the tree does not say. */
  readonly version: Fact<string | null>;
  readonly lock: Fact<Lock>;
  readonly reentry: Fact<Reentry>;
  readonly notOkReleases: Fact<boolean>;
  readonly sharedWriter: Fact<boolean>;
  /** Whether traceAdvance has the statuses of all Ps written before or after it moves the generation. */
  readonly procStatuses: Fact<'afterBump' | 'beforeBump'>;
  /** What a thief of a P in a system call swaps: the status of the P, or the scan bit of its goroutine. */
  readonly syscalls: Fact<'procStatus' | 'scanBit'>;
  readonly shutdownWakesReader: Fact<boolean>;
  /** Value of the constant debugTraceReentrancy, where writer() and end() mind it. */
  readonly debugThrowsplit: Fact<boolean>;
  /** How stackalloc and stackfree, the inner sections of a growth, acquire: `traceAcquire`, `traceTryAcquire`. */
  readonly growth: readonly Fact<string>[];
  /** What every design takes for granted, found in this tree too; value true throughout, since a lack is refused. */
  readonly assumptions: readonly Fact<true>[];
  readonly writePath: readonly WritePathFunction[];
  /** How much of the tree was read, and which releases it is like. */
  readonly coverage: Coverage;
  /** Every function that was read, with its statements. */
  readonly comparison: Comparison;
  /** Every function of the runtime, for {@link locate}. */
  readonly index: RuntimeIndex;
  /** The model's actions that are one statement of the tree, with its line; for {@link locate}. */
  readonly actions: ReadonlyMap<string, Place>;
}

export interface ReadOptions {
  /** The system whose files are read; linux/amd64 if left out. */
  readonly platform?: Platform;
  /** Shapes that a person has reviewed and found equal to the known ones: `traceAdvance@1f2e3d4c`. */
  readonly accepted?: readonly string[];
  /** Shapes to compare with, in place of those of the releases. */
  readonly known?: Known;
}

/** A tree as far as it can be read. */
export interface ReadTree {
  readonly runtimeDir: string;
  /** `go1.26.8`, `devel go1.27`, or null where the tree does not say. */
  readonly version: string | null;
  /** Every function that was read, those that nobody knows among them. */
  readonly shapes: ReadShapes;
  readonly comparison: Comparison;
  /** The facts, or why its design is none that the model knows. */
  readonly facts: Facts | UnrecognizedShape;
}

/**
 * Reads a Go tree: a GOROOT, a folder that holds src/runtime or runtime, or the runtime folder itself. No Go is needed.
 * Throws a GoTreeError for what is no Go tree, and an UnrecognizedShape for a tracer that is none of the known ones.
 */
export async function readFacts(dir: string, options: ReadOptions = {}): Promise<Facts> {
  const { facts } = await readTree(dir, options);
  if (facts instanceof UnrecognizedShape) throw facts;
  return facts;
}

/** The same of a tree that may have something unknown. Throws a GoTreeError for what is no Go tree, or cannot be parsed. */
export async function readTree(dir: string, options: ReadOptions = {}): Promise<ReadTree> {
  const tree = findGoTree(dir, options.platform);
  refuseOlder(tree);
  const parsed = [...tree.traceFiles, ...tree.files.filter((file) => file === 'stack.go')];
  const source = await parseGo(tree, parsed);
  try {
    const known = options.known ?? knownShapes();
    const shapes = await readShapes(tree, source, known.calls, isOnWritePath);
    const comparison = compareShapes(shapes, known, new Set(options.accepted));
    const { runtimeDir } = tree;
    const version = readVersion(tree)?.version ?? null;
    return {
      runtimeDir,
      version,
      shapes,
      comparison,
      facts: factsOrRefusal({ tree, source, shapes, comparison }, options),
    };
  } finally {
    source.free();
  }
}

interface Parsed {
  readonly tree: GoTree;
  readonly source: GoSource;
  readonly shapes: ReadShapes;
  readonly comparison: Comparison;
}

function factsOrRefusal(
  { tree, source, shapes, comparison }: Parsed,
  options: ReadOptions,
): Facts | UnrecognizedShape {
  try {
    refuseUnknown(comparison);
    const index = indexRuntime(tree);
    const lock = lockFact(source);
    const acquire = readAcquire(source, shapes.shapes, lock.value);
    const assumptions = checkAssumptions(source, lock.value);
    const path = readWritePath(source, index);
    const version = readVersion(tree);
    return {
      runtimeDir: tree.runtimeDir,
      root: tree.root,
      version: {
        name: 'version',
        value: version?.version ?? null,
        ...(version?.place ?? { file: 'trace.go', line: 1 }),
        meaning: 'the release whose sources these are',
      },
      lock,
      reentry: {
        name: 'reentrant acquire',
        value: acquire.reentry,
        ...acquire.reentryPlace,
        meaning: reentryMeaning[acquire.reentry],
      },
      notOkReleases: {
        name: 'undone at generation 0',
        value: acquire.undone,
        ...acquire.reentryPlace,
        meaning: undoneMeaning(acquire.reentry, acquire.undone),
      },
      sharedWriter: {
        name: 'one writer per event',
        value: path.sharedWriter,
        ...path.writerPlace,
        meaning: path.sharedWriter
          ? 'eventWriter takes the buffer pointer before the statuses, and the arguments are evaluated with it held'
          : 'each status and the event take the buffer pointer for themselves, after their arguments are evaluated',
      },
      ...readAdvance(source),
      debugThrowsplit: debugFact(source),
      growth: readGrowth(source, acquire.reentry),
      assumptions: assumptions.facts,
      writePath: path.functions,
      coverage: coverageOf(comparison, tree.platform, options.accepted ?? []),
      comparison,
      index,
      actions: new Map([...acquire.actions, ...assumptions.actions]),
    };
  } catch (error) {
    if (error instanceof UnrecognizedShape) return error;
    throw error;
  }
}

/** There, a missing nosplit is a split point and no other shape. */
const isOnWritePath = (name: string): boolean => Object.hasOwn(writePath, name);

const reentryMeaning: Readonly<Record<Reentry, string>> = {
  drop: 'an acquire inside a section gives up, and its event is not written',
  reload: 'a nested section loads trace.gen again, which may have moved on or be 0',
  entryGen: 'a nested section uses the generation of the outer one',
};

function undoneMeaning(reentry: Reentry, undone: boolean): string {
  if (undone) return 'a nested acquire that finds tracing off undoes what it counted';
  return reentry === 'reload'
    ? 'a nested acquire that loads generation 0 is !ok to its caller, who never releases what it counted'
    : 'a nested acquire counts nothing that its caller does not release';
}

function lockFact(source: GoSource): Fact<Lock> {
  const struct = source.structs.get('mTraceState');
  const seqlock = struct?.fields.get('seqlock');
  const writing = struct?.fields.get('writing');
  if (seqlock?.type === 'atomic.Uintptr' && writing === undefined) {
    const meaning = 'an odd count keeps traceAdvance from flushing the buffers of this M';
    return { name: 'lock', value: 'seqlock', file: seqlock.file, line: seqlock.line, meaning };
  }
  if (writing?.type === 'atomic.Bool' && seqlock === undefined) {
    const meaning = 'true keeps traceAdvance from flushing the buffers of this M';
    return { name: 'lock', value: 'writing', file: writing.file, line: writing.line, meaning };
  }
  const why = 'it has neither seqlock atomic.Uintptr alone nor writing atomic.Bool alone';
  throw new UnrecognizedShape('mTraceState', struct ?? { file: 'traceruntime.go', line: 1 }, why);
}

/** In the debugging mode writer() sets throwsplit, so that a growth before end() throws. The parent's mode does not. */
function debugFact(source: GoSource): Fact<boolean> {
  const constant = source.constants.get('debugTraceReentrancy');
  if (constant === undefined || !['true', 'false'].includes(constant.value)) {
    const place = constant ?? { file: 'traceruntime.go', line: 1 };
    throw new UnrecognizedShape('debugTraceReentrancy', place, 'it is no constant true or false');
  }
  const [sets = false, restores = false] = ['traceLocker.writer', 'traceWriter.end'].map((name) => {
    const declared = source.functions.get(name);
    return declared !== undefined && /\.throwsplit=/.test(plainText(declared.body));
  });
  if (sets !== restores) {
    const place = source.functions.get('traceLocker.writer') ?? constant;
    throw new UnrecognizedShape('throwsplit', place, 'writer() and end() do not both set it');
  }
  return {
    name: 'debugTraceReentrancy',
    value: sets && constant.value === 'true',
    file: constant.file,
    line: constant.line,
    meaning: sets
      ? 'when true, a growth between writer() and end() throws at once'
      : 'writer() and end() do not mind it',
  };
}
