/** The entry of one instance of the fleet: the application, which does not outlive its launcher. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

await import('../main.js');
