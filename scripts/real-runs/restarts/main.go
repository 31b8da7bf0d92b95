// Traces twice. Between the two traces GOMAXPROCS goes down, and within the second, once a generation has passed, up again: a P
// that dies while nothing is traced keeps the sequence numbers that it had. There is no race in this and no private function;
// whether the second trace can be read is for `go tool trace -d=parsed` of the same release to say.
package main

import (
	"io"
	"os"
	"runtime"
	"runtime/trace"
	"sync"
	"time"
)

const (
	few  = 2
	many = 6
	// The runtime begins a generation every second.
	generation = 1500 * time.Millisecond
)

func main() {
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	runtime.GOMAXPROCS(many)
	start(io.Discard)
	useAllPs(generation / 10)
	trace.Stop()

	runtime.GOMAXPROCS(few)
	start(file)
	useAllPs(generation)
	runtime.GOMAXPROCS(many)
	useAllPs(generation / 10)
	trace.Stop()
	if err := file.Close(); err != nil {
		panic(err)
	}
}

func start(to io.Writer) {
	if err := trace.Start(to); err != nil {
		panic(err)
	}
}

func useAllPs(lasting time.Duration) {
	var busy sync.WaitGroup
	end := time.Now().Add(lasting)
	for range many {
		busy.Add(1)
		go func() {
			defer busy.Done()
			for time.Now().Before(end) {
			}
		}()
	}
	busy.Wait()
}
