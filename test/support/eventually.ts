/** Tries until it holds: a real Electric takes its time. What does not hold by then fails as it is. */
export async function eventually(check: () => void | Promise<void>, withinMs = 45_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
