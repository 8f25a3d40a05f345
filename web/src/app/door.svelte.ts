// Whether the server asks who comes, and whether this browser has said so.

export const door = $state({ asked: false });

const KEY = "linocut.door";

/** Whether a token was given here: the cookie that stands for it cannot be read. */
export function entered(now?: boolean): boolean {
  if (now === true) localStorage.setItem(KEY, "entered");
  else if (now === false) localStorage.removeItem(KEY);
  return localStorage.getItem(KEY) !== null;
}
