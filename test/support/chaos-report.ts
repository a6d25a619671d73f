import { sum, totalOf } from './fault-report.js';

/** What one seed has come to. */
export interface ChaosReport {
  readonly seed: number;
  readonly lossy: boolean;
  readonly transactions: number;
  /** How many different versions the table has had. */
  readonly versions: number;
  readonly versionsChecked: number;
  /** How often which kind of fault was played. */
  readonly faults: Readonly<Record<string, number>>;
  readonly misbehaviours: Readonly<Record<string, number>>;
  readonly restartsOfElectric: number;
  readonly restartsOfCaches: number;
  readonly servedFromStore: number;
  /** How often the faults ended, and the cache was the table within three good answers. */
  readonly recoveries: number;
  /** Codes that were there and not in the table, or the other way round, because the log had lost rows; all are mended by audits. */
  readonly codesDivergent: number;
  /** Rows that audits corrected for it: of a row with another code, two codes are divergent. */
  readonly rowsCorrected: number;
  /** What no reader should ever have seen. Empty, or the run has failed. */
  readonly problems: readonly string[];
  /** What led to them. */
  readonly evidence: readonly string[];
}

/** The counts of several seeds, for docs/reliability.md. */
export function chaosCounts(reports: readonly ChaosReport[]): Readonly<Record<string, unknown>> {
  const total = (of: (report: ChaosReport) => number) => reports.reduce((all, report) => all + of(report), 0);
  const faults = sum(...reports.map((report) => report.faults));
  return {
    seeds: reports.length === 0 ? [] : [reports[0]?.seed, reports.at(-1)?.seed],
    runs: reports.length,
    transactions: total((report) => report.transactions),
    versions: total((report) => report.versions),
    versionsChecked: total((report) => report.versionsChecked),
    faultsInjected: totalOf(faults),
    misbehaviours: sum(...reports.map((report) => report.misbehaviours)),
    restartsOfElectric: total((report) => report.restartsOfElectric),
    restartsOfCaches: total((report) => report.restartsOfCaches),
    servedFromStore: total((report) => report.servedFromStore),
    recoveries: total((report) => report.recoveries),
    codesDivergent: total((report) => report.codesDivergent),
    rowsCorrected: total((report) => report.rowsCorrected),
    divergences: total((report) => report.problems.length),
    failedSeeds: reports.filter(({ problems }) => problems.length > 0).map(({ seed }) => seed),
    faultsByKind: faults,
  };
}
