/** What the tracer's systems are called by: designs and configs. */
import type { Design } from '../../model/index.ts';
import { boundsByName, designs, designsByName } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';

export const configDefault = 'small';

/** The newest design that a release shipped. */
export function designDefault(): string {
  return Object.keys(designs).filter(isReleased).at(-1) ?? '';
}

/** Whether a design is that of a release, and no cure or what-if of one. */
export const isReleased = (design: string): boolean => /^\d+\.\d+$/.test(design);

/** Throws a UsageError for a config that does not exist. */
export function judgeConfig(config: string): void {
  const known = Object.keys(boundsByName);
  if (!known.includes(config)) throw new UsageError(noSuch(`no config is called ${config}`, config, known));
}

/** The design of that name. Throws a UsageError that lists the known ones. */
export function designIn(name: string): Design {
  const design = Object.hasOwn(designsByName, name) ? designsByName[name] : undefined;
  if (design !== undefined) return design;
  throw new UsageError(noSuch(`--design ${name}: no such design`, name, Object.keys(designsByName)));
}

export const configWords = (config: string): string[] => (config === configDefault ? [] : [config]);
