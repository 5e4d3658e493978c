import { createBubblewrap } from "../../src/isolation/bubblewrap/bubblewrap.ts";
import { createUnconfined } from "../../src/isolation/none/unconfined.ts";
import { describeIsolationContract } from "../../src/testing/index.ts";

describeIsolationContract({
  name: "bubblewrap",
  create: (environment) => createBubblewrap({ environment, hidden: [] }),
});
describeIsolationContract({ name: "none", create: createUnconfined });
