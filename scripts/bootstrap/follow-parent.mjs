/**
 * Loaded into a child with `--import`: when the process that started it is gone, however it went, the child stops as
 * after SIGTERM. A service that outlives its terminal would hold the store's lock.
 */
if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => {
    if (!process.emit('SIGTERM')) process.exit(0);
  });
}
