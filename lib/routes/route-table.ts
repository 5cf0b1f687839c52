import { refuse } from '../core/refuse';
import { formatRouteKey, isParameter, RouteKey } from '../core/route-key';

/** One place in the tree of paths: what API Gateway calls a resource. */
interface Place {
  readonly children: Map<string, Place>;
  readonly methods: Set<string>;
}

/** Keeps the routes of one API apart: no route twice, and one name for a parameter in one place. */
export class RouteTable {
  private readonly root = emptyPlace();

  /** Refuse a route that cannot stand beside those that are there. */
  public check(key: RouteKey): void {
    this.checkParameterNames(key);
    const place = key.segments.reduce((parent: Place | undefined, part) => parent?.children.get(part), this.root);
    if (place?.methods.has(key.method)) refuse('route-duplicate', { route: formatRouteKey(key) });
  }

  /** Enter a route that was checked. */
  public enter(key: RouteKey): void {
    key.segments.reduce(childOf, this.root).methods.add(key.method);
  }

  private checkParameterNames(key: RouteKey): void {
    let place: Place | undefined = this.root;
    for (const part of key.segments) {
      const existing: string | undefined = [...place?.children.keys() ?? []].find(isParameter);
      if (isParameter(part) && existing && existing !== part) {
        refuse('route-parameter-renamed', { path: key.path, given: part, existing });
      }
      place = place?.children.get(part);
    }
  }
}

function childOf(place: Place, part: string): Place {
  const child = place.children.get(part) ?? emptyPlace();
  place.children.set(part, child);
  return child;
}

function emptyPlace(): Place {
  return { children: new Map(), methods: new Set() };
}
