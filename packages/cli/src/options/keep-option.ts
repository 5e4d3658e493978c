/** Paths that `apply` leaves alone; each is given by itself, so that what follows is not taken for another. */
export const keepOption = {
  type: "string",
  array: true,
  default: [] as string[],
  nargs: 1,
} as const;
