/** What is retained in memory: of the heap, and of buffers beside it. Needs `--expose-gc`. */
export async function retainedBytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 10)); // finalizers run, and buffers go
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
