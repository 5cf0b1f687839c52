/** The whole life of a program: it is given a task, does it, and prints its answer as the last line. What is still under way then, ends with it. */
export function program<Task, Answer>(work: (task: Task) => Answer | Promise<Answer>): void {
  setImmediate(() => void run(work)); // the rest of the module first
}

async function run<Task, Answer>(work: (task: Task) => Answer | Promise<Answer>): Promise<void> {
  const answer = await work(JSON.parse(process.argv[2]));
  process.stdout.write(`\n${JSON.stringify(answer)}\n`, () => process.exit(0));
}

/** Do something so many times, so many at once. */
export async function times(count: number, atOnce: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}

/** What it takes of the clock and of the processor: of this process, user and system. */
export async function measured(work: () => Promise<void>): Promise<{ readonly wallMs: number; readonly cpuMicros: number }> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - start, cpuMicros: user + system };
}
