/**
 * What a checkpoint belongs to: the system part by part, the options that decide what is searched, and the version of nosplit.
 * Bounds, workers and what is done after the search may change from one run to the next.
 */
import { host } from '#host';
import type { Layout } from '../../state/layout.ts';
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import { filesHere } from './files.ts';

export interface Identity {
  readonly nosplit: string;
  readonly system: string;
  readonly state: string;
  readonly layout: string;
  readonly initial: string;
  readonly actions: string;
  readonly properties: string;
  /** The text of guards, effects and predicates. What they call is not seen here; a sample of the states is asked again. */
  readonly functions: string;
  readonly search: string;
  readonly continue: boolean;
  readonly symmetry: boolean;
  readonly debug: boolean;
  readonly unchecked: boolean;
}

/** What each part is to people. */
const words: Readonly<Record<keyof Identity, string>> = {
  nosplit: 'version of nosplit',
  system: 'model',
  state: 'state schema',
  layout: 'state layout',
  initial: 'initial states',
  actions: 'actions',
  properties: 'properties',
  functions: 'guards, effects or predicates',
  search: 'search order',
  continue: 'continue option',
  symmetry: 'symmetry option',
  debug: 'debug option',
  unchecked: 'unchecked option',
};

export function identityOf<S extends RecordField>(
  program: Program<S>,
  { words: width, bits }: Layout,
  options: Pick<Identity, 'search' | 'continue' | 'debug' | 'unchecked'>,
): Identity {
  const { system, actions, properties, symmetric } = program;
  return {
    nosplit: filesHere().version(),
    system: system.name,
    state: hash(system.state),
    layout: `${String(bits)} bits in ${String(width)} words`,
    initial: `${String(system.initial.length)} states, ${hash(system.initial)}`,
    actions: `${String(program.instances)} instances, ${hash(actions.map(({ name, params, action }) => [name, params, action.guard.map((one) => one.name)]))}`,
    properties: properties.map(([name, { kind }]) => `${name} (${kind})`).join(', '),
    functions: hash([
      actions.map(({ action }) => [textsOf(action), action.guard.map(textsOf)]),
      properties.map(([, property]) => textsOf(property)),
    ]),
    symmetry: symmetric,
    ...options,
  };
}

/** The first part in which a checkpoint differs from the search that is to go on, in words; or undefined. */
export function difference(found: Partial<Identity>, here: Identity): string | undefined {
  const keys = Object.keys(words) as (keyof Identity)[];
  const part = keys.find((key) => found[key] !== here[key]);
  if (part === undefined) return undefined;
  const [before, now] = [found[part], here[part]].map(String);
  return ['state', 'functions'].includes(part)
    ? `its ${words[part]} ${part === 'functions' ? 'are others' : 'is another'}`
    : `its ${words[part]}: ${before ?? ''}; here: ${now ?? ''}`;
}

const hash = (value: unknown): string => host.sha256(JSON.stringify(value)).slice(0, 16);

const textsOf = (of: object): readonly string[] =>
  Object.values(of)
    .filter((value) => typeof value === 'function')
    .map(String);
