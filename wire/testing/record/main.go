// record writes an execution trace with events of most kinds: record FILE ROUNDS. Its size grows with the rounds, some
// 30 bytes each of eight pairs of goroutines.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"strconv"
	"strings"
	"sync"
	"time"
)

// messages has what is hard to quote, and one that the tracer cuts.
var messages = []string{
	"plain", "", "tab\tquote\"back\\", "é ü 漢字 🙂 \ufffd", "\x00\x07\x1f\x7f", "\xff\xc0\x80\xed\xa0\x80\xe6\xbc",
	"\u00a0\u200b\u2028\ufeff\ue000\U0001fae9\U0010ffff", strings.Repeat("long", 400),
}

// echo sends numbers to a goroutine and waits for each to come back.
func echo(ctx context.Context, rounds int) {
	defer trace.StartRegion(ctx, "echo").End()
	there, back := make(chan int), make(chan int)
	go func() {
		for n := range there {
			back <- n
		}
		close(back)
	}()
	for n := range rounds {
		there <- n
		<-back
	}
	close(there)
	<-back
}

// pull switches to and fro between two coroutines, where the release has them.
var pull = func() {}

// deep grows the stack.
func deep(n int) int {
	var pad [64]byte
	if n == 0 {
		runtime.Gosched()
		return int(pad[0])
	}
	return deep(n-1) + int(pad[n%64])
}

func run(rounds int) {
	ctx, task := trace.NewTask(context.Background(), "task")
	defer task.End()
	for n, message := range messages {
		trace.Log(ctx, fmt.Sprint("key ", n), message)
	}
	var pairs sync.WaitGroup
	for range 8 {
		pairs.Add(1)
		go func() {
			defer pairs.Done()
			echo(ctx, rounds)
			trace.Logf(ctx, "deep", "%d", deep(200))
		}()
	}
	for n := range 20 {
		time.Sleep(time.Millisecond)
		_ = make([]byte, 1<<20)
		_, _ = os.ReadFile(os.Args[0])
		if n%5 == 0 {
			runtime.GC()
		}
	}
	pull()
	// Long enough for samples of the CPU.
	for begin := time.Now(); time.Since(begin) < 100*time.Millisecond; {
	}
	pairs.Wait()
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	rounds, err := strconv.Atoi(os.Args[2])
	check(err)
	file, err := os.Create(os.Args[1])
	check(err)
	profile, err := os.Create(os.Args[1] + ".profile")
	check(err)
	check(pprof.StartCPUProfile(profile))
	check(trace.Start(file))
	run(rounds)
	trace.Stop()
	pprof.StopCPUProfile()
	check(file.Close())
}
