import type { Unit } from '@/api';

export interface Branch {
  unit: Unit;
  /** 0 at the top. */
  depth: number;
}

/** The units in the order of the tree, each below the one that it lies in; siblings keep their order. */
export function branches(units: Unit[]): Branch[] {
  const known = new Set(units.map(({ id }) => id));
  const found: Branch[] = [];
  const add = (parent: string | null, depth: number) => {
    for (const unit of units) {
      const inside = unit.parent_id !== null && known.has(unit.parent_id) ? unit.parent_id : null;
      if (inside !== parent || depth > 20) continue;
      found.push({ unit, depth });
      add(unit.id, depth + 1);
    }
  };
  add(null, 0);
  return found;
}

/** The unit itself and all that lie in it: where it cannot be moved to. */
export function within(units: Unit[], id: string): Set<string> {
  const found = new Set([id]);
  for (const { unit } of branches(units)) if (unit.parent_id !== null && found.has(unit.parent_id)) found.add(unit.id);
  return found;
}

/** «Tehran › Sales»: where a unit lies. */
export function pathOf(units: Unit[], id: string | null): string {
  const names: string[] = [];
  for (let at = units.find((unit) => unit.id === id); at && names.length < 20; ) {
    names.unshift(at.name);
    const parent = at.parent_id;
    at = units.find((unit) => unit.id === parent);
  }
  return names.join(' › ');
}
