/** Where everything stands in the memory of a kernel (kernel.ts). */
import { subjectOf } from '../../evaluate/property.ts';
import type { Program } from '../../language/program.ts';
import type { Layout } from '../../state/layout.ts';
import type { Addresses } from './addresses.ts';
import { control, rowBytes } from './addresses.ts';

/** States that may be put in at once, and successors that come out at once, unless one state has more. */
const STATES = 1 << 12;
const SUCCESSORS = 1 << 16;
const FINDINGS = 1 << 12;
/** Words of a finding: the property, the number of the state, and the instance of the step, or -1. */
const FINDING_WORDS = 3;

/** Where everything stands in the memory of a kernel. Addresses are in bytes; all is 32-bit words. */
export interface KernelMemory {
  /** The packed states that `expand` and `judge` read; so many there can be. */
  readonly states: Place;
  /** What `expand` writes: the words of a successor, the number of its source, the instance, and a hash. */
  readonly successors: Place;
  /** What `judge` writes: a bit for each property, set where the state violates it, or is what a `sometimes` looks for. */
  readonly verdicts: Place;
  /** What `expand` writes of violations in steps and ends: the property, the number of the state, and the instance, or -1. */
  readonly findings: Place;
  /** Addresses of single words. `expand` writes the first two; to the others it adds, and `degreeMin` is to begin with a large number. */
  readonly counters: Readonly<Record<Counter, number>>;
  /** A word for each action and each property, to which is added: transitions, and how often it was asked or reached. */
  readonly fired: number;
  readonly exercised: number;
}

type Counter = 'successors' | 'findings' | 'fault' | 'generated' | 'degreeMin' | 'degreeMax';

export interface Place {
  readonly at: number;
  /** Rows that there is room for. */
  readonly most: number;
  /** Words of a row. */
  readonly words: number;
}

/** Words of `control` that an engine does not use. */
const own = { successors: 10, findings: 11, fault: 12 } as const;

export function placed(
  { actions, properties, instances }: Program,
  { words }: Layout,
): { readonly memory: KernelMemory; readonly addresses: Addresses; readonly bytes: number } {
  let end = 0;
  const room = (bytes: number): number => {
    const at = end;
    // A line of the cache.
    end = Math.ceil((at + bytes) / 64) * 64;
    return at;
  };
  const place = (most: number, of: number): Place => ({ at: room(most * of * 4), most, words: of });
  const at = room(control.length * 4);
  const fired = room(actions.length * 4);
  const exercised = room(properties.length * 4);
  const states = place(STATES, words);
  const verdicts = place(STATES, Math.max(1, Math.ceil(properties.length / 32)));
  const findings = place(Math.max(FINDINGS, 2 * mostFindings({ instances, properties })), FINDING_WORDS);
  const successors = place(Math.max(SUCCESSORS, 2 * instances), rowBytes(words) / 4);
  const single = (word: number): number => at + word * 4;
  return {
    memory: {
      ...{ states, successors, verdicts, findings, fired, exercised },
      counters: {
        successors: single(own.successors),
        findings: single(own.findings),
        fault: single(own.fault),
        generated: single(control.generated),
        degreeMin: single(control.degreeMin),
        degreeMax: single(control.degreeMax),
      },
    },
    addresses: {
      ...{ control: at, degree: single(control.degree), fired, exercised },
      ...{ arena: states.at, batch: successors.at, end },
      // There is no table, and no function is asked.
      ...{ hashes: 0, recent: 0, squares: 0, squareWords: 0, successor: 0, parent: 0, action: 0, table: 0 },
    },
    bytes: end,
  };
}

/** Of one state. */
export const mostFindings = ({ instances, properties }: Pick<Program, 'instances' | 'properties'>): number =>
  properties.reduce((sum, [, property]) => {
    const subject = subjectOf(property);
    return sum + (subject === 'step' ? instances : subject === 'end' ? 1 : 0);
  }, 0);
