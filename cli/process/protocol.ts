/** What the main thread and the command's thread say to each other. */
import type { LastWords, ModelCode, Out, World } from '../world.ts';

/** What the thread starts with. */
export interface Start extends Pick<World, 'cwd' | 'cores'> {
  readonly words: readonly string[];
  readonly stdout: Pick<Out, 'isTTY' | 'columns' | 'colour'>;
  readonly stderr: Start['stdout'];
}

/** From the command's thread. */
export type Message =
  | { readonly kind: 'write'; readonly to: 'stdout' | 'stderr'; readonly data: string | Uint8Array }
  /** Whether an interrupt is waited for; else the first one ends the process. */
  | { readonly kind: 'listen'; readonly listens: boolean }
  | { readonly kind: 'end after'; readonly ms: number; readonly words: LastWords }
  | { readonly kind: 'runs model'; readonly model: ModelCode }
  | { readonly kind: 'ended'; readonly exit: number }
  /** Nobody caught this. */
  | { readonly kind: 'uncaught'; readonly how: 'thrown' | 'rejected'; readonly error: Thrown };

/** An error, or whatever else was thrown, as it passes between threads. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Node's; empty for none. */
  readonly code: string;
}

/** To the command's thread: the first interrupt. */
export const interrupt = 'interrupt';
