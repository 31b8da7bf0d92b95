/** The run and its system in words: of the command line, and of a test. */
import { changeIn, changeWords } from '../../changes.ts';
import type { Spec } from '../../data.ts';
import { lines } from '../actions/lines.ts';
import * as state from '../state.ts';

/** The command that replays this run. */
export function commandOf(): string {
  const [run, embedded] = [state.run.value, state.page.value];
  const { base, changes } = state.spec.value;
  const isBeside = base.kind === 'programs' && base.isBeside === true;
  const own =
    base.kind === 'tracer' && typeof base.design === 'string'
      ? [base.bounds, '--design', base.design]
      : base.kind === 'tracer' && typeof base.design === 'object' && 'mutant' in base.design
        ? [base.bounds, '--mutant', base.design.mutant]
        : base.kind === 'example'
          ? [
              '--model',
              base.name,
              ...Object.entries(base.params).flatMap(([key, value]) => ['--set', `${key}=${String(value)}`]),
            ]
          : ((isBeside ? embedded?.beside : embedded)?.words ?? []);
  const words = ['nosplit', 'replay', run?.id ?? '', ...own];
  const text = words
    .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
  return changes.length === 0
    ? text
    : `${text} # with a change that only the page has: ${changes.map(changeWords).join(', ')}`;
}

/** The run as a golden test of Go's reader, or who makes it of a branch; null where there is none. */
export function goldenTest(): string | (() => Promise<string>) | null {
  const [run, embedded] = [state.run.value, state.page.value];
  if (run === null || embedded === null) return null;
  if (embedded.golden !== null && run === embedded.run) return embedded.golden;
  const { base, changes } = state.spec.value;
  const make = lines?.golden ?? null;
  if (make === null || base.kind !== 'tracer' || typeof base.design !== 'string' || changes.length > 0)
    return null;
  const { design, bounds } = base;
  return run.steps.length === 0 ? null : () => make({ design, bounds, id: run.id });
}

/** What a test imports, and how it makes the system; null for one that it cannot. */
export function testSource({ base, changes }: Spec): readonly [imports: string, expression: string] | null {
  if (base.kind !== 'tracer') return null;
  const all = changes.map(changeIn);
  if (all.some(({ kind }) => kind !== 'without' && kind !== 'with')) return null;
  const off = all.flatMap((one) => (one.kind === 'without' ? [one.conjunct] : []));
  const on = all.flatMap((one) =>
    one.kind === 'with' ? [{ action: one.action, expression: one.expression }] : [],
  );
  let expression = `tracerOf(${JSON.stringify({ design: base.design, bounds: base.bounds })})`;
  if (off.length > 0) expression = `without(${expression}, ${JSON.stringify(off)})`;
  if (on.length > 0) expression = `requiring(${expression}, ${JSON.stringify(on)})`;
  const names = [...(on.length > 0 ? ['requiring'] : []), ...(off.length > 0 ? ['without'] : [])];
  const also = names.length === 0 ? '' : `import { ${names.join(', ')} } from 'nosplit/checker';\n`;
  return [`${also}import { tracerOf } from 'nosplit/model';`, expression];
}
