/** So far from a handle a finger may land, in pixels. */
const reach = 30;

/** Which handle a pointer goes down on: the nearest within reach. It has the pointer until it is let go; each move is reported. */
export function hold(plot: HTMLElement, event: PointerEvent, handles: readonly { element: SVGElement; x: number; y: number }[], moved: (place: number, event: PointerEvent) => void): void {
  const box = plot.getBoundingClientRect();
  const distances = handles.map(({ x, y }) => Math.hypot(x - (event.clientX - box.left), y - (event.clientY - box.top)));
  const place = distances.indexOf(Math.min(...distances));
  if (place < 0 || distances[place] >= reach) return;
  event.preventDefault();
  handles[place].element.focus({ preventScroll: true });
  plot.setPointerCapture(event.pointerId);
  const move = (now: PointerEvent): void => moved(place, now);
  const end = (): void => {
    plot.removeEventListener("pointermove", move);
    plot.removeEventListener("pointerup", end);
    plot.removeEventListener("pointercancel", end);
  };
  plot.addEventListener("pointermove", move);
  plot.addEventListener("pointerup", end);
  plot.addEventListener("pointercancel", end);
}
