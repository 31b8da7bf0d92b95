import { insideWriter as isInsideWriter, writePath } from '../model/index.ts';
import type { Design } from '../model/index.ts';
import { UnrecognizedShape } from './errors.ts';
import type { Place } from './fact.ts';
import type { Facts } from './facts.ts';
import type { WritePathFunction } from './write-path.ts';

/** The design a tree's facts make. Throws an UnrecognizedShape for a split point at which the model has no step. */
export function designOf(facts: Facts): Design {
  const name = facts.version.value ?? 'go tree';
  return {
    name,
    title: `${name} as its sources are`,
    lock: facts.lock.value,
    reentry: facts.reentry.value,
    splitPoints: splitPoints(facts).map((split) => split.name),
    sharedWriter: facts.sharedWriter.value,
    notOkReleases: facts.notOkReleases.value,
    procStatuses: facts.procStatuses.value,
    syscalls: facts.syscalls.value,
    shutdownWakesReader: facts.shutdownWakesReader.value,
    debugThrowsplit: facts.debugThrowsplit.value,
  };
}

/** A function of the write path without nosplit, and what follows. */
export interface SplitPoint extends WritePathFunction {
  /** Whether its prologue lies between writer() and end(), where a growth finds a buffer pointer held. */
  readonly insideWriter: boolean;
  /** One line for people: where nosplit is missing and the one-line cure, or why that is no matter. */
  readonly sentence: string;
}

/** The functions at whose prologues a stack may grow while an event is written. */
export function splitPoints(facts: Facts): SplitPoint[] {
  return facts.writePath
    .filter((each) => !each.nosplit)
    .map((each) => {
      const step = Object.hasOwn(writePath, each.name) ? writePath[each.name] : undefined;
      const calls = each.via.length > 1 ? ` (called ${each.via.join(' → ')})` : '';
      if (step === undefined) {
        const why = `it is not nosplit and runs between writer() and end()${calls}, where the model has no step for it`;
        throw new UnrecognizedShape(each.name, each, why);
      }
      // The model has it before writer(). That is true of writer() itself, and of what only P statuses reach.
      if (
        step === 'beforeWriter' &&
        !each.statusOnly &&
        !facts.sharedWriter.value &&
        each.name !== 'traceLocker.writer'
      ) {
        const why = `it is not nosplit and runs between writer() and end()${calls}, but the model has it before writer()`;
        throw new UnrecognizedShape(each.name, each, why);
      }
      const insideWriter = isInsideWriter(each.name);
      const lacks = `${each.name} at ${at(each)} lacks //go:nosplit`;
      return { ...each, insideWriter, sentence: `${lacks}${consequence(facts, each, insideWriter, calls)}` };
    });
}

function consequence(facts: Facts, place: Place, insideWriter: boolean, calls: string): string {
  if (facts.reentry.value === 'drop')
    return `; the sections of a growth there give up at ${at(facts.reentry)}`;
  if (!insideWriter) {
    return ', but events call it before writer(), and P statuses on the system stack or with the world stopped';
  }
  return (
    `, so a stack may grow between writer() and end()${calls}; ` +
    `cure: put the line //go:nosplit right above ${at(place)}`
  );
}

function at(place: Place): string {
  return `${place.file}:${place.line}`;
}
