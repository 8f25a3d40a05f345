// Where the cells go when a person asks for order.
import dagre from "@dagrejs/dagre";
import type { Board } from "./cells";

/** Size of a cell with its margin, in pixels of the board. */
const SIZE = { width: 190, height: 196 };

export function arranged(board: Board): { id: string; x: number; y: number }[] {
  const graph = new dagre.graphlib.Graph().setGraph({ rankdir: "TB", nodesep: 56, ranksep: 46 }).setDefaultEdgeLabel(() => ({}));
  const cells = Object.values(board.cells);
  for (const cell of cells) graph.setNode(cell.id, { ...SIZE });
  for (const cell of cells) for (const before of Object.values(cell.inputs)) graph.setEdge(before, cell.id);
  dagre.layout(graph);
  return cells.map(({ id }) => {
    const { x, y } = graph.node(id);
    return { id, x: Math.round(x - SIZE.width / 2), y: Math.round(y - SIZE.height / 2) };
  });
}
