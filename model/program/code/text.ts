/**
 * Steps as JavaScript: one effect for each step, and where a step may have to wait, or may turn out to do nothing, one guard.
 * The guard runs the step over the state as it is, with what the step writes kept in variables.
 */
import type { Access, Expr, Instruction } from '../language/program.ts';
import { localsOf, readsOf, writesOf } from '../language/program.ts';
import { statementsOf } from './units.ts';
import type { Statement } from './units.ts';
import { places } from '../places/places.ts';
import { panicsText } from './indices.ts';
import { askedBy, touchedBy, undecided } from './pending.ts';
import type { Instructions } from './text-of-instructions.ts';
import type { ThreadPlace } from '../steps/thread.ts';
import type { Step } from '../steps/walk.ts';

/** Stands for the number of the place before an instruction until the places are numbered. */
const numberOf = (index: number): string => `@${index}@`;

export interface StepText {
  readonly effect: string;
  /** Empty for a step that is always one. */
  readonly guard: string;
  /** Returns whether the step comes to the call, from the state at hand; empty for one that never does. */
  readonly reaches: Readonly<Record<Asked, string>>;
  /** What stands before each of the parts. */
  readonly head: string;
  /** The effect in parts, which hand their variables on; null is its end. */
  readonly parts: PartText;
  /** The effect, which also tells `H.ran` of each instruction that it runs, by its thread's kind, its index, and the option that is chosen there. */
  readonly trail: () => string;
}

/** Calls to which a step may come, and properties ask whether it does: memory from the system, which the bounds lack, and a queue. */
export type Asked = 'sysAlloc' | 'push';
/** What a guard is asked: whether the step is one that can be taken, or whether it comes to a call. */
type Question = 'goes' | Asked;

export function textOf(context: Instructions, place: ThreadPlace, step: Step): StepText {
  const names = namesIn(step);
  const declared = [...new Set(names.map((name) => context.variable(name)))];
  const initial = new Map<string, string>();
  for (const name of names) {
    const field = context.thread.fields.of.get(name);
    const lit = place.constants.get(context.thread.fields.same(name));
    if (lit !== undefined) initial.set(context.variable(name), String(lit));
    else if (field !== undefined && place.fields.has(field))
      initial.set(context.variable(name), `T.${field}`);
  }
  const heads = declared.map((name) => `let ${name} = ${initial.get(name) ?? '0'};`).join(' ');
  const effect = (note: Note): string =>
    plain(`${context.head()} ${heads} ${joined(effectOf(context, { place, note }, step, new Set()))}`);
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const asked = (question: Question): string => {
    if (!decides(context, step, question)) return '';
    return plain(
      `${context.head()} ${heads} let drops = false; ${guardOf(context, step, new Map(), question)}`,
    );
  };
  const { kind, program } = context.thread;
  return {
    effect: effect(() => ''),
    head: context.head(),
    parts: declared.reduceRight<PartText>(
      (next, name) => ({ run: `${name} = ${initial.get(name) ?? '0'};`, next }),
      effectOf(context, { place, note: () => '' }, step, new Set()),
    ),
    guard: asked('goes'),
    reaches: { sysAlloc: asked('sysAlloc'), push: asked('push') },
    trail: () => effect((one, option) => `H.ran.${kind}(${program.list.indexOf(one)}, ${option});`),
  };
}

/** What an effect does besides at an instruction, where an open choice is the option of this number. */
type Note = (one: Instruction, option: number) => string;

/** Statements, each followed by the next. */
export type PartText =
  | { readonly run: Statement; readonly next: PartText }
  | { readonly when: string; readonly yes: PartText; readonly no: PartText }
  | null;

function joined(part: PartText): string {
  if (part === null) return '';
  if ('run' in part) {
    const { run, next } = part;
    return `${typeof run === 'string' ? run : run.all} ${joined(next)}`;
  }
  return `if (${part.when}) { ${joined(part.yes)} } else { ${joined(part.no)} }`;
}

/** These statements, and then the rest. */
const inTurn = (statements: readonly Statement[], rest: PartText = null): PartText =>
  statements.filter((one) => one !== '').reduceRight<PartText>((next, run) => ({ run, next }), rest);

