/** Snapshots, private working trees, change sets, journaled apply and confined commands. */
export {};
