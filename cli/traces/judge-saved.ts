/**
 * A saved report, believed in nothing: its traces are replayed, its properties are evaluated where the traces end, and whatever it
 * says of them is compared. What only a search can tell (counts, times, that no trace is shorter, the verdicts of other
 * properties) is not judged, and whoever looks at a saved trace prints none of it.
 */
import type { Trace, Violation, Witness } from '../../checker/index.ts';
import {
  InternalError,
  SystemError,
  difference,
  fingerprint,
  replay,
  violationOf,
  witnessOf,
} from '../../checker/index.ts';
import { UsageError } from '../errors.ts';
import { locatedViolation, locatedWitness } from '../reporters/located.ts';
import type { Selection } from '../selection/selection.ts';
import type { Saved, SavedTrace } from './saved.ts';

/** The trace that is asked for, replayed. Throws a UsageError that says what of the report is not so. */
export function judgeSaved(given: string, saved: Saved, selection: Selection): Trace {
  const { system, title } = selection;
  const wrong = (what: string): UsageError =>
    new UsageError(`${given} is not a report of ${title} as it is: ${what}; check it again`);
  if (saved.system !== system.name)
    throw wrong(`its system is called ${saved.system}, and this one ${system.name}`);
  const mark = fingerprint(system);
  if (saved.fingerprint !== mark)
    throw wrong(
      `its layout, initial states or actions are others (their mark is ${saved.fingerprint}, that of ${title} ${mark})`,
    );
  const violated = saved.traces.find(({ isWitness }) => !isWitness);
  if (violated !== undefined && saved.verdict !== 'violated')
    throw wrong(`its verdict is ${saved.verdict}, and it has a counterexample to ${violated.property}`);
  if (!['violated', 'holds', 'exhausted'].includes(saved.verdict))
    throw wrong(`its verdict is ${saved.verdict}, which is none`);
  saved.properties.forEach(({ property, kind }, index) => {
    const own = Object.hasOwn(system.properties, property) ? system.properties[property] : undefined;
    if (own === undefined) throw wrong(`it lists a property ${property}, which there is not`);
    if (own.kind !== kind) throw wrong(`it lists ${property} as ${kind}, and it is ${own.kind}`);
    if (saved.properties.findIndex((one) => one.property === property) !== index)
      throw wrong(`it lists ${property} twice`);
  });
  let trace: Trace | undefined;
  for (const one of saved.traces) {
    const { property, isWitness } = one;
    const right = shown(one);
    const found = difference(judged(one.told), judged(isLocated(one) ? located(right) : right));
    const what = isWitness ? 'witness of' : 'counterexample to';
    if (found !== null) throw wrong(`of the ${what} ${property}, ${found}`);
    const verdict = isWitness ? 'holds' : 'violated';
    const told = saved.properties.find((other) => other.property === property)?.verdict ?? 'nothing';
    if (told !== verdict) throw wrong(`it lists ${property} as ${told}, and it is ${verdict}`);
    if (one === saved.chosen) trace = right.trace ?? undefined;
  }
  if (trace === undefined) throw new InternalError('the chosen counterexample is none of the report');
  return trace;

  function located(right: Violation | Witness): object {
    return 'property' in right ? locatedViolation(right, selection) : locatedWitness(right, selection);
  }

  function shown({ property, params, trace: { id }, lasso, isWitness }: SavedTrace): Violation | Witness {
    try {
      const replayed = replay(system, id);
      return isWitness
        ? witnessOf(system, property, replayed)
        : violationOf(system, property, replayed, { params, lasso });
    } catch (error) {
      if (error instanceof SystemError) throw wrong(error.message);
      throw error;
    }
  }
}

/** Whether a report says where its steps stand; older ones do not. */
const isLocated = ({ told, trace: { steps } }: SavedTrace): boolean =>
  'cures' in told || (steps ?? []).some((step) => 'where' in step);

/** That no trace is shorter takes a search to tell. */
const judged = (violation: object): object => {
  const trace: unknown = Reflect.get(violation, 'trace');
  return typeof trace === 'object' && trace !== null
    ? { ...violation, trace: { ...trace, shortest: false } }
    : violation;
};
