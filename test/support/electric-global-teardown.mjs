/** Stops what electric-global-setup.mjs started: it ends with its stdin. */
export default async function tearDownElectric() {
  const child = globalThis.embeddedElectricProcess;
  if (!child || child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  child.stdin.end();
  await exited;
  clearTimeout(late);
}
