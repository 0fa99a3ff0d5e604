// AWS's SDK for JavaScript: reads by the profiles that are named, or by none.
const { S3Client, GetObjectCommand } = require("@aws-sdk/client-s3");

const profiles = process.argv.length > 2 ? process.argv.slice(2) : [undefined];
const clients = profiles.map((profile) => ({
  bucket: profile ?? "partner",
  client: new S3Client({ profile, forcePathStyle: true, endpoint: process.env.STORE }),
}));

(async () => {
  for (;;) {
    for (const { bucket, client } of clients) {
      const got = await client.send(new GetObjectCommand({ Bucket: bucket, Key: "f" }));
      console.log("read", bucket, await got.Body.transformToString());
    }
    await new Promise((done) => setTimeout(done, 200));
  }
})().catch((failure) => {
  console.error("failed:", failure);
  process.exit(3);
});
