// Whether the server asks who comes.

export const door = $state({ asked: false });
