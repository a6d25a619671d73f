/** Where each instance is in Electric's log, and since when. */
export class Positions {
  private readonly latest = new Map<string, { readonly position: string; readonly at: number }>();
  private agreed: string | undefined;

  constructor(private readonly instances: number) {}

  /** Once all have come to one position: the milliseconds from the first that came there to the last. */
  record(instance: string, position: string, at: number): number | undefined {
    if (this.latest.get(instance)?.position === position) return undefined;
    this.latest.set(instance, { position, at });
    const all = [...this.latest.values()];
    if (all.length < this.instances || position === this.agreed) return undefined;
    if (all.some((other) => other.position !== position)) return undefined;
    this.agreed = position;
    return at - Math.min(...all.map((other) => other.at));
  }
}
