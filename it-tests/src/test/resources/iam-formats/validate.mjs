// Prints what is wrong with documents of 'rolecall iam', a line each: node validate.mjs FILE...
// AWS's own validator reads CloudFormation. For Terraform, HashiCorp's parser reads each text as the
// template that it is; its own validator of JSON needs the terraform program, which npm does not have.
import fs from "fs";
import { RegoEngine, TemplateFile } from "@aws/cloudformation-validate";
import hcl from "@cdktf/hcl2json";

// Arguments of Terraform's AWS provider 5 and 6.
const ARGUMENTS = {
  aws_iam_role: {
    required: ["assume_role_policy"],
    optional: ["name", "path", "max_session_duration"],
  },
  aws_iam_role_policy: { required: ["role", "policy"], optional: ["name"] },
  aws_iam_user_policy: { required: ["user", "policy"], optional: ["name"] },
  aws_iam_policy: { required: ["policy"], optional: ["name"] },
  aws_iam_user_policy_attachment: { required: ["user", "policy_arn"], optional: [] },
  aws_s3_bucket_policy: { required: ["bucket", "policy"], optional: [] },
};

// The validator takes ${aws:username}, but not IAM's escapes of *, ? and $.
const ESCAPES = /\$\{[*?$]}/;

function cloudFormation(file, say) {
  const engine = new RegoEngine();
  try {
    for (const found of engine.validateStandard(new TemplateFile(file)).diagnostics) {
      const known = found.ruleId === "E3510" && ESCAPES.test(found.message);
      if (found.severity !== "INFO" && !known) {
        say(`${found.ruleId} ${found.propertyPath}: ${found.message}`);
      }
    }
  } finally {
    engine.free();
  }
}

async function terraform(file, say) {
  const { resource, "//": comment, ...rest } = JSON.parse(fs.readFileSync(file, "utf8"));
  Object.keys(rest).forEach((name) => say(`unexpected ${name}`));
  for (const [type, named] of Object.entries(resource)) {
    const known = ARGUMENTS[type];
    if (!known) {
      say(`unexpected ${type}`);
      continue;
    }
    for (const [name, found] of Object.entries(named)) {
      if (!/^[A-Za-z_][\w-]*$/.test(name)) say(`${type}.${name} is no name`);
      known.required.filter((one) => !(one in found)).forEach((one) => say(`${type}.${name} lacks ${one}`));
      for (const [argument, value] of Object.entries(found)) {
        if (![...known.required, ...known.optional].includes(argument)) say(`${type}.${name} has ${argument}`);
        if (typeof value === "string") await template(resource, `${type}.${name}.${argument}`, value, say);
      }
    }
  }
}

async function template(resource, where, value, say) {
  try {
    // The parser reads native syntax, where quotation marks would need escapes; in JSON they mean nothing to it.
    const quoted = `"${value.replace(/["\\]/g, "'")}"`;
    for (const { value: reference } of await hcl.getReferencesInExpression(where, quoted)) {
      const [type, name] = reference.split(".");
      if (!resource[type]?.[name]) say(`${where} refers to ${reference}, which is not there`);
    }
  } catch (e) {
    say(`${where}: ${String(e).split("\n")[0]}`);
  }
}

for (const file of process.argv.slice(2)) {
  const say = (what) => console.log(`${file}: ${what}`);
  if (file.endsWith(".tf.json")) await terraform(file, say);
  else cloudFormation(file, say);
}
