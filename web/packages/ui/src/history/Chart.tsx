import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { History } from '@gantry/api';
import { columnsOf, degrees, linesOf, timesOfDay, type Line } from './series';

const heightPx = 260;

/** Lines over an hour. The numbers beside it say the same, so it is hidden from who cannot see it. */
export function Chart({ history }: { history: History }) {
  const scheme = useComputedColorScheme('dark');
  const lines = linesOf(history);
  const kinds = lines.map(({ of, dashed }) => `${of.name} ${dashed}`).join();
  // Colours and lines are fixed when a plot is made: others make another one.
  return <Plot key={`${scheme} ${kinds}`} lines={lines} data={columnsOf(history, lines) as uPlot.AlignedData} />;
}

function Plot({ lines, data }: { lines: Line[]; data: uPlot.AlignedData }) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const make = useEffectEvent((target: HTMLElement) => new uPlot(optionsOf(target, lines), data, target));

  useEffect(() => {
    const target = box.current;
    if (!target) return undefined;
    const current = make(target);
    plot.current = current;
    const resized = new ResizeObserver(() => current.setSize({ width: target.clientWidth, height: heightPx }));
    resized.observe(target);
    return () => {
      resized.disconnect();
      current.destroy();
    };
  }, []);

  useEffect(() => plot.current?.setData(data), [data]);

  return <div ref={box} className="history-chart" aria-hidden />;
}

function optionsOf(target: HTMLElement, lines: Line[]): uPlot.Options {
  const style = getComputedStyle(target);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour('--dim'), font: `12px ${style.fontFamily}`, grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  return {
    width: target.clientWidth,
    height: heightPx,
    legend: { show: false },
    cursor: { points: { size: 7 }, drag: { x: false, y: false } },
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(50, Math.ceil(((high ?? 0) + 8) / 25) * 25)] } },
    axes: [
      { ...axis, space: 96, values: (_plot, ticks, _axis, _space, apart) => timesOfDay(ticks, apart) },
      { ...axis, size: 46, values: (_plot, ticks) => ticks.map(degrees) },
    ],
    series: [
      {},
      ...lines.map(({ of: { name, colour: property }, dashed }) => ({
        label: dashed ? `${name} target` : name,
        stroke: colour(property),
        width: dashed ? 1 : 2,
        points: { show: false },
        dash: dashed ? [5, 5] : undefined,
      })),
    ],
  };
}