function effectOf(
  context: Instructions,
  { place, note }: { readonly place: ThreadPlace; readonly note: Note },
  step: Step,
  written: ReadonlySet<string>,
): PartText {
  const rest = (next: Step, after = written): PartText => effectOf(context, { place, note }, next, after);
  switch (step.kind) {
    case 'do': {
      const { one, option, next } = step;
      const after = new Set([...written, ...writesOf(one).map((name) => context.variable(name))]);
      const does = inTurn(statementsOf(context, one, option), rest(next, after));
      const when = panicsText(one, (expr) => context.expr(expr));
      if (when === undefined) return inTurn([note(one, option)], does);
      return inTurn([note(one, option)], {
        when,
        yes: inTurn(thrown(context, place, 'throws')),
        no: does,
      });
    }
    case 'branch': {
      const when = context.expr(step.one.if);
      return inTurn([note(step.one, 0)], { when, yes: rest(step.yes), no: rest(step.no) });
    }
    case 'fault': {
      const set = context.fault('unlocked');
      const when = step.what === 'besideReader' ? `if (S.reader.at !== 0) { ${set} }` : set;
      return inTurn([when], rest(step.next));
    }
    case 'arrive':
      return inTurn(arrival(context, place, step.at, written));
    case 'stop': {
      const what = step.what === 'endless' ? 'endless' : 'throws';
      return inTurn([note(step.one, 0), ...thrown(context, place, what)]);
    }
    case 'end':
      return inTurn([...cleared(place), 'T.at = 0;']);
    case 'blocked':
      return null;
  }
}

const thrown = (context: Instructions, place: ThreadPlace, what: 'throws' | 'endless'): readonly string[] => [
  context.fault(what),
  ...cleared(place),
  'T.at = @thrown@;',
];

const cleared = (place: ThreadPlace): readonly string[] =>
  [...place.fields.keys()].map((field) => `T.${field} = 0;`);

/** Keeps what a later step may read, and forgets the rest. */
function arrival(
  context: Instructions,
  from: ThreadPlace,
  index: number,
  written: ReadonlySet<string>,
): readonly string[] {
  const to = context.placeAt(index);
  const { fields } = context.thread;
  const kept = [...to.fields].map(([field, local]) => {
    const value = context.variable(local);
    if (!written.has(value) && from.fields.get(field) === local) return '';
    // What the step has not written is fixed where it begins.
    const is = written.has(value) ? value : String(from.constants.get(local) ?? value);
    if (fields.types[field] === 'gen') return context.generations.stored(`T.${field}`, is);
    return `T.${field} = ${fields.types[field] === 'bool' ? `${is} ? 1 : 0` : is};`;
  });
  const gone = [...from.fields.keys()]
    .filter((field) => !to.fields.has(field))
    .map((field) => `T.${field} = 0;`);
  // Two states that differ only in it are one.
  const forgotten = context.forgets(to) ? 'if (!M.writing) M.entryGen = 0;' : '';
  return [...kept, ...gone, forgotten, `T.at = ${numberOf(index)};`];
}

/** Text that answers the question. `pending` has the variables that stand for places that were written. */
function guardOf(
  context: Instructions,
  step: Step,
  pending: ReadonlyMap<string, string>,
  question: Question,
): string {
  const goes = question === 'goes' ? 'return true;' : 'return false;';
  if (!decides(context, step, question)) return goes;
  switch (step.kind) {
    case 'do': {
      if (calls(step.one, question)) return 'return true;';
      const panics = panicsText(step.one, (expr) => context.expr(expr));
      const { text, pending: after } = pendingText(context, step.one, step.option, pending);
      return `${panics === undefined ? '' : `if (${panics}) ${goes}`} ${text} ${guardOf(context, step.next, after, question)}`;
    }
    case 'branch': {
      const [yes, no] = [step.yes, step.no].map((next) => guardOf(context, next, pending, question));
      return `if (${context.expr(step.one.if)}) { ${yes} } else { ${no} }`;
    }
    case 'fault':
      return guardOf(context, step.next, pending, question);
    case 'arrive':
      return step.changes ? goes : `@?${step.at}@`;
    case 'blocked':
      return 'return false;';
    default:
      return goes;
  }
}

