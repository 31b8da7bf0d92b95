/** A trace beside the log of its run: whether the events that Ms wrote are those that the trace has. */
import { resolve } from 'node:path';
import { writtenEvents } from '../../runtime/index.ts';
import type { Validation } from '../../wire/index.ts';
import { WireError, classOf, eventsOf, noM, readTrace } from '../../wire/index.ts';
import { UsageError } from '../errors.ts';
import type { World } from '../world.ts';

/** A trace that was judged. */
export interface JudgedTrace {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly validation: Validation;
}

export interface Ledger {
  readonly file: string;
  /** The rule that the trace breaks; null where it is valid. */
  readonly rule: string | null;
  /** Events of Ms in the log, and in the trace, in whatever order. The last generation of a trace that is cut is left out. */
  readonly generations: readonly {
    readonly gen: number;
    readonly written: number;
    readonly read: number;
  }[];
  /** Why nothing was compared; null where it was. */
  readonly not: string | null;
}

/** Throws a UsageError where the trace has events of a generation that the log has none of: it is another run's. */
export function ledgerOf(logFile: string, { file, bytes, validation }: JudgedTrace, { cwd }: World): Ledger {
  const about = { file, rule: validation.violation?.rule ?? validation.findings?.[0]?.rule ?? null };
  const none = (not: string): Ledger => ({ ...about, generations: [], not });
  const { byGeneration, cut } = writtenEvents(resolve(cwd, logFile));
  if (cut !== null) return none('the log is cut, so that its events say nothing');
  const inTrace = eventsIn(bytes);
  if (inTrace === null) return none('the trace is damaged, so that its events cannot be counted');
  const gens = [...inTrace.keys()];
  if (validation.probablyCut) gens.pop();
  const generations = gens.map((gen) => ({
    gen,
    written: byGeneration.get(gen) ?? 0,
    read: inTrace.get(gen) ?? 0,
  }));
  const foreign = generations.find(({ written, read }) => written === 0 && read > 0);
  if (foreign !== undefined)
    throw new UsageError(
      `${file} has events in generation ${foreign.gen}, and ${logFile} has none; give the log of the same run`,
    );
  return generations.length === 0
    ? none('no generation of the trace is whole')
    : { ...about, generations, not: null };
}

/** The events of Ms in a trace, by generation; null where its bytes cannot be read to the end. */
function eventsIn(bytes: Uint8Array): Map<number, number> | null {
  const counts = new Map<number, number>();
  try {
    for (const item of readTrace(bytes).items) {
      if (item.kind !== 'batch') continue;
      const events = item.m === noM || classOf(item) !== 'timed' ? 0 : [...eventsOf(item)].length;
      counts.set(item.gen, (counts.get(item.gen) ?? 0) + events);
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return null;
  }
  return counts;
}

/** The generations of which the trace has not what was written. */
export const differing = ({ generations }: Ledger): Ledger['generations'] =>
  generations.filter(({ written, read }) => written !== read);
