import { definePackage } from "../../tooling/build/define-package.ts";

export default definePackage(["src/index.ts", "src/testing/index.ts"]);
