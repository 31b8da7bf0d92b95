/**
 * The generated inner loop: expands states, finds or adds their successors, and judges the new ones.
 *
 * For each action one function tests the guards of its parameter instances, which are decided by the bits of `current` as far
 * as decisions.ts finds out how, and one runs the effect of an instance, whose parameter object is frozen and built once. V8
 * inlines the user's functions into these two; one function over all actions exceeds the inlining budget. The successor
 * is copied into `next` only where the guard holds. Nothing is allocated per state or per transition.
 *
 * The same template gives three variants, which differ in what happens to a successor: `alone` adds it without atomics,
 * `shared` adds it by compare-and-swap beside other workers, and `collect` looks it up and calls back, for the passes
 * that run over a finished space.
 */
import type { Layout } from '../state/layout.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { SystemErrorSite } from '../language/system-error.ts';
import { decisionsOf, dispatch, inParts } from './decisions.ts';
import type { Option } from './decisions.ts';
import { antecedentOf, predicateOf, subjectOf } from '../evaluate/property.ts';
import { mixed } from './mixed.ts';
import type { Verdicts } from './verdicts.ts';
import { recallOf } from './verdicts.ts';

/** In a search of one thread, or beside other threads. */
export type Variant = 'alone' | 'shared';

/** The body of a function that makes an engine of a program, its views and a store; and what its calls of user code are noted as. */
export interface InnerLoop {
  readonly text: string;
  readonly sites: readonly SystemErrorSite[];
}

/**
 * The text has names of nothing but the program's numbers, and no part of it is found again by its text: what users call their
 * actions and properties does not stand in it.
 */
