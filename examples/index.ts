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
  example('dekker', "Dekker's lock for two processes", {
    broken: broken('a process that waited for its turn does not raise its flag again'),
  }),
  example('bakery', "Lamport's bakery lock, with tickets up to a bound", {
    n: count(2, 'processes'),
    bound: count(3, 'largest ticket'),
    broken: broken('nobody waits for a process that is choosing its ticket'),
  }),
  example('lamport-fast-mutex', "Lamport's fast lock", {
    n: count(2, 'processes'),
    broken: broken('a process that finds contention does not wait for lowered flags'),
  }),
  example('dining-philosophers', 'dining philosophers, the last one left-handed', {
    n: count(4, 'philosophers, at least 2'),
    broken: broken('all reach for the left fork first'),
  }),
  example('readers-writers', 'readers and writers with two semaphores', {
    readers: count(2, 'readers'),
    writers: count(2, 'writers'),
    broken: broken('readers count themselves without the semaphore that guards the count'),
  }),
  example('bounded-buffer', 'a bounded buffer as a monitor', {
    producers: count(3, 'producers'),
    consumers: count(2, 'consumers'),
    capacity: count(2, 'places in the buffer'),
    broken: broken('one condition variable for producers and consumers'),
  }),
  example('seqlock', 'a sequence lock: one writer, readers that never block it', {
    readers: count(2, 'readers'),
    writes: count(2, 'writes of the pair'),
    broken: broken('readers do not look whether the sequence number is odd'),
  }),
  example('treiber-stack', "Treiber's lock-free stack, with tags against ABA", {
    threads: count(2, 'threads'),
    nodes: count(2, 'nodes, all on the stack at first'),
    ops: count(3, 'operations that each thread completes at most'),
    broken: broken('no tags'),
  }),
  example('alternating-bit', 'the alternating bit protocol over channels that lose', {
    messages: count(3, 'messages to deliver'),
    capacity: count(2, 'places in each channel'),
    broken: broken('the receiver takes whatever comes'),
  }),
  example('token-ring', "Dijkstra's self-stabilising token ring, from every state", {
    n: count(4, 'machines'),
    k: count(4, 'states of each machine'),
    broken: broken('the bottom machine moves without being privileged'),
  }),
  example('termination-detection', 'termination detection on a ring (EWD 840)', {
    n: count(3, 'nodes, at least 2'),
    broken: broken('a node that activates one behind the token does not turn black'),
  }),
  example('leader-election', 'leader election as in Raft', {
    n: count(3, 'servers'),
    terms: count(1, 'terms'),
    broken: broken('a restart forgets the vote'),
  }),
];
