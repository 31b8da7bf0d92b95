/**
 * Packs many plain states fast, with code that is generated for the layout.
 *
 * It packs what is well-formed and made of records, arrays and scalars. Whatever else a state is, {@link encode} packs or refuses it.
 */
import type { ScalarField } from '../language/schema.ts';
import { partOf } from '../language/parts.ts';
import { encode } from './codec.ts';
import { compiled } from './compiled.ts';
import type { Layout, Shape } from './layout.ts';

/** As {@link encode} does, for one layout. */
export type Encoder = (this: void, state: unknown, words: Int32Array) => void;

export function encoderOf(layout: Layout): Encoder {
  const fast = fastOf(layout);
  return (state, words) => {
    if (!fast(state, words)) encode(layout, state, words);
  };
}

/** Answers whether it could; where it could not, `words` have some of the state. */
type Fast = (this: void, state: unknown, words: Int32Array) => boolean;

function fastOf(layout: Layout): Fast {
  const names: (readonly string[])[] = [];
  const lines: string[] = [];
  let values = 0;
  const put = (shape: Shape, value: string): void => {
    if (shape.kind === 'scalar') {
      const raw = `r${String(values++)}`;
      lines.push(
        `const ${raw} = ${rawText(shape.field, value, names)};`,
        `if (!(${raw} >= 0)) return false;`,
      );
      const word = `words[${String(shape.position >>> 5)}]`;
      if (shape.bits > 0) lines.push(`${word} |= ${raw} << ${String(shape.position & 31)};`);
      return;
    }
    const own = `v${String(values++)}`;
    lines.push(`const ${own} = ${value};`);
    if (partOf(shape.field) !== undefined) lines.push('return false;');
    else if (shape.kind === 'array') {
      lines.push(
        `if (!Array.isArray(${own}) || ${own}.length !== ${String(shape.elements.length)}) return false;`,
      );
      shape.elements.forEach((element, index) => {
        put(element, `${own}[${String(index)}]`);
      });
    } else {
      const cases = shape.fields.map(([name]) => `case ${JSON.stringify(name)}: break;`).join(' ');
      lines.push(
        `if (typeof ${own} !== 'object' || ${own} === null) return false;`,
        `for (const name in ${own}) switch (name) { ${cases} default: return false; }`,
      );
      for (const [name, field] of shape.fields) put(field, `${own}[${JSON.stringify(name)}]`);
    }
  };
  put(layout.root, 'state');
  const body = `return (state, words) => { words.fill(0); ${lines.join('\n')} return true; };`;
  return compiled('encoder', { names }, body) as Fast;
}

/** The stored bits of the expression `value`; below zero, or no number, where it is none of the field's. It is read once. */
function rawText(field: ScalarField, value: string, names: (readonly string[])[]): string {
  if (field.kind === 'enum') return `names[${String(names.push(field.values) - 1)}].indexOf(${value})`;
  if (field.kind === 'bool') return `((v) => v === true ? 1 : v === false ? 0 : -1)(${value})`;
  const [min, max] = [String(field.min), String(field.max)];
  return `((v) => Number.isInteger(v) && v >= ${min} && v <= ${max} ? v - ${min} : -1)(${value})`;
}
