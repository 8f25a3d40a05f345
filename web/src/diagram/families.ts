// Kinds of diagrams and sentences to begin with.

export const FAMILIES: { value: string; text: string }[] = [
  { value: "flowchart", text: "Flowchart" },
  { value: "sequence", text: "Sequence" },
  { value: "state", text: "States" },
  { value: "class", text: "Classes" },
  { value: "er", text: "Entities and relations" },
  { value: "gantt", text: "Gantt" },
  { value: "pie", text: "Pie" },
  { value: "journey", text: "Journey" },
  { value: "timeline", text: "Timeline" },
  { value: "mindmap", text: "Mind map" },
  { value: "git", text: "Git graph" },
  { value: "quadrant", text: "Quadrants" },
  { value: "kanban", text: "Kanban" },
  { value: "architecture", text: "Architecture" },
  { value: "c4", text: "C4" },
  { value: "xychart", text: "Bars and lines" },
  { value: "block", text: "Blocks" },
  { value: "packet", text: "Packet" },
  { value: "requirement", text: "Requirements" },
  { value: "sankey", text: "Sankey" },
];

export const EXAMPLES = [
  { name: "A login", family: "", words: "A user logs in, then the server checks the password. If it is right show the dashboard, else show an error." },
  { name: "A conversation", family: "sequence", words: "The browser asks the server for a page. The server asks the database for the user. The database answers the server. The server answers the browser." },
  { name: "A pie", family: "pie", words: "Pie chart of pets: dogs 40, cats 35, birds 15, fish 10" },
];
