/** Between the address and the state: what is shown can be sent to others, and the browser's back and forward work. */
import { batch, effect } from '@preact/signals';
import { addressOf, specAt } from '../address.ts';
import type { RunShown } from '../data.ts';
import { addressIn, hashOf } from '../url.ts';
import { compare } from './actions/compare.ts';
import { watch } from './actions/find.ts';
import { openGraph } from './actions/graph.ts';
import { open, systemOf } from './actions/open.ts';
import { learn } from './actions/walk.ts';
import * as state from './state.ts';

/** While an address is read, the state is on its way to it, and writes none. */
let entering = 0;
/** What the address of the last entry of the history shows, as far as it makes entries. */
let shape = '';

/** Shows what the address says, as far as it can be; what cannot is told in the bar. */
export async function enter(hash: string): Promise<void> {
  entering++;
  try {
    await read(hash);
  } finally {
    entering--;
    shape = shapeNow();
    if (entering === 0) write('replace');
  }
}

async function read(hash: string): Promise<void> {
  const embedded = state.page.value;
  if (embedded === null) return;
  const { address, faults } = addressIn(hash);
  const told = [...faults];
  if (address.theme === 'light' || address.theme === 'dark') state.theme.value = address.theme;
  state.unknown.value = address.unknown;
  let spec = embedded.spec;
  try {
    if (address.s !== null) spec = specAt(address.s, embedded);
  } catch (error) {
    told.push(error instanceof Error ? error.message : String(error));
  }
  if (address.changes.length > 0) spec = { ...spec, changes: address.changes };
  const isOwn = addressOf(spec) === addressOf(embedded.spec) && spec.changes.length === 0;
  const first =
    isOwn && (address.t === null || address.t === embedded.run.id)
      ? embedded.run
      : await open(spec, address.t);
  if (first === null)
    told.push('the address names a run or a system that is not to be had; this is the one of the page');
  const isThere = first !== null;
  if (isOwn) state.system.value = embedded.system;
  else if (isThere) {
    const system = await systemOf(spec);
    if (system !== null) state.system.value = system;
  }
  const branches: RunShown[] = [];
  if (isThere)
    for (const id of address.branches) {
      const branch = await open(spec, id);
      if (branch !== null) branches.push(branch);
    }
  const fields = (paths: readonly string[]): readonly number[] =>
    paths.flatMap((path) => {
      const index = state.system.value?.fields.findIndex((field) => field.path === path) ?? -1;
      if (index === -1) told.push(`no field is called ${path.slice(0, 60)}`);
      return index === -1 ? [] : [index];
    });
  batch(() => {
    state.spec.value = isThere ? spec : embedded.spec;
    state.runs.value = [first ?? embedded.run, ...branches];
    state.on.value = Math.min(address.on, branches.length);
    const length = state.run.value?.steps.length ?? 0;
    if (address.at !== null && address.at > length) told.push(`this run has the steps 0 to ${length}`);
    state.at.value = Math.min(address.at ?? length, length);
    state.pinned.value = address.pin === null ? null : fields(address.pin);
    state.hidden.value = new Set(fields(address.hide));
    state.vs.value = null;
    state.comparison.value = null;
    state.watched.value = null;
    state.notices.value = [...state.notices.value, ...told].slice(-3);
  });
  await learn();
  if (address.vs !== null || address.vsChanges.length > 0) await compare(address.vs ?? '', address.vsChanges);
  if (address.x !== null) await watch(address.x);
  const { graph } = address;
  await openGraph(graph === 'start' || graph === 'here' ? graph : null);
}

/** Steps replace the entry of the history; branches and comparisons push one. */
export function follow(): void {
  effect(() => {
    const now = shapeNow();
    // Read in any case, so that the next change is heard.
    const hash = hashNow();
    if (entering > 0 || hash === '') return;
    write(now === shape ? 'replace' : 'push');
    shape = now;
  });
  addEventListener('popstate', () => {
    void enter(location.hash);
  });
}

const shapeNow = (): string =>
  JSON.stringify([state.runs.value.length, state.vs.value, state.system.value?.title]);

/** Longer addresses are cut by some who pass them on. */
const HASH_MAX = 60_000;

function write(how: 'push' | 'replace'): void {
  const hash = hashNow();
  if (hash === '' || hash === location.hash || hash.length > HASH_MAX) return;
  try {
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  } catch {
    // A browser that counts changes of the address has had enough for now.
  }
}

function hashNow(): string {
  const [first, ...branches] = state.runs.value;
  if (first === undefined) return '';
  const spec = state.spec.value;
  const paths = (fields: Iterable<number>): readonly string[] =>
    [...fields].map((field) => state.system.value?.fields[field]?.path ?? '');
  return hashOf({
    s: addressOf(spec),
    t: first.steps.length === 0 ? null : first.id,
    branches: branches.filter(({ steps }) => steps.length > 0).map(({ id }) => id),
    on: state.on.value,
    at: state.at.value,
    vs: state.vs.value?.address === '' ? null : (state.vs.value?.address ?? null),
    vsChanges: state.vs.value?.changes ?? [],
    pin: state.pinned.value === null ? null : paths(state.pinned.value),
    hide: paths(state.hidden.value),
    x: state.watched.value?.text ?? null,
    changes: spec.changes,
    graph: state.graph.value?.from ?? null,
    theme: state.theme.value,
    unknown: state.unknown.value,
  });
}
