/** A model's text as a module that a page can import: its import of the checker leads to where the page has it. */
import type { Params } from '../../checker/index.ts';
import { PageError } from '../address.ts';

const imports = /(^[ \t]*(?:import|export)\b[^'";]*?\bfrom\s*|^[ \t]*import\s*)(['"])([^'"\n]+)\2/gm;

/** Throws a PageError for an import of anything but the checker: a page has no other module. */
export const withChecker = (text: string, checker: string): string =>
  text.replaceAll(imports, (_, before: string, _quote: string, name: string) => {
    if (name !== 'nosplit/checker')
      throw new PageError(`here a model can import nosplit/checker, and not ${name}`);
    return `${before}${JSON.stringify(checker)}`;
  });

/** Parameters as they are written: `n=3 broken=true`. Throws a PageError for anything else. */
export function paramsOf(text: string): Params {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return Object.fromEntries(
    words.map((word) => {
      const [, key = '', value = ''] = /^([A-Za-z_]\w*)=(true|false|-?\d{1,9})$/.exec(word) ?? [];
      if (key === '') throw new PageError(`a parameter is written as n=3 or broken=true, and not as ${word}`);
      return [key, value === 'true' ? true : value === 'false' ? false : Number(value)];
    }),
  );
}
