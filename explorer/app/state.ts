/** What the page shows now. Components read it, `actions.ts` changes it. */
import { computed, signal } from '@preact/signals';
import type { Found, Scalar, SpaceGraph } from '../../checker/index.ts';
import type { Comparison, Details, Embedded, RunShown, Spec, SystemShown } from '../data.ts';
import type { Address } from '../url.ts';
import { nowhere } from '../url.ts';
import type { Layout } from './graph/layout.ts';

export type Panel = 'find' | 'share' | 'keys' | 'compare' | 'field';

/** What a search says while it runs, and in the end. */
export type Finding =
  | { readonly kind: 'runs'; readonly states: number; readonly depth: number }
  | { readonly kind: 'ended'; readonly found: Found; readonly what: 'expression' | 'violation' | 'known' }
  | { readonly kind: 'failed'; readonly message: string };

/** The graph of states, from when it is asked for; `labels` are those of its edges. */
export type GraphShown = { readonly from: 'start' | 'here' } & (
  | { readonly kind: 'runs' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'drawn';
      /** The run and its state where a graph from here begins. */
      readonly id: string | null;
      readonly at: number;
      readonly graph: SpaceGraph;
      readonly layout: Layout;
      readonly labels: readonly string[];
    }
);

/** Set once, before anything is drawn. */
export const page = signal<Embedded | null>(null);
export const spec = signal<Spec>({ base: { kind: 'recorded' }, changes: [] });
export const system = signal<SystemShown | null>(null);
/** The run that was given, then the branches. */
export const runs = signal<readonly RunShown[]>([]);
export const on = signal(0);
export const at = signal(0);
export const details = signal<ReadonlyMap<string, Details>>(new Map());
/** Fields beside the lanes; null for those that tell the run. */
export const pinned = signal<readonly number[] | null>(null);
export const hidden = signal<ReadonlySet<number>>(new Set());
export const comparison = signal<Comparison | null>(null);
/** What it is compared with: the text of an address, empty for the same system; and what is changed there. */
export const vs = signal<{ readonly address: string; readonly changes: readonly string[] } | null>(null);
/** An expression, with its value in each state of the run. */
export const watched = signal<{ readonly text: string; readonly values: readonly (Scalar | null)[] } | null>(
  null,
);
export const graph = signal<GraphShown | null>(null);
/** What the graph is coloured by: distance, the runs, or the name of a property. */
export const colouredBy = signal('distance');
export const panel = signal<Panel | null>(null);
export const field = signal<number | null>(null);
export const finding = signal<Finding | null>(null);
export const theme = signal<'light' | 'dark' | null>(null);
/** What went wrong, for the bar; and what a screen reader is told. */
export const notices = signal<readonly string[]>([]);
export const spoken = signal('');
/** The tab of the inspector, where there is room for one. */
export const tab = signal<'step' | 'next'>('step');
export const unknown = signal<Address['unknown']>(nowhere.unknown);

export const run = computed<RunShown | null>(() => runs.value[on.value] ?? null);
/** Whether the reader lets the code of a model run that somebody put into this file. */
export const isAllowed = signal(false);
/** Why no step can be taken here; null where one can. */
export const standstill = computed<string | null>(() => {
  const { kind } = spec.value.base;
  if (kind === 'recorded' && page.value?.isServed !== true) return "The model's code is not here.";
  return kind === 'own' && !isAllowed.value ? "The model's code runs only if you allow it, above." : null;
});
export const canRun = computed(() => standstill.value === null);
export const pins = computed<readonly number[]>(() => pinned.value ?? run.value?.pins ?? []);
/** The details of the state that is shown, once they are known. */
export const here = computed<Details | null>(() => {
  const shown = run.value;
  return shown === null ? null : (details.value.get(keyOf(shown, at.value)) ?? null);
});

export const keyOf = ({ id }: RunShown, step: number): string => `${id}@${step}`;
