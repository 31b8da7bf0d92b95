/** The model's invariants, judged after each record: those of the M that moved, and those about the whole state. */
import type { View } from '../../checker/index.ts';
import type { LogProgram, ProgramSchema } from '../../model/index.ts';

/** Judged are invariants; these count events by the model's numbers, of which a log's buffers have one each. */
export const notOfLogs: readonly string[] = ['EventExactlyOnce', 'NoTornEvent'];

/** The model looks at an M's buffers as bits of one word. */
const BUFFERS_MAX = 30;

interface Claim {
  readonly property: string;
  readonly when: ((state: View<ProgramSchema>) => boolean) | undefined;
  readonly holds: (state: View<ProgramSchema>) => boolean;
}

export class Properties {
  /** Names of those that are judged. */
  readonly names: readonly string[];
  readonly #ofM: readonly (readonly Claim[])[];
  readonly #global: readonly Claim[];

  constructor({ properties }: Pick<LogProgram, 'properties'>, ms: number) {
    const ofM: Claim[][] = Array.from({ length: ms }, () => []);
    const global: Claim[] = [];
    const names = [];
    for (const [property, about] of Object.entries(properties)) {
      if (about.kind !== 'always' || notOfLogs.includes(property)) continue;
      names.push(property);
      if (about.instances === undefined) {
        global.push({ property, when: about.when, holds: about.holds });
        continue;
      }
      for (const { params, when, holds } of about.instances)
        ofM[Number(params['m'])]?.push({ property, when, holds });
    }
    this.names = names;
    this.#ofM = ofM;
    this.#global = global;
  }

  /** The first property that does not hold; null where all do. `m` is the M that moved, or -1 for another thread. */
  violated(state: View<ProgramSchema>, m: number): string | null {
    if (m === -1 || state.fault !== 0) return firstOf(this.#global, state);
    if (state.m.at(m).bufs.length > BUFFERS_MAX) return null;
    return firstOf(this.#ofM[m] ?? [], state);
  }
}

function firstOf(claims: readonly Claim[], state: View<ProgramSchema>): string | null {
  for (const { property, when, holds } of claims)
    if ((when === undefined || when(state)) && !holds(state)) return property;
  return null;
}
