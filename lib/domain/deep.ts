/** Freezes plain data, all the way down, also below what is frozen already. However deep: a stack instead of recursion. */
export function deepFreeze<T>(value: T): T {
  if (!isObject(value)) return value;
  const seen = new Set<object>([value]);
  for (const object of seen) {
    Object.freeze(object);
    for (const inner of Object.values(object)) if (isObject(inner)) seen.add(inner);
  }
  return value;
}

/** Whether two values are the same plain data. What is not plain (a Date, a Map) is the same only if it is one object. */
export function deepEqual(a: unknown, b: unknown): boolean {
  const pairs: [unknown, unknown][] = [[a, b]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [one, other] = pair;
    if (Object.is(one, other)) continue;
    if (!isPlain(one) || !isPlain(other) || Array.isArray(one) !== Array.isArray(other)) return false;
    const keys = Object.keys(one);
    if (keys.length !== Object.keys(other).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(other, key)) return false;
      pairs.push([one[key], other[key]]);
    }
  }
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}