export function innerLoop<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  variant: Variant,
  debug: boolean,
  verdicts: Verdicts,
): InnerLoop {
  const { words } = layout;
  // Debug mode calls every conjunct.
  const decisions = debug ? undefined : decisionsOf(program, layout);
  const each = (text: (word: number) => string, separator = ' '): string =>
    Array.from({ length: words }, (_, word) => text(word)).join(separator);
  const sites: SystemErrorSite[] = [];
  // In debug mode every call of the user's code is noted first, and predicates are asked twice.
  const note = (at: SystemErrorSite, params: string, text: string): string =>
    debug ? `(site.at = sites[${String(sites.push(at) - 1)}], site.params = ${params}, ${text})` : text;
  const ask = (at: SystemErrorSite, params: string, text: string): string =>
    note(at, params, debug ? `steady(isTrue(${text}), isTrue(${text}))` : `isTrue(${text})`);
  const properties = program.properties.map(([name, property], index) => ({
    at: { function: 'property', property: name } as const,
    property,
    k: String(index),
    when: antecedentOf(property),
  }));
  const judges = properties.flatMap(({ property, k, when }) => [
    `const holds${k} = program.properties[${k}][1].${predicateOf(property).name};`,
    ...(when === null ? [] : [`const when${k} = program.properties[${k}][1].${when.name};`]),
  ]);
  /** Counts and judges the property where its antecedent, if it has one, is true. */
  const judged = (
    { k, when }: (typeof properties)[number],
    at: SystemErrorSite,
    params: string,
    args: string,
    instance: string,
  ): string =>
    `${when === null ? '' : `if (${ask(at, params, `when${k}(${args})`)})`} { exercised[${k}]++; if (!${ask(at, params, `holds${k}(${args})`)}) sink.violated(${k}, index, ${instance}); }`;
  const remembered = new Set(verdicts.properties);
  const recall = recallOf(verdicts, words);
  const situations = properties.filter(({ property }) => subjectOf(property) === 'situation');
  const ofSituation = situations.map(
    ({ at, k }) =>
      `if (exercised[${k}] === 0 && ${ask(at, 'undefined', `holds${k}(NEXT)`)}) { exercised[${k}] = 1; at[UNREACHED]--; }`,
  );
  const ofState = [
    ...properties.flatMap((one) =>
      subjectOf(one.property) === 'state' && !remembered.has(Number(one.k))
        ? [judged(one, one.at, 'undefined', 'NEXT', '-1')]
        : [],
    ),
    ...(situations.length === 0 ? [] : ['if (at[UNREACHED] !== 0) reach();']),
  ];
  const ofStep = (action: string, instance: string): string[] =>
    properties.flatMap((one) =>
      subjectOf(one.property) === 'step'
        ? [judged(one, { ...one.at, action }, 'p', 'CURRENT, NEXT, steps[i]', instance)]
        : [],
    );
  const ofTerminal = properties.flatMap((one) =>
    subjectOf(one.property) === 'end' ? [judged(one, one.at, 'undefined', 'CURRENT', '-1')] : [],
  );
  const actions = program.actions.map(({ name, action, first }, k) => {
    const i = String(k);
    const instanceOf = `${String(first)} + i`;
    const conjuncts = action.guard
      .map((_, g) => `const g${i}_${String(g)} = program.actions[${i}].action.guard[${String(g)}].holds;`)
      .join(' ');
    const guard =
      action.guard
        .map((one, g) =>
          ask({ function: 'guard', action: name, conjunct: one.name }, 'p', `g${i}_${String(g)}(CURRENT, p)`),
        )
        .join(' && ') || 'true';
    const checkEffect = `${each((w) => `const d${String(w)} = next[${String(w)}]; next[${String(w)}] = current[${String(w)}];`)} nothing(e${i}(DRAFT, p)); if (${each((w) => `d${String(w)} !== next[${String(w)}]`, ' || ')}) fault('run twice on one state, it leads to two states');`;
    const take = (tail: string, isSearch: boolean): string => `
      const p = params${i}[i], steps = steps${i};
      ${each((w) => `next[${String(w)}] = current[${String(w)}];`)}
      ${note({ function: 'effect', action: name }, 'p', `nothing(e${i}(DRAFT, p))`)};
      ${debug ? checkEffect : ''}
      ${isSearch ? ofStep(name, instanceOf).join(' ') : ''}
      ${tail}`;
    const decided = decisions?.[k];
    const asked = (instance: number) => (g: number) =>
      `isTrue(g${i}_${String(g)}(CURRENT, params${i}[${String(instance)}]))`;
    /** A function that takes the step of an instance, or, where guards are not decided beforehand, of each that is enabled. */
    const step = (of: string, tail: string, isSearch: boolean): string =>
      decided === undefined
        ? `function ${of}${i}(index) { for (let i = 0; i < params${i}.length; i++) { const p = params${i}[i]; if (${guard}) {${take(tail, isSearch)}} } }`
        : `function ${of}${i}(index, i) {${take(tail, isSearch)}}`;
    const text = `${conjuncts} const e${i} = program.actions[${i}].action.effect, params${i} = program.actions[${i}].params, steps${i} = program.actions[${i}].steps;
${step('act', `fired[${i}]++; at[DEGREE]++; if (${each((w) => `next[${String(w)}] !== current[${String(w)}]`, ' || ')}) defer(index, ${instanceOf});`, true)}
${step('visit', `visitor(find(), ${instanceOf});`, false)}`;
    const options = (of: string): readonly Option[] =>
      decided === undefined
        ? [{ conjuncts: [], ask: () => '', then: `${of}${i}(index);` }]
        : decided.map((trees, instance) => ({
            conjuncts: trees,
            ask: asked(instance),
            then: `${of}${i}(index, ${String(instance)});`,
          }));
    return { text, options };
  });
  // A search may take the steps in any order. A visitor gets them in the order of the instances.
  const acts = dispatch(
    actions.flatMap(({ options }) => options('act')),
    'current',
  );
  const visits = actions.map(({ options }) =>
    options('visit')
      .flatMap((option) => dispatch([option], 'current'))
      .join('\n'),
  );
  const acting = inParts('actOn', acts);
  const visiting = inParts('visitOf', visits);
  const hash = (word: (w: number) => string): string =>
    `let h = ${String(0x9e3779b9 | 0)}; ${each((w) => mixed(w, word(w)))} h = Math.imul(h, ${String(0xc2b2ae35 | 0)}); h ^= h >>> 16;`;
  const same = (key: (w: number) => string): string =>
    each((w) => `arena[o + ${String(w)}] === ${key(w)}`, ' && ');
  const waiting = (w: number): string => `batch[b + ${String(w)}]`;
  const stride = words + 2;
  const write = `const free = at[FREE], o = free * ${String(words)}; ${each((w) => `arena[o + ${String(w)}] = ${waiting(w)};`)} parent[free] = batch[b + ${String(words)}]; action[free] = instance;`;
  const judge =
    ofState.length + verdicts.groups.length === 0
      ? 'at[FREE] = free + 1;'
      : `at[FREE] = free + 1; ${each((w) => `next[${String(w)}] = ${waiting(w)};`)} judge(free);`;
  const shared = variant === 'shared';
  // With symmetry a state is replaced by its representative before it is looked up, and its orbit is checked.
  const canonical = program.symmetric ? 'canonical(next);' : '';
  // What the other states of the orbit are asked is not noted.
  const verify = program.symmetric
    ? `${debug ? 'site.at = undefined; ' : ''}counters.represented += verify();`
    : '';
  const claim = shared
    ? `${write} entry = Atomics.compareExchange(table, slot, 0, (h & tagMask) | (free + 1)); if (entry === 0) { ${judge} return; }`
    : `${write} table[slot] = (h & tagMask) | (free + 1); ${judge} return;`;
  // The plain read of the entry is cheap and the row's address depends on it, which every machine Node runs on honours.
  // The language does not promise it, so a row that seems to differ behind an equal tag is looked at again after an atomic
  // load, which synchronizes with the publisher's compare-and-swap. The action behind it is read plainly first, too: seldom
  // is it to be lowered, and an atomic read is a call.
  const recheck = shared ? `|| (Atomics.load(table, slot), ${same(waiting)})` : '';
  const lower = shared
    ? 'if (instance < action[known]) for (let was = Atomics.load(action, known); instance < was;) { const now = Atomics.compareExchange(action, known, was, instance); if (now === was) break; was = now; }'
    : 'if (instance < action[known]) action[known] = instance;';
  const fillTaken = shared
    ? 'Atomics.compareExchange(table, slot, 0, entry) !== 0'
    : 'table[slot] !== 0 || (table[slot] = entry) === 0';
  const text = `'use strict';
const { current, next, currentView: CURRENT, nextDraft: DRAFT, nextView: NEXT } = views;
const { fired, exercised } = counters${program.symmetric ? ', { canonical, verify } = reduction' : ''};
// Constants of this engine, so that V8 folds their addresses into the code; larger columns take a new engine.
const { arena, parent, action, table } = store;
// What changes in the hot loop stands in a typed array at a constant address, which is cheaper than variables of a closure.
const FREE = 0, END = 1, BASE = 2, DEGREE = 3, PENDING = 4, SLOT_MASK = 5, UNREACHED = 6, at = new Int32Array(7);
at[UNREACHED] = [${situations.map(({ k }) => k).join()}].filter((k) => exercised[k] === 0).length;
let visitor = null;
const batch = new Int32Array(${String((BATCH_STATES + program.instances) * stride)}), touched = new Int32Array(1);
const hashes = new Int32Array(${String(BATCH_STATES + program.instances)});
${judges.join('\n')}
${actions.map(({ text }) => text).join('\n')}
${acting.text}
${visiting.text}
function bind() {
  at[SLOT_MASK] = store.slots - 1;
}
${recall.declared}
function reach() { ${ofSituation.join(' ')} }
function judge(index) { ${[...ofState, recall.text].join('\n  ')} }
// Successors wait in a batch, a row of which is the state, its source and its instance. Before they are added, all are hashed,
// then their table slots are touched, and then the rows behind these, so that the cache misses of the batch overlap.
function defer(from, instance) {
  const b = at[PENDING];
  ${canonical}
  ${each((w) => `${waiting(w)} = next[${String(w)}];`)}
  batch[b + ${String(words)}] = from; batch[b + ${String(words + 1)}] = instance;
  at[PENDING] = b + ${String(stride)};
}
function flush() {
  const pending = at[PENDING], slotMask = at[SLOT_MASK], tagMask = ~slotMask;
  let count = 0, sum = 0;
  for (let b = 0; b < pending; b += ${String(stride)}) {
    ${hash(waiting)}
    hashes[count++] = h;
  }
  // These loops are short so that many of their misses are under way at once, and have no branch that could be mispredicted.
  for (let i = 0; i < count; i++) sum ^= table[hashes[i] & slotMask];
  for (let i = 0; i < count; i++) {
    const h = hashes[i], entry = table[h & slotMask], unlike = (entry ^ h) & tagMask;
    // The row behind the entry if the tags are alike, else the first; of that row the last word.
    const row = entry & slotMask & ~((unlike | -unlike) >> 31);
    sum ^= arena[row * ${String(words)} - (-row >>> 31)];
  }
  touched[0] = sum;
  for (let b = 0, i = 0; b < pending; b += ${String(stride)}, i++) add(b, hashes[i]);
  at[PENDING] = 0;
}
// Finds the state of a batch row, or adds it with its parent and the instance that made it. A state that several instances
// reach in the level being built keeps the least of them, so that the action column does not depend on who came first.
function add(b, h) {
  const slotMask = at[SLOT_MASK], tagMask = ~slotMask;
  const instance = batch[b + ${String(words + 1)}];
  for (let slot = h & slotMask; ; slot = slot + 1 & slotMask) {
    let entry = table[slot];
    if (entry === 0) { ${claim} }
    if (((entry ^ h) & tagMask) === 0) {
      const known = (entry & slotMask) - 1;
      const o = known * ${String(words)};
      if (${same(waiting)} ${recheck}) {
        if (known >= at[BASE]) { ${lower} }
        return;
      }
    }
  }
}
function find() {
  ${canonical}
  const slotMask = at[SLOT_MASK], tagMask = ~slotMask;
  ${hash((w) => `next[${String(w)}]`)}
  for (let slot = h & slotMask; ; slot = slot + 1 & slotMask) {
    const entry = table[slot];
    if (entry === 0) return -1;
    if (((entry ^ h) & tagMask) === 0) {
      const known = (entry & slotMask) - 1;
      const o = known * ${String(words)};
      if (${same((w) => `next[${String(w)}]`)}) return known;
    }
  }
}
function load(index) { const o = index * ${String(words)}; ${each((w) => `current[${String(w)}] = arena[o + ${String(w)}];`)} }
bind();
return {
  bind,
  load,
  indexOfNext: find,
  next: () => at[FREE],
  place(to, last, from) { at[FREE] = to; at[END] = last; at[BASE] = from; },
  addRoot() { counters.generated++; defer(-1, 0); flush(); ${recall.counted} },
  expand(from, to) {
    const limit = at[END] - ${String(roomFor(program.instances))};
    let index = from, generated = 0, { degreeMin, degreeMax } = counters;
    for (; index < to; index++) {
      if (at[PENDING] >= ${String(BATCH_STATES * stride)}) flush();
      if (at[FREE] > limit) break;
      load(index);
      at[DEGREE] = 0;
      ${acting.calls}
      const degree = at[DEGREE];
      generated += degree;
      if (degree < degreeMin) degreeMin = degree;
      if (degree > degreeMax) degreeMax = degree;
      if (degree === 0) { ${ofTerminal.join(' ')} }
      ${verify}
    }
    flush();
    counters.generated += generated;
    counters.expanded += index - from;
    counters.degreeMin = degreeMin;
    counters.degreeMax = degreeMax;
    ${recall.counted}
    return index;
  },
  successors(index, visit) {
    visitor = visit;
    load(index);
    ${visiting.calls}
  },
  fill(from, to) {
    const slotMask = at[SLOT_MASK], tagMask = ~slotMask;
    for (let first = from; first < to; first += ${String(BATCH_STATES)}) {
      const count = Math.min(to - first, ${String(BATCH_STATES)});
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const o = (first + i) * ${String(words)};
        ${hash((w) => `arena[o + ${String(w)}]`)}
        hashes[i] = h;
      }
      for (let i = 0; i < count; i++) sum ^= table[hashes[i] & slotMask];
      touched[0] = sum;
      for (let i = 0; i < count; i++) {
        const h = hashes[i], entry = (h & tagMask) | (first + i + 1);
        let slot = h & slotMask;
        while (${fillTaken}) slot = slot + 1 & slotMask;
      }
    }
  },
};
//# sourceURL=nosplit-engine.js`;
  return { text, sites };
}

/** Free rows that the expansion of one more state may need. */
export const roomFor = (instances: number): number => instances + BATCH_STATES;

/** Successors that wait until their probes are made: enough to overlap misses, few enough to stay in the first cache. */
const BATCH_STATES = 64;
