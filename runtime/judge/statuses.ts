/**
 * What the tracer keeps of each G and P, judged record by record by the rules of runtime/tracestatus.go: in which generations its status was traced, and
 * the sequence number of its next event. Every store and every answer has a record of its own, so that no step is hidden.
 */
import type { StatusStep } from '../log/records.ts';
import { statusSteps } from '../log/records.ts';
import { Rejection } from './rejection.ts';

/** statusTraced is used by gen%3, seq by gen%2. */
const SLOTS = 3;

/** traceSchedResourceState, and what a log says besides. */
interface Resource {
  readonly statusTraced: boolean[];
  readonly seq: number[];
  /** By slot, the generation whose status it stands for; -1 where it stands for none. */
  readonly since: number[];
  /** By parity, the generation of the last sequence number, and how many it had by then. */
  readonly seqOf: number[];
  readonly count: number[];
}

/** readyNextGen, which acquireStatus calls: what belongs to the next generation begins anew. */
function readyNextGen({ statusTraced, seq }: Resource, gen: number): void {
  seq[(gen + 1) % 2] = 0;
  statusTraced[(gen + 1) % SLOTS] = false;
}

/** The claims about what a reader of the trace needs, of which each is a property of the model's part `statuses`, too. */
export type StatusProperty = 'StatusPrecedesEvents' | 'StatusOnce' | 'SequenceContiguous' | 'EventFitsStatus';

/** A claim that does not hold, in the words of the log. */
export interface StatusFault {
  readonly property: StatusProperty;
  readonly words: string;
}

export class Statuses {
  readonly #resources = new Map<number, Resource>();
  /** Records that were judged. */
  taken = 0;

  /** Gs and Ps that were seen. */
  get resources(): number {
    return this.#resources.size;
  }

  /**
   * Judges a record: `m`, step, resource, generation, value. Returns the claim that it breaks, or null. Throws a Rejection where the tracer does
   * not what the rules say.
   */
  take([m = 0, number = 0, address = 0, gen = 0, value = 0]: readonly number[]): StatusFault | null {
    this.taken++;
    const step = statusSteps[number];
    if (step === undefined)
      throw new Rejection('status', m, null, `the log has a step ${number} of a status, and there is none`);
    const resource = this.#resource(address);
    const { statusTraced, since } = resource;
    const slot = gen % SLOTS;
    const wasTraced = statusTraced[slot] === true;
    // What has no answer has 0 in its place.
    const hasValue = step === 'seen' || step === 'acquire' || step === 'sequence';
    if (!hasValue) same(step, m, 'the answer', value, 0);
    switch (step) {
      case 'seen':
        same(step, m, 'the answer', value, wasTraced ? 1 : 0);
        return wasTraced ? this.#precedes(resource, address, gen) : null;
      case 'acquire': {
        same(step, m, 'the answer', value, wasTraced ? 0 : 1);
        if (wasTraced) return this.#precedes(resource, address, gen);
        const isAgain = since[slot] === gen;
        statusTraced[slot] = true;
        since[slot] = gen;
        return isAgain
          ? { property: 'StatusOnce', words: `${whoOf(address, gen)} gets a second status` }
          : null;
      }
      case 'set':
        statusTraced[slot] = true;
        since[slot] = gen;
        return null;
      case 'ready':
        readyNextGen(resource, gen);
        return null;
      case 'sequence':
        same(step, m, 'the number', value, (resource.seq[gen % 2] ?? 0) + 1);
        return this.#sequence(resource, address, gen, value);
      case 'reset':
        same(step, m, 'the generation', gen, 0);
        for (let parity = 0; parity < 2; parity++) {
          resource.seq[parity] = 0;
          resource.count[parity] = 0;
        }
        return null;
    }
  }

  /** The status that was answered for is of this generation, and not left over from an earlier one. */
  #precedes({ since }: Resource, address: number, gen: number): StatusFault | null {
    if (since[gen % SLOTS] === gen) return null;
    return {
      property: 'StatusPrecedesEvents',
      words: `${whoOf(address, gen)} counts as traced since generation ${since[gen % SLOTS] ?? -1}, so that this one gets no status`,
    };
  }

  #sequence(
    { seq, since, seqOf, count }: Resource,
    address: number,
    gen: number,
    value: number,
  ): StatusFault | null {
    const parity = gen % 2;
    seq[parity] = value;
    const before = seqOf[parity] === gen ? (count[parity] ?? 0) : 0;
    seqOf[parity] = gen;
    count[parity] = before + 1;
    if (since[gen % SLOTS] !== gen)
      return {
        property: 'StatusPrecedesEvents',
        words: `event ${value} of ${whoOf(address, gen)} comes before its status`,
      };
    if (value === before + 1) return null;
    return {
      property: 'SequenceContiguous',
      words: `event ${before + 1} of ${whoOf(address, gen)} has the sequence number ${value}`,
    };
  }

  #resource(address: number): Resource {
    let resource = this.#resources.get(address);
    if (resource === undefined) {
      resource = {
        statusTraced: Array.from({ length: SLOTS }, () => false),
        seq: [0, 0],
        since: Array.from({ length: SLOTS }, () => -1),
        seqOf: [-1, -1],
        count: [0, 0],
      };
      this.#resources.set(address, resource);
    }
    return resource;
  }
}

/** Called for each record: words are made for those alone that break a rule. */
function same(step: StatusStep, m: number, what: string, log: number, expected: number): void {
  if (log !== expected)
    throw new Rejection(nameOf[step], m, null, `${what} ${log} in the log, ${expected} by the rules`);
}

const whoOf = (address: number, gen: number): string => `resource ${addressOf(address)} in generation ${gen}`;

/** Where a G or P has what the tracer keeps of it. */
export const addressOf = (resource: number): string => `0x${(resource * 8).toString(16)}`;

const nameOf: Readonly<Record<StatusStep, string>> = {
  seen: 'statusWasTraced',
  acquire: 'acquireStatus',
  ready: 'readyNextGen',
  set: 'setStatusTraced',
  sequence: 'nextSeq',
  reset: 'reset',
};
