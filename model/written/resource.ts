/**
 * traceSchedResourceState: what the tracer keeps of each G and each P, so that every generation has its status once, before its
 * events, and so that the events that several Ms write have an order.
 */
import type { DraftItems, ReadScalars } from '../../checker/index.ts';

interface Resource {
  readonly statusTraced: DraftItems<boolean>;
  readonly seq: DraftItems<number>;
}
interface ResourceView {
  readonly statusTraced: ReadScalars<boolean>;
}

/** The functions of runtime/tracestatus.go; a mutant replaces some. */
export interface ResourceRules {
  /** How many slots statusTraced is used with. */
  readonly slots: number;
  readonly acquireStatus: (rules: ResourceRules, resource: Resource, gen: number) => void;
  readonly readyNextGen: (rules: ResourceRules, resource: Resource, gen: number) => void;
}

export const resourceRules: ResourceRules = {
  slots: 3,
  // The caller has found that the status was not traced, and nobody else can trace it: the swap succeeds.
  acquireStatus: (rules, resource, gen) => {
    resource.statusTraced.set(gen % rules.slots, true);
    rules.readyNextGen(rules, resource, gen);
  },
  readyNextGen: ({ slots }, resource, gen) => {
    resource.seq.set((gen + 1) % 2, 0);
    resource.statusTraced.set((gen + 1) % slots, false);
  },
};

export function statusWasTraced({ slots }: ResourceRules, resource: ResourceView, gen: number): boolean {
  return resource.statusTraced.at(gen % slots);
}
