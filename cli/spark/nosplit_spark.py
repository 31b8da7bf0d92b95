"""A breadth-first search on Apache Spark, of a system that `nosplit export --format kernel` wrote.

    python3 nosplit_spark.py MASTER KERNEL.wasm KERNEL.json RESULT.json [SETTINGS]

The states of a level lie in partitions, by a hash. A level is a job: each partition expands its states by the kernel and sends the
successors to their partitions, each of these sorts what it gets and keeps what no level before has. So a state is in one partition of
one level, and nothing is counted twice, however often Spark runs a task. Levels are RDDs; Spark computes again what is lost with a
machine, out of its checkpoints where it has a directory for them.

States travel and rest in arrays of numpy, some millions in one value. There is no row for a state anywhere.

RESULT.json has counts, and of each violated property the graph of all its shortest counterexamples. SETTINGS is JSON:
`continue` goes on after a violation, `wide` is for tests.
"""

import gc
import hashlib
import json
import os
import signal
import socket
import sys
import tempfile
import time

import numpy as np
import wasmtime

#: Successors that a task collects before it sends them on.
SUCCESSORS = 1 << 22
#: Bytes of one value; those of Java are below 2 GiB.
VALUE_BYTES = 1 << 24
#: States of a level from which on it is worth jobs. Smaller ones at the begin are expanded by the driver.
SPREAD = 1 << 16
#: Levels beside each other before they are merged into one sorted array.
LEVELS = 8
#: States that may be expanded again for witnesses that nobody asked for by name.
WITNESS_STATES = 1 << 13
#: Seconds without a new executor after which no other is waited for.
SETTLED = 2


class Fault(Exception):
    """A function of the system is at fault in a state, whose words are the only argument."""


