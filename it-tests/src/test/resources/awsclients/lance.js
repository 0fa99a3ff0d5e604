// LanceDB, which reaches S3 by Rust's object_store with the credentials that AWS's SDK for Rust finds.
const lancedb = require("@lancedb/lancedb");

(async () => {
  const db = await lancedb.connect("s3://partner/lance", {
    storageOptions: { virtualHostedStyleRequest: "false", allowHttp: "true", endpoint: process.env.STORE },
  });
  const table = await db.createTable("flights", [{ id: 0, vector: [0.1, 0.2] }], { mode: "overwrite" });
  for (let id = 1; ; id++) {
    await table.add([{ id, vector: [0.1, 0.2] }]);
    console.log("read partner", await table.countRows());
    await new Promise((done) => setTimeout(done, 500));
  }
})().catch((failure) => {
  console.error("failed:", failure);
  process.exit(3);
});
