/** Errors of the user's code in debug mode say which action or property, and which parameters, they come from. */
import type { Params } from '../system.ts';
import { SystemError } from '../system-error.ts';

/** The part of an engine that calls the user's code. */
interface Running {
  addRoot(): void;
  expand(from: number, to: number): number;
}

/** What of the user's code runs, noted in debug mode only. */
export interface Site {
  what: string;
  params: Params | undefined;
}

/** The engine with errors of the user's code that say where they come from. */
export function explained<E extends Running>(engine: E, site: Site): E {
  const explain = <T>(run: () => T): T => {
    try {
      return run();
    } catch (cause) {
      const { what, params } = site;
      const values = Object.entries(params ?? {}).map(([name, value]) => `${name}=${String(value)}`);
      const where = values.length === 0 ? what : `${what}(${values.join(', ')})`;
      throw new SystemError(`${where}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  };
  return {
    ...engine,
    addRoot: () => {
      explain(() => {
        engine.addRoot();
      });
    },
    expand: (from, to) => explain(() => engine.expand(from, to)),
  };
}
