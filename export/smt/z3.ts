/** z3 as a solver, from the package z3-solver, which is loaded when it is asked for. */
import type * as Z3Solver from 'z3-solver';
import type { Evaluate } from './solve.ts';

/** The version that is tested. */
const z3Package = 'z3-solver@5.2.0';

/** The package is not there. */
export class NoSolver extends Error {
  override name = 'NoSolver';
}

/** One process of a solver. */
export interface Solver {
  /** A solver that has been told nothing. */
  readonly begin: () => Solving;
  /** Ends its threads, which keep a process from its end. */
  readonly end: () => void;
}

export interface Solving {
  readonly evaluate: Evaluate;
  /** Gives its memory back. */
  readonly close: () => void;
}

/** What is used of the package's Emscripten module, of which its declarations leave most out. */
interface Emscripten {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  UTF8ToString(pointer: number, bytes: number): string;
  readonly _async_Z3_eval_smtlib2_string: unknown;
  async_call(run: unknown, ...args: readonly number[]): Promise<string>;
  readonly PThread: { terminateAllThreads(): void };
}

/** Rejects with a NoSolver where the package is not installed. */
export async function z3Solver(load: Load = () => import('z3-solver')): Promise<Solver> {
  const api = await loaded(load);
  const { Z3 } = api;
  // Sound because the version of the package is fixed, and a test asks it.
  const em = api.em as Emscripten;
  return {
    begin: () => {
      const config = Z3.mk_config();
      const context = Z3.mk_context(config);
      Z3.del_config(config);
      return {
        evaluate: async (commands) => {
          // The package's own function keeps the text on a stack that others write to before the thread of z3 has read it.
          const bytes = new TextEncoder().encode(`${commands}\0`);
          const pointer = em._malloc(bytes.length);
          // Makes HEAPU8 that of the memory as it is now: another thread may have made it grow.
          em.UTF8ToString(pointer, 0);
          em.HEAPU8.set(bytes, pointer);
          try {
            // Sound because the function takes a context's number and a pointer.
            return await em.async_call(
              em._async_Z3_eval_smtlib2_string,
              context as unknown as number,
              pointer,
            );
          } finally {
            em._free(pointer);
          }
        },
        close: () => {
          Z3.del_context(context);
        },
      };
    },
    end: () => {
      em.PThread.terminateAllThreads();
    },
  };
}

type Load = () => Promise<Pick<typeof Z3Solver, 'init'>>;

async function loaded(load: Load): ReturnType<typeof Z3Solver.init> {
  let init;
  try {
    ({ init } = await load());
  } catch (thrown) {
    if ((thrown as { readonly code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw thrown;
    throw new NoSolver(`the solver z3 is not installed; npm install ${z3Package}`);
  }
  return await init();
}
