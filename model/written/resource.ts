/**
 * traceSchedResourceState: what the tracer keeps of each P, so that every generation has its status once, before its
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

/** How many slots statusTraced is used with. */
const SLOTS = 3;

/** The caller has found that the status was not traced, and nobody else can trace it: the swap succeeds. */
export function acquireStatus(resource: Resource, gen: number): void {
  resource.statusTraced.set(gen % SLOTS, true);
  readyNextGen(resource, gen);
}

export function readyNextGen(resource: Resource, gen: number): void {
  resource.seq.set((gen + 1) % 2, 0);
  resource.statusTraced.set((gen + 1) % SLOTS, false);
}

export function statusWasTraced(resource: ResourceView, gen: number): boolean {
  return resource.statusTraced.at(gen % SLOTS);
}
