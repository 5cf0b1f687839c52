import { GraphWidget, IMetric, IWidget, LogQueryVisualizationType, LogQueryWidget, YAxisProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';

/** A widget that does not yet know how wide its row lets it be. */
export type Tile = (width: number) => IWidget;

/** AWS: a dashboard is a grid 24 units wide. */
const GRID = 24;
export const HEIGHT = 6;
export const PERCENT: YAxisProps = { min: 0, label: '%', showUnits: false };
export const MILLISECONDS: YAxisProps = { min: 0, label: 'ms', showUnits: false };
export const COUNT: YAxisProps = { min: 0, showUnits: false };

/** Tiles of equal width, side by side. */
export function row(tiles: Tile[]): IWidget[] {
  return tiles.map((tile) => tile(GRID / tiles.length));
}

/** Lines over time. */
export function graph(title: string, left: IMetric[], leftYAxis: YAxisProps): Tile {
  return (width) => new GraphWidget({ title, left, leftYAxis, width, height: HEIGHT });
}

/** What a query of Logs Insights finds. */
export function logs(title: string, logGroup: ILogGroup, query: { view: LogQueryVisualizationType; lines: readonly string[] }): Tile {
  return (width) => new LogQueryWidget({
    title,
    logGroupNames: [logGroup.logGroupName],
    view: query.view,
    queryLines: [...query.lines],
    width,
    height: HEIGHT,
  });
}
