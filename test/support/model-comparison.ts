import { isDeepStrictEqual } from 'node:util';
import type { CommonCode, CommonCodeNode, CommonCodeReads, RejectedRow } from 'nestjs-common-code';
import { CODES, GROUPS } from './model-log.js';
import type { ModelAttributes, ModelState } from './model-table.js';

/** Everything in which the reads differ from the model, or from one another: nothing, if all is well. */
export function disagreements(reads: CommonCodeReads<ModelAttributes>, { groups }: ModelState): string[] {
  const found: string[] = [];
  const check = (what: string, got: unknown, expected: unknown) => {
    if (!isDeepStrictEqual(got, expected)) found.push(`${what}: ${show(got)}, expected ${show(expected)}`);
  };

  check('groups()', reads.groups(), [...groups.keys()].sort());
  for (const group of new Set([...GROUPS, ...groups.keys(), 'unknown'])) {
    const all = groups.get(group) ?? [];
    const active = all.filter((code) => code.active);
    const labels = new Set([...all.map(({ label }) => label), 'x', 'unknown']);
    check(`listAll(${group})`, reads.listAll(group), all);
    check(`list(${group})`, reads.list(group), active);
    check(`labels(${group})`, [...reads.labels(group)], [...all.map(({ code, label }) => [code, label])]);
    for (const label of labels) {
      check(
        `findByLabel(${group}, ${label})`,
        reads.findByLabel(group, label),
        all.filter((code) => code.label === label),
      );
    }
    for (const name of new Set([...CODES, ...all.map(({ code }) => code), 'unknown'])) {
      const code = all.find((other) => other.code === name);
      check(`get(${group}, ${name})`, reads.get(group, name), code);
      check(`has(${group}, ${name})`, reads.has(group, name), code !== undefined);
      check(`accepts(${group}, ${name})`, reads.accepts(group, name), code?.active ?? false);
      check(`label(${group}, ${name})`, reads.label(group, name), code?.label);
      check(
        `children(${group}, ${name})`,
        reads.children(group, name),
        active.filter(({ parent }) => parent === name),
      );
    }
    found.push(...objectsThatDiffer(reads, group));
    found.push(...flawsOfTree(reads.tree(group), active).map((flaw) => `tree(${group}): ${flaw}`));
  }
  return found;
}

/** One code is one object, whichever way it is read. */
function objectsThatDiffer(reads: CommonCodeReads<ModelAttributes>, group: string): string[] {
  const all = reads.listAll(group);
  const others = [
    ...reads.list(group),
    ...all.map(({ code }) => reads.getOrThrow(group, code)),
    ...all.flatMap(({ label }) => reads.findByLabel(group, label)),
    ...all.flatMap(({ code }) => reads.children(group, code)),
  ];
  return others.filter((code) => !all.includes(code)).map((code) => `${show(code)} is two objects`);
}

/** What every tree promises, cycles or not: all active codes once, in order, each under its parent or at the top. */
function flawsOfTree<A>(roots: readonly CommonCodeNode<A>[], active: readonly CommonCode<A>[]): string[] {
  const flaws: string[] = [];
  const seen: string[] = [];
  const visit = (nodes: readonly CommonCodeNode<A>[], parent: string | undefined) => {
    for (const { children, ...code } of nodes) {
      seen.push(code.code);
      if (parent !== undefined && code.parent !== parent) flaws.push(`${code.code} is not under its parent`);
      const original = active.find((other) => other.code === code.code);
      if (!isDeepStrictEqual(code, original)) flaws.push(`${show(code)} is not ${show(original)}`);
      visit(children, code.code);
    }
  };
  visit(roots, undefined);
  const expected = active.map(({ code }) => code);
  if (!isDeepStrictEqual([...seen].sort(), [...expected].sort())) flaws.push(`holds ${seen}, expected ${expected}`);
  return flaws;
}

/** Everything in which the list of rejected rows differs from the model's. */
export function disagreementsOfRejected(got: readonly RejectedRow[], { rejected }: ModelState): string[] {
  const found: string[] = [];
  const left = [...got];
  for (const { key, reasons } of rejected) {
    const at = left.findIndex((row) => isDeepStrictEqual(row.key, key));
    const [row] = at < 0 ? [] : left.splice(at, 1);
    if (row === undefined) found.push(`${show(key)} is not among the rejected, expected ${reasons.join(' or ')}`);
    else if (!reasons.some((reason) => reason.test(row.reason))) {
      found.push(`${show(key)} is rejected because of ${show(row.reason)}, expected ${reasons.join(' or ')}`);
    }
  }
  return [...found, ...left.map((row) => `${show(row)} is rejected, and should not be`)];
}

/** The groups that are not the same in both. */
export function changedGroups(before: ModelState | undefined, after: ModelState): Set<string> {
  const names = new Set([...(before?.groups.keys() ?? []), ...after.groups.keys()]);
  return new Set([...names].filter((name) => !isDeepStrictEqual(before?.groups.get(name), after.groups.get(name))));
}

function show(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value);
}
