/** The hand-written actions of a design beside the reference, in the two parts that programs are not compared in yet, which have no buffers. */
import { stepper } from '../checker/index.ts';
import { debugVariant, designNamed, procsByHand } from '../model/index.ts';
import type { Offer } from '../reference/index.ts';
import { abstraction } from './hand-abstraction.ts';
import type { Pairing } from './pairing.ts';
import { Instances } from './run/instances.ts';
import type { Run, Subject } from './run/run.ts';

export function handWritten({ design, debug, bounds }: Omit<Subject, 'reference'>): Pairing {
  const named = designNamed(design);
  const system = procsByHand(debug ? debugVariant(named) : named, bounds);
  const walk = stepper(system);
  const instances = new Instances(walk.steps);
  const instanceOf = (run: Run, offer: Offer): number =>
    instances.of(run.actionOf(offer), offer.m, run.depthOf(offer), offer.about);
  return {
    system: system,
    walk: walk,
    instances,
    misplaced: null,
    abstraction: (run) => abstraction(run, walk.draft),
    instanceOf,
    offerOf: (run, instance) => run.offers().find((offer) => instanceOf(run, offer) === instance),
    isDamaged: () => false,
    thrown: () => null,
  };
}