class Kernel:
    """The module, and views of its memory. docs/export.md says what stands where."""

    def __init__(self, module, about):
        store = wasmtime.Store()
        exports = wasmtime.Instance(store, wasmtime.Module(store.engine, module), []).exports(store)
        memory = exports["memory"]
        data = np.ctypeslib.as_array(memory.data_ptr(store), (memory.data_len(store),)).view(np.uint32)
        of = about["memory"]

        def rows(name):
            place = of[name]
            at = place["at"] // 4
            return data[at : at + place["most"] * place["words"]].reshape(place["most"], place["words"])

        def words(at, count):
            return data[at // 4 : at // 4 + count]

        self._call = {name: exports[name] for name in ("expand", "judge")}
        self._store = store
        self.states, self.successors = rows("states"), rows("successors")
        self.verdicts, self.findings = rows("verdicts"), rows("findings")
        self.counters = {name: words(at, 1) for name, at in of["counters"].items()}
        self.fired = words(of["fired"], len(about["actions"]))
        self.exercised = words(of["exercised"], len(about["properties"]))

    def reset(self):
        for array in (self.fired, self.exercised, *self.counters.values()):
            array[:] = 0
        self.counters["degreeMin"][:] = 0x7FFFFFFF

    def _run(self, name, first, last):
        try:
            return self._call[name](self._store, first, last)
        except (wasmtime.Trap, wasmtime.WasmtimeError):
            at = int(self.counters["fault"][0])
            if at == 0:
                raise
            raise Fault([int(word) for word in self.states[at - 1]]) from None

    def _batches(self, states):
        most = len(self.states)
        for start in range(0, len(states), most):
            batch = states[start : start + most]
            self.states[: len(batch)] = batch
            yield start, len(batch)

    def expand(self, states):
        """(number of the first state of the batch, its rows of successors, its findings); the next batch overwrites them."""
        for start, count in self._batches(states):
            done = 0
            while done < count:
                done = self._run("expand", done, count)
                counters = self.counters
                yield start, self.successors[: counters["successors"][0]], self.findings[: counters["findings"][0]]

    def judge(self, states):
        """(number of the first state of the batch, its verdicts); the next batch overwrites them."""
        for start, count in self._batches(states):
            self._run("judge", 0, count)
            yield start, self.verdicts[:count]


_kernels = {}


def kernel_of(module, about):
    """One for each process of Python, and not for each task."""
    key = hashlib.sha256(module).digest()
    if key not in _kernels:
        _kernels[key] = Kernel(module, about)
        # After each task Spark has all garbage collected. What is there now stays, and need not be looked through again.
        gc.freeze()
    return _kernels[key]


class Narrow:
    """Packed states that fit 64 bits together with the number of an instance.

    A state is a key: its bits, multiplied by an odd number, which can be undone. The high bits of a key are well mixed, so a partition
    is a range of keys. What was found is a key with the instance in its low bits. The order of numbers is that of both.
    """

    #: 2**64 divided by the golden ratio, odd.
    MULTIPLIER = 0x9E3779B97F4A7C15

    def __init__(self, about):
        self.widths = about["bits"]
        self.bits = sum(self.widths)
        self.low = np.uint64(self.low_bits(about))
        self.mask = np.uint64((1 << self.bits) - 1)
        self.times = np.uint64(self.MULTIPLIER & ((1 << self.bits) - 1) | 1)
        self.back = np.uint64(pow(int(self.times), -1, 1 << self.bits) if self.bits > 0 else 0)

    @staticmethod
    def low_bits(about):
        return max(1, (len(about["instances"]) - 1).bit_length())

    @classmethod
    def fits(cls, about):
        return sum(about["bits"]) + cls.low_bits(about) <= 64

    def keys(self, words):
        key = words[:, 0].astype(np.uint64)
        shift = 0
        for width, word in zip(self.widths, words.T[1:]):
            shift += width
            key |= word.astype(np.uint64) << np.uint64(shift)
        return (key * self.times) & self.mask

    def found(self, words, instances):
        return (self.keys(words) << self.low) | instances

    def join(self, arrays):
        every = np.sort(np.concatenate(arrays)) if arrays else np.empty(0, np.uint64)
        keys = every >> self.low
        return every[np.concatenate(([True], keys[1:] != keys[:-1]))] if len(every) > 0 else every

    def states(self, found):
        return found >> self.low

    def instances(self, found):
        return (found & np.uint64((1 << int(self.low)) - 1)).astype(np.int64)

    def words(self, states):
        key = (states * self.back) & self.mask
        out = np.empty((len(states), len(self.widths)), np.uint32)
        shift = 0
        for at, width in enumerate(self.widths):
            out[:, at] = (key >> np.uint64(shift)) & np.uint64((1 << width) - 1)
            shift += width
        return out

    def places(self, states, wanted):
        """For each of `wanted`, its number in `states`, or -1."""
        if len(states) == 0:
            return np.full(len(wanted), -1)
        at = np.searchsorted(states, wanted)
        at[at == len(states)] = 0
        return np.where(states[at] == wanted, at, -1)

    def without(self, found, states):
        return found[self.places(states, self.states(found)) < 0]

    def merged(self, arrays):
        """Of sorted arrays of states that have none in common."""
        return np.sort(np.concatenate(arrays), kind="stable")

    def split(self, found, parts):
        bounds = [np.uint64((-(-(part << self.bits) // parts)) << int(self.low)) for part in range(1, parts)]
        return np.split(found, np.searchsorted(found, np.array(bounds, np.uint64)))

    def unpacked(self, value):
        return np.frombuffer(value, np.uint64)


class Wide:
    """Packed states of any size: in the order of a hash of 64 bits, and exact. Where two states have one hash, words decide."""

    def __init__(self, about, hash_bits=64):
        self.count = about["words"]
        self.bits = 64
        self.hash_mask = np.uint64((1 << hash_bits) - 1 << (64 - hash_bits))
        self.row = np.dtype([("hash", "<u8"), ("words", "<u4", (self.count,)), ("instance", "<u4")])

    def keys(self, words):
        return self.found(words, 0)

    def found(self, words, instances):
        rows = np.empty(len(words), self.row)
        mixed = np.full(len(words), 0x9E3779B97F4A7C15, np.uint64)
        for word in words.T:
            mixed ^= word
            mixed *= np.uint64(0xFF51AFD7ED558CCD)
            mixed ^= mixed >> np.uint64(32)
        mixed *= np.uint64(0xC4CEB9FE1A85EC53)
        rows["hash"] = mixed & self.hash_mask
        rows["words"] = words
        rows["instance"] = instances
        return rows

    def _sorted(self, rows):
        rows = rows[np.argsort(rows["hash"], kind="stable")]
        same, differ = self._neighbours(rows)
        if (same & differ).any():
            # Two states with one hash: equal ones need not stand together.
            rows = rows[np.lexsort((*rows["words"].T, rows["hash"]))]
            _, differ = self._neighbours(rows)
        return rows, np.concatenate(([True], differ))[: len(rows)]

    @staticmethod
    def _neighbours(rows):
        return rows["hash"][1:] == rows["hash"][:-1], (rows["words"][1:] != rows["words"][:-1]).any(axis=1)

    def join(self, arrays):
        if not arrays:
            return np.empty(0, self.row)
        rows, first = self._sorted(np.concatenate(arrays))
        starts = np.flatnonzero(first)
        kept = rows[starts]
        if len(kept) > 0:
            kept["instance"] = np.minimum.reduceat(rows["instance"], starts)
        return kept

    def states(self, found):
        return found

    def instances(self, found):
        return found["instance"].astype(np.int64)

    def words(self, states):
        return states["words"]

    def places(self, states, wanted):
        found = np.full(len(wanted), -1)
        hashes = np.ascontiguousarray(states["hash"])
        at = np.searchsorted(hashes, wanted["hash"])
        left = np.arange(len(wanted))
        while len(left) > 0:
            # Those whose hash is met, as long as they are others.
            left = left[(at[left] < len(hashes))]
            left = left[hashes[at[left]] == wanted["hash"][left]]
            equal = (states["words"][at[left]] == wanted["words"][left]).all(axis=1)
            found[left[equal]] = at[left[equal]]
            left = left[~equal]
            at[left] += 1
        return found

    def without(self, found, states):
        return found[self.places(states, found) < 0]

    def merged(self, arrays):
        return self._sorted(np.concatenate(arrays))[0]

    def split(self, found, parts):
        bounds = [-(-(part << 64) // parts) for part in range(1, parts)]
        return np.split(found, np.searchsorted(found["hash"], np.array(bounds, np.uint64)))

    def unpacked(self, value):
        return np.frombuffer(value, self.row)


class Task:
    """What the functions of a job have in common. It goes to the machines with them."""

    def __init__(self, broadcast, parts, wide):
        self.broadcast = broadcast
        self.parts = parts
        self.wide = wide

    def open(self):
        module, about = self.broadcast.value
        codec = Wide(about, self.wide) if self.wide else Narrow(about) if Narrow.fits(about) else Wide(about)
        return kernel_of(module, about), codec

    def expand(self, records):
        """The successors of the states in some partition, for their partitions; and counts, for its own."""
        kernel, codec = self.open()
        words = kernel.states.shape[1]
        kernel.reset()
        found, waiting, expanded, own = [], 0, 0, 0
        findings = np.zeros(len(kernel.exercised), np.int64)
        generated = 0
        for part, (kind, _, value) in records:
            own = part
            if kind != "states":
                continue
            states = codec.words(codec.unpacked(value))
            expanded += len(states)
            for _, rows, bad in kernel.expand(states):
                found.append(codec.found(rows[:, :words], rows[:, words + 1]))
                waiting += len(rows)
                findings += np.bincount(bad[:, 0], minlength=len(findings))
                generated += int(kernel.counters["generated"][0])
                kernel.counters["generated"][0] = 0
                if waiting >= SUCCESSORS:
                    yield from self.sent(codec, found)
                    found, waiting = [], 0
        yield from self.sent(codec, found)
        yield own, ("counts", 0, json.dumps({
            "expanded": expanded,
            "generated": generated,
            "fired": kernel.fired.tolist(),
            "exercised": kernel.exercised.tolist(),
            "findings": findings.tolist(),
            "degreeMin": int(kernel.counters["degreeMin"][0]),
            "degreeMax": int(kernel.counters["degreeMax"][0]),
        }))

    def sent(self, codec, found):
        for part, of in enumerate(codec.split(codec.join(found), self.parts)):
            for value in values(of):
                yield part, ("found", 0, value)

    def level(self, depth):
        """A function from what was found and from the levels before to the states of a new level, and its counts."""

        def run(part, records):
            kernel, codec = self.open()
            found, before, counts = [], [], []
            for _, (kind, level, value) in records:
                if kind == "found":
                    found.append(codec.unpacked(value))
                elif kind == "states":
                    before.append((level, codec.unpacked(value)))
                elif kind == "counts":
                    counts.append(json.loads(value))
            new = codec.join(found)
            # Most of what is known is of the last two levels.
            for _, states in sorted(before, key=lambda one: -one[0]):
                new = codec.without(new, states)
            states = codec.states(new)
            kernel.reset()
            verdicts = np.zeros(len(kernel.exercised), np.int64)
            for _, rows in kernel.judge(codec.words(states)):
                for property in range(len(verdicts)):
                    verdicts[property] += np.count_nonzero(rows[:, property >> 5] >> np.uint32(property & 31) & 1)
            for value in values(states):
                yield part, ("states", depth, value)
            _, about = self.broadcast.value
            yield part, ("new", depth, json.dumps({
                "states": len(states),
                "bytes": states.nbytes,
                "fresh": np.bincount(codec.instances(new), minlength=len(about["instances"])).tolist(),
                "exercised": kernel.exercised.tolist(),
                "verdicts": verdicts.tolist(),
                "expanded": counts,
            }))

        return run

    def compact(self, part, records):
        """The levels as one array."""
        _, codec = self.open()
        arrays = [codec.unpacked(value) for _, (kind, _, value) in records if kind == "states"]
        if arrays:
            for value in values(codec.merged(arrays)):
                yield part, ("states", -1, value)

    def violating(self, property, by_step):
        """A function to the states that violate a property, each with the instance of the step, or -1."""

        def run(records):
            kernel, codec = self.open()
            kernel.reset()
            for _, (kind, _, value) in records:
                if kind != "states":
                    continue
                words = codec.words(codec.unpacked(value))
                if by_step:
                    for start, _, rows in kernel.expand(words):
                        rows = rows[rows[:, 0] == property]
                        if len(rows) > 0:
                            yield words[start + rows[:, 1]].tobytes(), rows[:, 2].astype(np.int32).tobytes()
                else:
                    for start, rows in kernel.judge(words):
                        at = np.flatnonzero(rows[:, property >> 5] >> np.uint32(property & 31) & 1)
                        if len(at) > 0:
                            yield words[start + at].tobytes(), np.full(len(at), -1, np.int32).tobytes()

        return run

    def before(self, targets):
        """A function to the steps into the states that the broadcast `targets` has: source, instance, number of the target."""

        def run(records):
            kernel, codec = self.open()
            kernel.reset()
            count = kernel.states.shape[1]
            wanted, numbers = targets.value
            for _, (kind, _, value) in records:
                if kind != "states":
                    continue
                words = codec.words(codec.unpacked(value))
                for start, rows, _ in kernel.expand(words):
                    to = codec.places(wanted, codec.keys(rows[:, :count]))
                    at = np.flatnonzero(to >= 0)
                    if len(at) > 0:
                        sources = words[start + rows[at, count]]
                        steps = np.stack([rows[at, count + 1].astype(np.int64), numbers[to[at]]])
                        yield sources.tobytes(), steps.tobytes()

        return run


def values(array):
    """The array in values of some size."""
    rows = max(1, VALUE_BYTES // array.dtype.itemsize)
    for start in range(0, len(array), rows):
        yield array[start : start + rows].tobytes()


class Here:
    """Records of one partition, in the driver: what an RDD is of large levels. It has those methods of an RDD that levels need."""

    def __init__(self, records):
        self.records = records

    def mapPartitions(self, function):
        return list(function(self.records))

    def beside(self, others, function):
        """What the function makes of all these."""
        return Here(list(function(0, [record for one in [*others, self] for record in one.records])))


def same(part):
    """The partition of a key, which is its number."""
    return part


def counts_in(records):
    return (value for _, (kind, _, value) in records if kind == "new")


class Search:
    """The driver: starts the jobs, and adds up what they say."""

    def __init__(self, spark, module, about, settings):
        from pyspark import StorageLevel

        self.spark = spark
        self.about = about
        self.settings = settings
        self.storage = StorageLevel.MEMORY_AND_DISK
        self.broadcast = spark.broadcast((module, about))
        self.task = Task(self.broadcast, 1, settings.get("wide", 0))
        self.codec = self.task.open()[1]
        self.levels = []
        self.sizes = []
        self.length = [None] * len(about["properties"])
        kinds = [one["kind"] for one in about["properties"]]
        self.situations = [at for at, kind in enumerate(kinds) if kind == "sometimes"]
        self.by_step = [kind in ("alwaysStep", "deadlockFree") for kind in kinds]
        self.is_end = [kind == "deadlockFree" for kind in kinds]
        self.total = {
            **{name: 0 for name in ("distinct", "generated", "expanded", "bytes", "degreeMax")},
            "degreeMin": 0x7FFFFFFF,
            "fired": np.zeros(len(about["actions"]), np.int64),
            "exercised": np.zeros(len(kinds), np.int64),
            "fresh": np.zeros(len(about["instances"]), np.int64),
        }

    def run(self):
        """Searches, level by level, until there is no new state or a violation ends it."""
        initial = np.array(self.about["initial"], np.uint32)
        self.total["generated"] = len(initial)
        roots = self.codec.join([self.codec.found(initial, np.uint32(0))])
        found = Here([(0, ("found", 0, value)) for value in values(roots)])
        known = []
        while True:
            depth = len(self.levels)
            level = self.level(known, found, depth)
            size = self.add(depth, self.counts(level))
            if size == 0:
                break
            self.levels.append(level)
            self.sizes.append(size)
            tell({"distinct": self.total["distinct"], "generated": self.total["generated"], "queue": size,
                  "depth": depth, "bytes": self.total["bytes"]})
            if not self.settings.get("continue") and self.violated():
                break
            known.append(level)
            if isinstance(level, Here) and size >= self.settings.get("spread", SPREAD):
                self.task = Task(self.broadcast, 2 * max(2, cores_of(self.spark)), self.task.wide)
                known = [self.spread(one, number) for number, one in enumerate(known)]
                level = known[-1]
            known = self.compacted(known)
            found = self.found(level)
        return self.result()

    def level(self, known, found, depth):
        function = self.task.level(depth)
        if isinstance(found, Here):
            return found.beside(known, function)
        return self.kept(self.spark.union([*known, found]).mapPartitionsWithIndex(function, True))

    def found(self, level):
        if isinstance(level, Here):
            return Here(level.mapPartitions(self.task.expand))
        return level.mapPartitions(self.task.expand).partitionBy(self.task.parts, same)

    @staticmethod
    def counts(level):
        of = level.mapPartitions(counts_in)
        return [json.loads(one) for one in (of if isinstance(level, Here) else of.collect())]

    def spread(self, level, number):
        """The level on the machines of the cluster, in as many partitions as suit them."""
        codec, parts = self.codec, self.task.parts
        states = [codec.unpacked(value) for _, (kind, _, value) in level.records if kind == "states"]
        found = codec.found(codec.words(codec.merged(states)), np.uint32(0))
        records = [
            (part, ("states", number, value))
            for part, of in enumerate(codec.split(found, parts))
            for value in values(codec.states(of))
        ]
        return self.kept(self.spark.parallelize(records, parts).partitionBy(parts, same))

    def kept(self, rdd):
        rdd.persist(self.storage)
        if self.spark.getCheckpointDir() is not None:
            rdd.checkpoint()
        return rdd

    def compacted(self, known):
        if len(known) < LEVELS or isinstance(known[-1], Here):
            return known
        old, last = known[:-2], known[-2:]
        merged = self.kept(self.spark.union(old).mapPartitionsWithIndex(self.task.compact, True))
        merged.count()
        for one in old:
            one.unpersist()
        return [merged, *last]

    def add(self, depth, counts):
        total = self.total
        size = sum(one["states"] for one in counts)
        total["distinct"] += size
        verdicts = np.zeros(len(self.length), np.int64)
        findings = np.zeros(len(self.length), np.int64)
        for one in counts:
            total["bytes"] += one["bytes"]
            total["exercised"] += one["exercised"]
            verdicts += one["verdicts"]
            if depth > 0:
                total["fresh"] += one["fresh"]
            for part in one["expanded"]:
                for name in ("generated", "expanded", "fired", "exercised"):
                    total[name] += part[name]
                findings += part["findings"]
                total["degreeMin"] = min(total["degreeMin"], part["degreeMin"])
                total["degreeMax"] = max(total["degreeMax"], part["degreeMax"])
        for property, length in enumerate(self.length):
            if length is not None:
                continue
            if findings[property] > 0:
                self.length[property] = depth - 1 if self.is_end[property] else depth
            elif verdicts[property] > 0:
                self.length[property] = depth
        return size

    def violated(self):
        return [
            at for at, length in enumerate(self.length) if length is not None and at not in self.situations
        ]

    def result(self):
        violated = self.violated()
        if not self.settings.get("continue") and violated:
            violated = [min(violated, key=lambda at: (self.length[at], at))]
        shown = [
            at
            for at in self.situations
            if self.length[at] is not None
            and (self.settings.get("named") or sum(self.sizes[: self.length[at]]) <= WITNESS_STATES)
        ]
        return {
            **{
                name: value.tolist() if isinstance(value, np.ndarray) else value
                for name, value in self.total.items()
            },
            "levels": self.sizes,
            "found": [
                {"property": at, "steps": length}
                | ({"graph": self.graph(at, length)} if at in violated or at in shown else {})
                for at, length in enumerate(self.length)
                if length is not None
            ],
        }

    def graph(self, property, length):
        """The graph of all shortest ways to a violation, or to a situation, from its end to the initial states.

        `layers[0]` has the steps of the last states, an end where a step has none; each layer has steps (source, instance, target)
        into the layer before, by the numbers of states in their layers. `ends` counts the states of the last layer that are ends
        themselves. `roots` has the numbers of the initial states in the last layer.
        """
        by_step = self.by_step[property] and not self.is_end[property]
        depth = length - 1 if by_step else length
        bad = self.collected(self.levels[depth], self.task.violating(property, self.by_step[property]), np.int32)
        states, numbers = self.numbered(bad[0])
        layers, ends = [], 0
        if by_step:
            layers.append([[int(at), int(instance), -1] for at, instance in zip(numbers, bad[1])])
        else:
            ends = len(states)
        for below in range(depth - 1, -1, -1):
            wanted = self.codec.keys(states)
            order = np.argsort(wanted["hash"] if self.codec.bits == 64 and wanted.dtype.names else wanted)
            targets = self.spark.broadcast((wanted[order], order))
            sources, steps = self.collected(self.levels[below], self.task.before(targets), np.int64, 2)
            states, numbers = self.numbered(sources)
            layers.append([[int(at), int(instance), int(to)] for at, (instance, to) in zip(numbers, steps)])
        roots = [
            next((at for at, state in enumerate(states.tolist()) if state == root), -1)
            for root in self.about["initial"]
        ]
        return {"layers": layers, "ends": ends, "roots": roots}

    def collected(self, rdd, function, kind, rows=1):
        """The words of states, and the numbers beside each."""
        words = self.about["words"]
        of = rdd.mapPartitions(function)
        parts = of if isinstance(rdd, Here) else of.collect()
        states = np.frombuffer(b"".join(one for one, _ in parts), np.uint32).reshape(-1, words)
        if rows == 1:
            return states, np.concatenate([np.frombuffer(of, kind) for _, of in parts] or [np.empty(0, kind)])
        beside = [np.frombuffer(of, kind).reshape(rows, -1).T for _, of in parts]
        return states, np.concatenate(beside or [np.empty((0, rows), kind)])

    @staticmethod
    def numbered(states):
        """The different states, and the number of each that was given among them."""
        different, numbers = np.unique(states, axis=0, return_inverse=True)
        return different, numbers.reshape(-1)


def unreachable(master):
    """Why nothing listens where `spark://HOST:PORT` is, or any of several; None where something does, and of other kinds of masters."""
    kind, _, places = master.partition("://")
    if kind != "spark":
        return None
    reasons = []
    for place in places.split(","):
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
            return None
        except OSError as error:
            reasons.append(f"{place} ({error.strerror or error})")
        except (ValueError, OverflowError):
            # Spark says itself what is wrong with such a name.
            return None
    return " or ".join(reasons)


def cores_of(spark):
    """The cores of all executors. They come some seconds after the driver, so this waits until one is there and no other came since."""
    if spark.master == "local" or spark.master.startswith("local["):
        return spark.defaultParallelism
    java = spark._jsc.sc()
    most = java.conf().getTimeAsSeconds("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
    began = since = time.monotonic()
    seen = 0
    while True:
        now = time.monotonic()
        # The driver is counted, too.
        count = java.getExecutorMemoryStatus().size() - 1
        if count != seen:
            seen, since = count, now
        if seen > 0 and now - since >= SETTLED:
            return spark.defaultParallelism
        if seen == 0 and now - began >= most:
            sys.exit(
                f"nosplit: {spark.master} gave no executor in {most} s; "
                "start a worker, or ask for less by spark.executor.memory and spark.executor.cores"
            )
        time.sleep(0.2)


def tell(data):
    print(json.dumps(data), flush=True)


def main(master, module_file, about_file, result_file, settings="{}"):
    from pyspark import SparkConf, SparkContext

    settings = json.loads(settings)
    why = unreachable(master)
    if why is not None:
        sys.exit(f"nosplit: no Spark master answers at {why}; start one, or give the address that its log names")
    # Ends as any error does, so that no folder and no application stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with open(module_file, "rb") as file:
        module = file.read()
    with open(about_file, encoding="utf-8") as file:
        about = json.load(file)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setMaster(master).setAppName(f"nosplit {about['title']}")
    conf.setIfMissing("spark.ui.enabled", "false")
    # The Java side moves bytes. Better code for that costs more than it gains.
    for side in ("driver", "executor"):
        conf.setIfMissing(f"spark.{side}.extraJavaOptions", "-XX:TieredStopAtLevel=1")
    conf.setIfMissing("spark.log.level", "ERROR")
    conf.setIfMissing("spark.ui.showConsoleProgress", "false")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="nosplit-spark-") as folder:
        spark = SparkContext(conf=conf)
        try:
            spark.addPyFile(os.path.abspath(__file__))
            # A directory of this machine serves executors of this machine alone.
            directory = conf.get("spark.checkpoint.dir") or (folder if master.startswith("local") else None)
            if directory is not None:
                spark.setCheckpointDir(directory)
            ready = time.monotonic()
            try:
                result = Search(spark, module, about, settings).run()
            except Exception as error:
                state = fault_in(error)
                if state is None:
                    raise
                result = {"fault": state}
            ended = time.monotonic()
            result |= {
                "startMs": (ready - began) * 1000,
                "elapsedMs": (ended - ready) * 1000,
                "cores": spark.defaultParallelism,
            }
        finally:
            spark.stop()
    with open(result_file, "w", encoding="utf-8") as file:
        json.dump(result, file)


def fault_in(error):
    """The state that a `Fault` of a task names; None where the error is another."""
    if isinstance(error, Fault):
        return error.args[0]
    _, mark, rest = str(error).partition("Fault: [")
    return json.loads("[" + rest.partition("]")[0] + "]") if mark else None


if __name__ == "__main__":
    # Tasks name functions by their module, which __main__ is on no other machine.
    import nosplit_spark

    nosplit_spark.main(*sys.argv[1:])
