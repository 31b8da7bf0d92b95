/** The run and its system in words: of the command line, and of a test. */
import { addressOf } from '../../address.ts';
import { changeIn, changeWords } from '../../changes.ts';
import type { Spec } from '../../data.ts';
import { lines } from '../actions/lines.ts';
import * as state from '../state.ts';

/** The command that replays this run. */
export function commandOf(): string {
  const run = state.run.value;
  const { base, changes } = state.spec.value;
  const own =
    base.kind === 'example'
      ? [
          '--model',
          base.name,
          ...Object.entries(base.params).flatMap(([key, value]) => ['--set', `${key}=${String(value)}`]),
        ]
      : wordsOf(state.spec.value);
  const words = ['nosplit', 'replay', run?.id ?? '', ...own];
  const text = words
    .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
  return changes.length === 0
    ? text
    : `${text} # with a change that only the page has: ${changes.map(changeWords).join(', ')}`;
}

/** What selects a system that stands in the page. */
function wordsOf(spec: Spec): readonly string[] {
  const embedded = state.page.value;
  const address = addressOf(spec);
  const other = embedded?.others.find((one) => addressOf(one.spec) === address);
  return (other ?? embedded)?.words ?? [];
}

/** The run as a golden test of Go's reader, or who makes it of a branch; null where there is none. */
export function goldenTest(): string | (() => Promise<string>) | null {
  const [run, embedded] = [state.run.value, state.page.value];
  if (run === null || embedded === null) return null;
  if (embedded.golden !== null && run === embedded.run) return embedded.golden;
  const { base, changes } = state.spec.value;
  const make = lines?.golden ?? null;
  if (make === null || base.kind !== 'programs' || base.builtIn?.kind !== 'design' || changes.length > 0)
    return null;
  const { params, builtIn } = base;
  const { bounds, granularity = 'fine' } = params;
  return run.steps.length === 0
    ? null
    : () => make({ design: builtIn.name, bounds, granularity, id: run.id });
}

/** What a test imports, and how it makes the system; null for one that it cannot. */
export function testSource({ base, changes }: Spec): readonly [imports: string, expression: string] | null {
  if (base.kind !== 'programs' || base.builtIn === undefined) return null;
  const all = changes.map(changeIn);
  if (all.some(({ kind }) => kind !== 'without' && kind !== 'with')) return null;
  const off = all.flatMap((one) => (one.kind === 'without' ? [one.conjunct] : []));
  const on = all.flatMap((one) =>
    one.kind === 'with' ? [{ action: one.action, expression: one.expression }] : [],
  );
  const { builtIn, params } = base;
  const { granularity, bounds } = params;
  const cut = granularity === 'fine' ? { granularity } : {};
  let expression = `tracerOf(${JSON.stringify({ [builtIn.kind]: builtIn.name, bounds, ...cut })})`;
  if (off.length > 0) expression = `without(${expression}, ${JSON.stringify(off)})`;
  if (on.length > 0) expression = `requiring(${expression}, ${JSON.stringify(on)})`;
  const names = [...(on.length > 0 ? ['requiring'] : []), ...(off.length > 0 ? ['without'] : [])];
  const also = names.length === 0 ? '' : `import { ${names.join(', ')} } from 'nosplit/checker';\n`;
  return [`${also}import { tracerOf } from 'nosplit/model';`, expression];
}
