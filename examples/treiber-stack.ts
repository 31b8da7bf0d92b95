/**
 * Treiber's lock-free stack of `nodes` nodes, all on it at first, each access to shared memory a step of its own.
 *
 * A thread that pops reads the top, then its successor, then swaps the top by compare-and-swap. Without a tag the swap
 * succeeds on a top that was popped and pushed again meanwhile (ABA), and installs a successor that others own by now.
 * With a tag that every swap raises, it fails. Broken, there are no tags. A thread takes `ops` operations, which bounds the tags.
 * Source: Treiber, "Systems programming: coping with parallelism", 1986.
 */
import { array, int, oneOf, over, range, record } from '../checker/index.ts';
import type { View } from '../checker/index.ts';

export default ({ threads = 2, nodes = 2, ops = 3, broken = false } = {}) => {
  /** A node from 1, or 0 for none. */
  const id = int(0, nodes);
  const tag = int(0, threads * ops);
  const pc = oneOf('idle', 'popReadNext', 'popSwap', 'pushLink', 'pushSwap');
  const state = record({
    top: id,
    tag,
    next: array(nodes, id),
    /** The thread from 1 that has popped it, or 0. */
    owner: array(nodes, int(0, threads)),
    /** Its `node` is the successor that a pop installs, or the node that a push installs. */
    thread: array(threads, record({ pc, left: int(0, ops), top: id, tag, node: id })),
  });
  const { always, deadlockFree, sometimes, steps, system, zero } = over(state);
  const t = range(threads);
  const node = range(nodes + 1).slice(1);
  const step = steps({ t }, 'thread[].pc');
  const isUnchanged = (s: View<typeof state>, { t }: { readonly t: number }): boolean =>
    s.top === s.thread.at(t).top && s.tag === s.thread.at(t).tag;
  // Walks from the top; a cycle, which only the broken stack has, ends after as many steps as there are nodes.
  const isOnStack = (s: View<typeof state>, node: number): boolean => {
    let at = s.top;
    for (let steps = 0; steps < nodes && at !== 0; steps++) {
      if (at === node) return true;
      at = s.next.at(at - 1);
    }
    return false;
  };
  const forget = (me: { top: number; tag: number; node: number }): void => {
    me.top = me.tag = me.node = 0;
  };
  const swap = (s: { top: number; tag: number }, me: { left: number; node: number }): void => {
    s.top = me.node;
    if (!broken) s.tag += 1;
    me.left -= 1;
  };
  return system({
    name: 'treiber-stack',
    initial: [
      {
        ...zero,
        top: 1,
        next: node.map((id) => (id % nodes === 0 ? 0 : id + 1)),
        thread: zero.thread.map((one) => ({ ...one, left: ops })),
      },
    ],
    actions: {
      PopReadTop: step('idle', {
        guard: { mayPop: (s, { t }) => s.thread.at(t).left > 0, notEmpty: (s) => s.top !== 0 },
        effect: (s, { t }) => {
          s.thread.at(t).top = s.top;
          s.thread.at(t).tag = s.tag;
        },
        to: 'popReadNext',
      }),
      PopReadNext: step('popReadNext', {
        effect: (s, { t }) => {
          s.thread.at(t).node = s.next.at(s.thread.at(t).top - 1);
        },
        to: 'popSwap',
      }),
      PopSwap: step('popSwap', {
        guard: { unchanged: isUnchanged },
        effect: (s, { t }) => {
          const me = s.thread.at(t);
          swap(s, me);
          s.owner.set(me.top - 1, t + 1);
          forget(me);
        },
        to: 'idle',
      }),
      PopRetry: step('popSwap', {
        guard: { changed: (s, params) => !isUnchanged(s, params) },
        effect: (s, { t }) => forget(s.thread.at(t)),
        to: 'idle',
      }),
      PushReadTop: step('idle', {
        params: { node },
        guard: {
          mayPush: (s, { t }) => s.thread.at(t).left > 0,
          owned: (s, { t, node }) => s.owner.at(node - 1) === t + 1,
        },
        effect: (s, { t, node }) => {
          const me = s.thread.at(t);
          me.node = node;
          me.top = s.top;
          me.tag = s.tag;
        },
        to: 'pushLink',
      }),
      PushLink: step('pushLink', {
        effect: (s, { t }) => s.next.set(s.thread.at(t).node - 1, s.thread.at(t).top),
        to: 'pushSwap',
      }),
      PushSwap: step('pushSwap', {
        guard: { unchanged: isUnchanged },
        effect: (s, { t }) => {
          const me = s.thread.at(t);
          swap(s, me);
          s.owner.set(me.node - 1, 0);
          forget(me);
        },
        to: 'idle',
      }),
      PushRetry: step('pushSwap', {
        guard: { changed: (s, params) => !isUnchanged(s, params) },
        effect: (s, { t }) => forget(s.thread.at(t)),
        to: 'idle',
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
};
