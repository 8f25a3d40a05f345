// Work that this page waits for.

export const queue = $state({ count: 0 });
