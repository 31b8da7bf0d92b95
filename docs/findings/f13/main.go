// Traces twice and lowers GOMAXPROCS in between. The second trace cannot be read. Public functions only, and no race.
package main

import (
	"io"
	"os"
	"runtime"
	"runtime/trace"
	"sync"
	"time"
)

func main() {
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	runtime.GOMAXPROCS(6)
	start(io.Discard)
	useAllPs(150 * time.Millisecond)
	trace.Stop()

	runtime.GOMAXPROCS(2)
	start(file)
	useAllPs(1500 * time.Millisecond) // the runtime begins a generation every second
	runtime.GOMAXPROCS(6)
	useAllPs(150 * time.Millisecond)
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

// useAllPs keeps more goroutines busy than there are Ps.
func useAllPs(lasting time.Duration) {
	var busy sync.WaitGroup
	end := time.Now().Add(lasting)
	for range 6 {
		busy.Add(1)
		go func() {
			defer busy.Done()
			for time.Now().Before(end) {
			}
		}()
	}
	busy.Wait()
}
