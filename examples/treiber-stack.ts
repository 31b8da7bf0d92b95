/**
 * Treiber's lock-free stack of `nodes` nodes, each access to shared memory a step of its own.
 *
 * A thread that pops reads the top, then its successor, then swaps the top by compare-and-swap. Without a tag the swap
 * succeeds on a top that was popped and pushed again meanwhile (ABA), and installs a successor that others own by now.
 * With a tag that every swap raises, it fails. A thread takes `ops` operations, which bounds the tags.
 * Source: Treiber, "Systems programming: coping with parallelism", 1986.
 */
import { array, int, oneOf, over, range, record } from '../checker/index.ts';
import type { System, View } from '../checker/index.ts';

export interface Params {
  readonly threads?: number;
  /** Nodes, all on the stack at first. */
  readonly nodes?: number;
  /** Operations that each thread completes at most. */
  readonly ops?: number;
  /** No tags. */
  readonly broken?: boolean;
}

export default function treiberStack({
  threads = 2,
  nodes = 2,
  ops = 3,
  broken = false,
}: Params = {}): System<State> {
  const { action, always, deadlockFree, sometimes, system } = over(stateOf(threads, nodes, ops));
  const t = range(threads);
  const node = range(nodes + 1).slice(1);
  const isUnchanged = (s: View<State>, t: number): boolean => {
    const { top, tag } = s.thread.at(t);
    return s.top === top && s.tag === tag;
  };
  // Walks from the top; a cycle, which only the broken stack has, ends after as many steps as there are nodes.
  const isOnStack = (s: View<State>, node: number): boolean => {
    let at = s.top;
    for (let steps = 0; steps < nodes && at !== 0; steps++) {
      if (at === node) return true;
      at = s.next.at(at - 1);
    }
    return false;
  };
  return system({
    name: 'treiber-stack',
    initial: [
      {
        top: 1,
        tag: 0,
        next: node.map((id) => (id % nodes === 0 ? 0 : id + 1)),
        owner: node.map(() => 0),
        thread: t.map(() => ({ pc: 'idle', left: ops, top: 0, tag: 0, node: 0 })),
      },
    ],
    actions: {
      PopReadTop: action({
        params: { t },
        guard: {
          idle: (s, { t }) => s.thread.at(t).pc === 'idle',
          mayPop: (s, { t }) => s.thread.at(t).left > 0,
          notEmpty: (s) => s.top !== 0,
        },
        effect: (next, { t }) => {
          const me = next.thread.at(t);
          me.top = next.top;
          me.tag = next.tag;
          me.pc = 'popReadNext';
        },
      }),
      PopReadNext: action({
        params: { t },
        guard: { at: (s, { t }) => s.thread.at(t).pc === 'popReadNext' },
        effect: (next, { t }) => {
          const me = next.thread.at(t);
          me.node = next.next.at(me.top - 1);
          me.pc = 'popSwap';
        },
      }),
      PopSwap: action({
        params: { t },
        guard: {
          at: (s, { t }) => s.thread.at(t).pc === 'popSwap',
          unchanged: (s, { t }) => isUnchanged(s, t),
        },
        effect: (next, { t }) => {
          const me = next.thread.at(t);
          next.top = me.node;
          if (!broken) next.tag += 1;
          next.owner.set(me.top - 1, t + 1);
          me.left -= 1;
          me.top = 0;
          me.tag = 0;
          me.node = 0;
          me.pc = 'idle';
        },
      }),
      PopRetry: action({
        params: { t },
        guard: {
          at: (s, { t }) => s.thread.at(t).pc === 'popSwap',
          changed: (s, { t }) => !isUnchanged(s, t),
        },
        effect: (next, { t }) => {
          const me = next.thread.at(t);
          me.top = 0;
          me.tag = 0;
          me.node = 0;
          me.pc = 'idle';
        },
      }),
      PushReadTop: action({
        params: { t, node },
        guard: {
          idle: (s, { t }) => s.thread.at(t).pc === 'idle',
          mayPush: (s, { t }) => s.thread.at(t).left > 0,
          owned: (s, { t, node }) => s.owner.at(node - 1) === t + 1,
        },
        effect: (next, { t, node }) => {
          const me = next.thread.at(t);
          me.node = node;
          me.top = next.top;
          me.tag = next.tag;
          me.pc = 'pushLink';
        },
      }),
      PushLink: action({
        params: { t },
        guard: { at: (s, { t }) => s.thread.at(t).pc === 'pushLink' },
        effect: (next, { t }) => {
          const me = next.thread.at(t);
          next.next.set(me.node - 1, me.top);
          me.pc = 'pushSwap';
        },
      }),
      PushSwap: action({
        params: { t },
        guard: {
          at: (s, { t }) => s.thread.at(t).pc === 'pushSwap',
          unchanged: (s, { t }) => isUnchanged(s, t),
        },
        effect: (next, { t }) => {
          const me = next.thread.at(t);
          next.top = me.node;
          if (!broken) next.tag += 1;
          next.owner.set(me.node - 1, 0);
          me.left -= 1;
          me.top = 0;
          me.tag = 0;
          me.node = 0;
          me.pc = 'idle';
        },
      }),
      PushRetry: action({
        params: { t },
        guard: {
          at: (s, { t }) => s.thread.at(t).pc === 'pushSwap',
          changed: (s, { t }) => !isUnchanged(s, t),
        },
        effect: (next, { t }) => {
          const me = next.thread.at(t);
          me.top = 0;
          me.tag = 0;
          me.node = 0;
          me.pc = 'idle';
        },
      }),
    },
    properties: {
      NoOwnedNodeOnStack: always({
        holds: (s) => s.owner.every((owner, index) => owner === 0 || !isOnStack(s, index + 1)),
        otherwise: 'a node that a thread has popped is popped again by another',
      }),
      NoNodeLost: always({
        holds: (s) => s.owner.every((owner, index) => owner !== 0 || isOnStack(s, index + 1)),
      }),
      NoDeadlock: deadlockFree({
        final: (s) => s.thread.every(({ pc, left }) => pc === 'idle' && (left === 0 || s.top === 0)),
      }),
      TopComesBackChanged: sometimes({
        reached: (s) =>
          s.thread.some(
            ({ pc, top, node }) => pc === 'popSwap' && top === s.top && node !== s.next.at(top - 1),
          ),
      }),
    },
  });
}

const stateOf = (threads: number, nodes: number, ops: number) =>
  record({
    /** A node from 1, or 0 for none; so is every node below. */
    top: int(0, nodes),
    tag: int(0, threads * ops),
    next: array(nodes, int(0, nodes)),
    /** The thread from 1 that has popped it, or 0. */
    owner: array(nodes, int(0, threads)),
    thread: array(
      threads,
      record({
        pc: oneOf('idle', 'popReadNext', 'popSwap', 'pushLink', 'pushSwap'),
        left: int(0, ops),
        top: int(0, nodes),
        tag: int(0, threads * ops),
        /** The successor that a pop installs, or the node that a push installs. */
        node: int(0, nodes),
      }),
    ),
  });
type State = ReturnType<typeof stateOf>;