function pendingText(
  context: Instructions,
  one: Instruction,
  option: number,
  pending: ReadonlyMap<string, string>,
): { text: string; pending: ReadonlyMap<string, string> } {
  const wait = context.waits(one, option, pending);
  const kept = (access: Access, value: string): { text: string; pending: ReadonlyMap<string, string> } => {
    const name = `w${pending.size}`;
    const key = `${places[access.place]?.field ?? access.place} ${context.read(access)}`;
    // What is written again keeps its key; the names go on all the same.
    const again = pending.has(key) ? [[`again ${pending.size}`, ''] as const] : [];
    return {
      text: `${wait} const ${name} = ${value};`,
      pending: new Map([...pending, [key, name], ...again]),
    };
  };
  switch (one.op) {
    case 'set':
      return { text: `${wait} ${context.text(one, option)}`, pending };
    case 'load': {
      const field = places[one.from.place]?.field ?? one.from.place;
      const text = context.read(one.from);
      const known = pending.get(`${field} ${text}`) ?? context.amongWritten(one.from, pending);
      if (known === undefined && [...pending.keys()].some((key) => key.startsWith(`${field} `)))
        return undecided(one);
      const value = known ?? context.loaded(one, option);
      return { text: `${wait} ${context.variable(one.to)} = ${value};`, pending };
    }
    case 'store':
      return kept(one.to, context.expr(one.is));
    case 'add':
      return kept(one.to, `${context.read(one.to)} + ${one.is}`);
    case 'swap': {
      const field = places[one.at.place]?.field ?? one.at.place;
      if ([...pending.keys()].some((key) => key.startsWith(`${field} `))) return undecided(one);
      const ok = context.variable(one.to);
      const { text, pending: after } = kept(
        one.at,
        `${ok} ? ${context.expr(one.is)} : ${context.read(one.at)}`,
      );
      return { text: `${ok} = ${context.swaps(one)} ? 1 : 0; ${text}`, pending: after };
    }
    case 'call': {
      if (askedBy(one).some((what) => [...pending.keys()].some((key) => key.startsWith(`${what} `))))
        undecided(one);
      const asked =
        writesOf(one).length > 0 || one.name === 'dropped' ? context.asked(one, option, pending) : '';
      const lock =
        one.lock === undefined
          ? []
          : [[`lock ${one.lock}`, one.name.startsWith('unlock') ? 'false' : 'true'] as const];
      const touched = touchedBy(one).map((what) => [`${what} *`, ''] as const);
      return { text: `${wait} ${asked}`, pending: new Map([...pending, ...lock, ...touched]) };
    }
    default:
      return { text: '', pending };
  }
}

const calls = (one: Instruction, name: string): boolean => one.op === 'call' && one.name === name;

/** Whether the answer to the question is not the same everywhere: the step may have to wait somewhere, or turn out to be none. */
function decides(context: Instructions, step: Step, question: Question): boolean {
  switch (step.kind) {
    case 'do': {
      const here = question === 'goes' ? context.canWait(step.one, step.option) : calls(step.one, question);
      return here || decides(context, step.next, question);
    }
    case 'branch':
      return decides(context, step.yes, question) || decides(context, step.no, question);
    case 'fault':
      return decides(context, step.next, question);
    case 'arrive':
      return question === 'goes' && !step.changes;
    case 'blocked':
      return question === 'goes';
    default:
      return false;
  }
}

function namesIn(step: Step): readonly string[] {
  switch (step.kind) {
    case 'do':
      return [...used(step.one), ...namesIn(step.next)];
    case 'branch':
      return [...used(step.one), ...namesIn(step.yes), ...namesIn(step.no)];
    case 'fault':
      return namesIn(step.next);
    default:
      return [];
  }
}

const used = (one: Instruction): readonly string[] => [
  ...readsOf(one).flatMap((expr: Expr) => localsOf(expr)),
  ...writesOf(one),
];
