/**
 * The examples by name. Each is a module of its own whose default export is a system, or a function from parameters to
 * one; `url` is for `import()`, here or in a worker thread.
 */
export interface Parameter {
  readonly default: number | boolean;
  readonly about: string;
}

export interface Example {
  readonly name: string;
  readonly title: string;
  readonly params: Readonly<Record<string, Parameter>>;
  /** A file: URL, of the same kind (`.ts` or `.js`) as this module. */
  readonly url: string;
}

const example = (name: string, title: string, params: Readonly<Record<string, Parameter>> = {}): Example => ({
  name,
  title,
  params,
  url: new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url).href,
});
const count = (value: number, about: string): Parameter => ({ default: value, about });
const broken = (about: string): Parameter => ({ default: false, about });

export const examples: readonly Example[] = [
  example('mutex', 'two processes and one lock: the smallest example'),
  example('two-phase-commit', 'two-phase commit (Gray and Lamport)', {
    n: count(3, 'resource managers'),
    broken: broken('the transaction manager commits without waiting for all to be prepared'),
  }),
  example('peterson', "Peterson's lock for two processes", {
    broken: broken('the turn is given away before the flag is raised'),
  }),
  example('dining-philosophers', 'dining philosophers, the last one left-handed', {
    n: count(4, 'philosophers'),
    broken: broken('all reach for the left fork first'),
  }),
];
