/**
 * Model and reference, step by step: after each the abstraction of the reference's state is the model's state, and both have the
 * same steps to go on with.
 */
import type { Change, RecordField, Stepper, System } from '../checker/index.ts';
import type { Offer } from '../reference/index.ts';
import type { Pairing } from './pairing.ts';
import { programsBeside } from './programs.ts';
import { stepped } from './side.ts';
import type { ModelSide } from './side.ts';
import type { Instances } from './run/instances.ts';
import { textOfOffer } from './run/instances.ts';
import { runOf } from './parts/index.ts';
import type { Run, Subject } from './run/run.ts';

/** In what they do not agree, and after how many steps. */
export interface Disagreement {
  readonly kind: 'refused' | 'extra' | 'differs' | 'threw';
  /** A clause for people. */
  readonly text: string;
  /** The steps so far, the one that led here included. */
  readonly schedule: readonly number[];
}

/** Its system. Throws as {@link programsBeside}. */
export const systemOf = (subject: Omit<Subject, 'reference'>): System => programsBeside(subject).system;

export class Lockstep {
  readonly walk: Stepper<RecordField>;
  readonly instances: Instances;
  readonly subject: Subject;
  run: Run;
  /** The steps taken since the start, by instance. */
  readonly schedule: number[] = [];
  /** The state is damaged, or beyond what the model counts: the two need not agree any longer. */
  isOver = false;
  /** The steps that both can take, by instance; good after {@link compare}. */
  readonly open: number[] = [];
  /** By instance: the offer of the reference, and the last stamp with which it was made. */
  readonly #offerOf: Offer[] = [];
  readonly #enabled: Uint16Array;
  readonly #words: Int32Array;
  readonly #offered: Int32Array;
  readonly #pairing: Pairing;
  readonly #side: ModelSide;
  #stamp = 0;

  /** The model's side is stepped along where no other is given. */
  constructor(subject: Subject, side?: ModelSide, pairing: Pairing = programsBeside(subject)) {
    this.subject = subject;
    this.#pairing = pairing;
    this.walk = this.#pairing.walk;
    this.#side = side ?? stepped(this.#pairing);
    this.instances = this.#pairing.instances;
    this.#enabled = new Uint16Array(this.walk.steps.length);
    this.#offered = new Int32Array(this.walk.steps.length);
    this.#words = new Int32Array(this.walk.words);
    this.run = runOf(subject);
    this.#side.reset();
  }

  /** Begins anew. */
  reset(): void {
    this.run = runOf(this.subject);
    this.#side.reset();
    this.schedule.length = 0;
    this.isOver = false;
  }

  /** Takes a step that is in {@link open}, on both sides. */
  take(instance: number): Disagreement | null {
    this.schedule.push(instance);
    const offer = this.#offerOf[instance];
    if (offer === undefined || this.#offered[instance] !== this.#stamp)
      throw new Error(`${this.instances.textOf(instance)} is not open`);
    this.#side.take(instance);
    try {
      this.run.take(offer, this.#pairing.answersOf(this.run, offer, instance));
    } catch (error) {
      return this.#disagreement('threw', error instanceof Error ? error.message : String(error));
    }
    return this.compare();
  }

  compare(): Disagreement | null {
    this.open.length = 0;
    const { walk } = this;
    const { words, offset } = this.#side;
    if (words !== walk.state) walk.state.set(words.subarray(offset, offset + walk.words));
    this.isOver = this.#side.isDamaged();
    const thrown = this.#pairing.thrown(this.run);
    if (thrown !== null) return this.#disagreement('differs', thrown);
    return this.isOver ? null : (this.#compareStates() ?? this.#compareSteps());
  }

  /** What differs between the model's state, before, and the abstraction, after; good until the next step. */
  differences(): readonly Change[] {
    const { words, offset } = this.#side;
    return this.walk.differences(words.subarray(offset, offset + this.walk.words), this.#words);
  }

  #compareStates(): Disagreement | null {
    const { walk } = this;
    const { next } = walk;
    const { words, offset } = this.#side;
    next.fill(0);
    const isCounted = this.#pairing.abstraction(this.run);
    if (!isCounted) this.isOver = true;
    for (let word = 0; word < next.length; word++) {
      if (words[offset + word] === next[word] || !isCounted) continue;
      this.#words.set(next);
      const told = this.differences().map(
        ({ path, before, after }) => `${path} is ${before}, and ${after} in the reference`,
      );
      const { misplaced } = this.#pairing;
      return this.#disagreement('differs', [...told, ...(misplaced === null ? [] : [misplaced])].join('; '));
    }
    return null;
  }

  #compareSteps(): Disagreement | null {
    const { instances } = this;
    if (this.isOver) return null;
    const stamp = ++this.#stamp;
    const offers = this.run.offers();
    let offered = 0;
    for (const offer of offers) {
      const own = this.#instancesOf(offer);
      if (own.length === 0)
        return this.#disagreement(
          'extra',
          `the reference offers ${textOfOffer(offer)}, which the model has not`,
        );
      for (const instance of own) {
        this.#offered[instance] = stamp;
        this.#offerOf[instance] = offer;
      }
      offered += own.length;
    }
    const count = this.#side.enabled(this.#enabled);
    for (let index = 0; index < count; index++) {
      const instance = this.#enabled[index] ?? 0;
      if (this.#offered[instance] !== stamp)
        return this.#disagreement('refused', `the reference does not offer ${instances.textOf(instance)}`);
      this.open.push(instance);
    }
    if (count === offered) return null;
    const extra = offers.find((offer) => this.#instancesOf(offer).some((one) => !this.open.includes(one)));
    return this.#disagreement(
      'extra',
      `the reference offers ${extra === undefined ? 'a step twice' : textOfOffer(extra)}, which the model does not allow now`,
    );
  }

  #instancesOf(offer: Offer): readonly number[] {
    return this.#pairing.instancesOf(this.run, offer);
  }

  #disagreement(kind: Disagreement['kind'], text: string): Disagreement {
    return { kind, text, schedule: [...this.schedule] };
  }
}
