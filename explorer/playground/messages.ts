/** Between the playground, its worker and the frame of the explorer. */
import type { Params } from '../../checker/index.ts';
import type { Embedded } from '../data.ts';
import type { Judged } from './judged.ts';

/** The first message to a worker: the model, and whether it is to be judged or only to answer a page. */
export interface Loading {
  readonly code: string;
  readonly params: Params;
  readonly judge: boolean;
}

export type Told =
  | { readonly kind: 'progress'; readonly distinct: number; readonly depth: number }
  | { readonly kind: 'judged'; readonly judged: Judged }
  | { readonly kind: 'failed'; readonly message: string };

/** The frame says that it is there, and is handed this. */
export interface Handed {
  readonly embedded: Embedded;
  readonly code: string;
  readonly theme: 'light' | 'dark';
}

export const ready = 'nosplit: ready';

/** An example in the list. */
export interface ExampleShown {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** What is put into the field for parameters. */
  readonly params: string;
  /** Its parameters with what they are about. */
  readonly about: string;
}
