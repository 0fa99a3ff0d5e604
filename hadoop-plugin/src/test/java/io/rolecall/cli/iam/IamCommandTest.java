package io.rolecall.cli.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IamCommandTest {

  private static final String ME = "--principal=arn:aws:iam::111111111111:user/me";
  private static final String ONE = "arn:aws:iam::111111111111:role/one";
  private static final String TWO = "arn:aws:iam::111111111111:role/two";
  private static final String LAKE = "spark.sql.catalog.lake.hadoop.";

  private static CommandRun iam(String routes, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "iam";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new CommandRun.Setting()
        .conf("fs.s3a.rolecall.routes", "{\"version\": 1, " + routes + "}")
        .run(all);
  }

  @Test
  void writesForEachOwner() {
    CommandRun run =
        iam(
            """
            "routes": [
              {"location": "s3a://results", "role": "arn:aws:iam::111111111111:role/writer"},
              {"location": "s3a://flights", "role": "arn:aws:iam::222222222222:role/reader",
               "externalId": "contract-4711", "duration": "2h"},
              {"location": "s3a://flights/raw", "role": "arn:aws:iam::222222222222:role/reader",
               "externalId": "contract-4711"}]
            """,
            ME);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            account 111111111111

            role arn:aws:iam::111111111111:role/writer
            MaxSessionDuration: 3600 s or more
            trust policy:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : "arn:aws:iam::111111111111:user/me"
                },
                "Action" : [ "sts:AssumeRole" ]
              } ]
            }
            permissions:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Action" : [ "s3:GetObject" ],
                "Resource" : [ "arn:aws:s3:::results/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject" ],
                "Resource" : [ "arn:aws:s3:::results/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:ListBucket", "s3:ListBucketMultipartUploads" ],
                "Resource" : [ "arn:aws:s3:::results" ]
              } ]
            }

            base identity arn:aws:iam::111111111111:user/me
            permissions:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Action" : [ "sts:AssumeRole" ],
                "Resource" : [ "arn:aws:iam::222222222222:role/reader" ]
              } ]
            }

            account 222222222222

            role arn:aws:iam::222222222222:role/reader
            MaxSessionDuration: 7200 s or more
            trust policy:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : "arn:aws:iam::111111111111:user/me"
                },
                "Action" : [ "sts:AssumeRole" ],
                "Condition" : {
                  "StringEquals" : {
                    "sts:ExternalId" : [ "contract-4711" ]
                  }
                }
              } ]
            }
            permissions:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Action" : [ "s3:GetObject" ],
                "Resource" : [ "arn:aws:s3:::flights/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject" ],
                "Resource" : [ "arn:aws:s3:::flights/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:ListBucket", "s3:ListBucketMultipartUploads" ],
                "Resource" : [ "arn:aws:s3:::flights" ]
              } ]
            }
            """);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void writesForEachRoleOfAChain() {
    CommandRun run =
        iam(
            """
            "routes": [
              {"location": "s3a://lent/to us/50$", "tags": {"job": "{job}", "team": "a"},
               "sourceIdentity": "{user}",
               "roles": [{"role": "arn:aws:iam::111111111111:role/hub"},
                         {"role": "arn:aws:iam::222222222222:role/path/last", "externalId": "e1"}]}]
            """,
            "--principal=arn:aws:sts::111111111111:assumed-role/nodes/i-0a1b",
            "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            {
              "accounts" : [ {
                "account" : "111111111111",
                "roles" : [ {
                  "role" : "arn:aws:iam::111111111111:role/hub",
                  "maxSessionDurationSeconds" : 3600,
                  "trustPolicy" : {
                    "Version" : "2012-10-17",
                    "Statement" : [ {
                      "Effect" : "Allow",
                      "Principal" : {
                        "AWS" : "arn:aws:iam::111111111111:role/nodes"
                      },
                      "Action" : [ "sts:AssumeRole" ]
                    }, {
                      "Effect" : "Allow",
                      "Principal" : {
                        "AWS" : "arn:aws:iam::111111111111:role/nodes"
                      },
                      "Action" : [ "sts:TagSession" ],
                      "Condition" : {
                        "ForAllValues:StringEquals" : {
                          "aws:TagKeys" : [ "job", "team" ]
                        }
                      }
                    }, {
                      "Effect" : "Allow",
                      "Principal" : {
                        "AWS" : "arn:aws:iam::111111111111:role/nodes"
                      },
                      "Action" : [ "sts:SetSourceIdentity" ]
                    } ]
                  },
                  "permissions" : {
                    "Version" : "2012-10-17",
                    "Statement" : [ {
                      "Effect" : "Allow",
                      "Action" : [ "sts:AssumeRole" ],
                      "Resource" : [ "arn:aws:iam::222222222222:role/path/last" ]
                    }, {
                      "Effect" : "Allow",
                      "Action" : [ "sts:TagSession" ],
                      "Resource" : [ "arn:aws:iam::222222222222:role/path/last" ]
                    }, {
                      "Effect" : "Allow",
                      "Action" : [ "sts:SetSourceIdentity" ],
                      "Resource" : [ "arn:aws:iam::222222222222:role/path/last" ]
                    } ]
                  }
                } ],
                "baseIdentity" : {
                  "principal" : "arn:aws:iam::111111111111:role/nodes"
                }
              }, {
                "account" : "222222222222",
                "roles" : [ {
                  "role" : "arn:aws:iam::222222222222:role/path/last",
                  "maxSessionDurationSeconds" : 3600,
                  "trustPolicy" : {
                    "Version" : "2012-10-17",
                    "Statement" : [ {
                      "Effect" : "Allow",
                      "Principal" : {
                        "AWS" : "arn:aws:iam::111111111111:role/hub"
                      },
                      "Action" : [ "sts:AssumeRole" ],
                      "Condition" : {
                        "StringEquals" : {
                          "sts:ExternalId" : [ "e1" ]
                        }
                      }
                    }, {
                      "Effect" : "Allow",
                      "Principal" : {
                        "AWS" : "arn:aws:iam::111111111111:role/hub"
                      },
                      "Action" : [ "sts:TagSession" ],
                      "Condition" : {
                        "ForAllValues:StringEquals" : {
                          "aws:TagKeys" : [ "job", "team" ]
                        }
                      }
                    }, {
                      "Effect" : "Allow",
                      "Principal" : {
                        "AWS" : "arn:aws:iam::111111111111:role/hub"
                      },
                      "Action" : [ "sts:SetSourceIdentity" ]
                    } ]
                  },
                  "permissions" : {
                    "Version" : "2012-10-17",
                    "Statement" : [ {
                      "Effect" : "Allow",
                      "Action" : [ "s3:GetObject" ],
                      "Resource" : [ "arn:aws:s3:::lent/to us/50${$}", "arn:aws:s3:::lent/to us/50${$}/*" ]
                    }, {
                      "Effect" : "Allow",
                      "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject" ],
                      "Resource" : [ "arn:aws:s3:::lent/to us/50${$}", "arn:aws:s3:::lent/to us/50${$}/*" ]
                    }, {
                      "Effect" : "Allow",
                      "Action" : [ "s3:ListBucket" ],
                      "Resource" : [ "arn:aws:s3:::lent" ],
                      "Condition" : {
                        "StringLike" : {
                          "s3:prefix" : [ "to us/50${$}", "to us/50${$}/*" ]
                        }
                      }
                    }, {
                      "Effect" : "Allow",
                      "Action" : [ "s3:ListBucketMultipartUploads" ],
                      "Resource" : [ "arn:aws:s3:::lent" ]
                    } ]
                  }
                } ]
              } ]
            }
            """);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void writesForIdentitiesThatSignIn() {
    String routes =
        """
        "identities": {
          "company": {"kind": "saml", "assertionFile": "/run/assertion",
            "provider": "arn:aws:iam::222222222222:saml-provider/company"},
          "pod": {"kind": "web-identity", "tokenFile": "/run/token"}},
        "routes": [
          {"location": "s3a://aa", "by": "company", "role": "arn:aws:iam::222222222222:role/a"},
          {"location": "s3a://bb", "by": "pod", "role": "arn:aws:iam::333333333333:role/b"}]
        """;
    CommandRun run =
        iam(
            routes,
            "--oidc-provider=arn:aws:iam::333333333333:oidc-provider/oidc.example/id/1",
            "--subject=system:serviceaccount:etl:job");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            account 222222222222

            role arn:aws:iam::222222222222:role/a
            MaxSessionDuration: 3600 s or more
            trust policy:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Principal" : {
                  "Federated" : "arn:aws:iam::222222222222:saml-provider/company"
                },
                "Action" : [ "sts:AssumeRoleWithSAML" ],
                "Condition" : {
                  "StringEquals" : {
                    "saml:aud" : [ "https://signin.aws.amazon.com/saml" ]
                  }
                }
              } ]
            }
            permissions:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Action" : [ "s3:GetObject" ],
                "Resource" : [ "arn:aws:s3:::aa/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject" ],
                "Resource" : [ "arn:aws:s3:::aa/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:ListBucket", "s3:ListBucketMultipartUploads" ],
                "Resource" : [ "arn:aws:s3:::aa" ]
              } ]
            }

            account 333333333333

            role arn:aws:iam::333333333333:role/b
            MaxSessionDuration: 3600 s or more
            trust policy:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Principal" : {
                  "Federated" : "arn:aws:iam::333333333333:oidc-provider/oidc.example/id/1"
                },
                "Action" : [ "sts:AssumeRoleWithWebIdentity" ],
                "Condition" : {
                  "StringEquals" : {
                    "oidc.example/id/1:aud" : [ "sts.amazonaws.com" ],
                    "oidc.example/id/1:sub" : [ "system:serviceaccount:etl:job" ]
                  }
                }
              } ]
            }
            permissions:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Action" : [ "s3:GetObject" ],
                "Resource" : [ "arn:aws:s3:::bb/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject" ],
                "Resource" : [ "arn:aws:s3:::bb/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:ListBucket", "s3:ListBucketMultipartUploads" ],
                "Resource" : [ "arn:aws:s3:::bb" ]
              } ]
            }
            """);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void writesForTheBaseIdentityItselfAndSaysWhatItCannotWrite() {
    CommandRun run =
        iam(
            """
            "routes": [
              {"location": "s3a://own/x", "identity": "base"},
              {"location": "s3a://open", "identity": "anonymous"},
              {"client": "lake", "role": "arn:aws:iam::111111111111:role/glue"},
              {"location": "s3a://*", "role": "arn:aws:iam::111111111111:role/all"}]
            """,
            ME);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            account 111111111111

            role arn:aws:iam::111111111111:role/all
            MaxSessionDuration: 3600 s or more
            trust policy:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : "arn:aws:iam::111111111111:user/me"
                },
                "Action" : [ "sts:AssumeRole" ]
              } ]
            }
            permissions:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Action" : [ "s3:GetObject" ],
                "Resource" : [ "arn:aws:s3:::own/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject" ],
                "Resource" : [ "arn:aws:s3:::own/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:ListBucket", "s3:ListBucketMultipartUploads" ],
                "Resource" : [ "arn:aws:s3:::own" ]
              }, {
                "Effect" : "Deny",
                "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject" ],
                "Resource" : [ "arn:aws:s3:::own/x", "arn:aws:s3:::own/x/*" ]
              }, {
                "Effect" : "Deny",
                "Action" : [ "s3:ListBucket" ],
                "Resource" : [ "arn:aws:s3:::own" ],
                "Condition" : {
                  "StringLike" : {
                    "s3:prefix" : [ "x/*" ]
                  }
                }
              } ]
            }

            role arn:aws:iam::111111111111:role/glue
            MaxSessionDuration: 3600 s or more
            trust policy:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : "arn:aws:iam::111111111111:user/me"
                },
                "Action" : [ "sts:AssumeRole" ]
              } ]
            }
            permissions: none

            base identity arn:aws:iam::111111111111:user/me
            permissions:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Action" : [ "s3:GetObject" ],
                "Resource" : [ "arn:aws:s3:::own/x", "arn:aws:s3:::own/x/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject" ],
                "Resource" : [ "arn:aws:s3:::own/x", "arn:aws:s3:::own/x/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:ListBucket" ],
                "Resource" : [ "arn:aws:s3:::own" ],
                "Condition" : {
                  "StringLike" : {
                    "s3:prefix" : [ "x", "x/*" ]
                  }
                }
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:ListBucketMultipartUploads" ],
                "Resource" : [ "arn:aws:s3:::own" ]
              } ]
            }

            note: client:lake: what its role needs of the service is not in the routes. Write its permissions by hand

            note: every other bucket: arn:aws:iam::111111111111:role/all gets no permission of S3 here but for buckets that routes name; it would be one for all buckets. Name the buckets in routes, or write its permissions by hand

            note: arn:aws:iam::111111111111:role/all can list the names below s3a://own/x, though it can read nothing there: S3 looks at the prefix of a list alone, which may be above it. Use another bucket if the names tell something
            """);
    assertThat(run.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | --principal is missing: the base identity assumes arn:aws:iam::111111111111:role/r."
            + " Give the ARN that 'aws sts get-caller-identity' prints for it",
        "--principal=me | --principal 'me': expected the ARN of a user, a role or a role's"
            + " session, as 'aws sts get-caller-identity' prints it",
        "--principal=arn:aws:iam::111111111111:root | --principal"
            + " 'arn:aws:iam::111111111111:root': expected the ARN of a user, a role or a role's"
            + " session, as 'aws sts get-caller-identity' prints it",
      })
  void demandsThePrincipal(String argument, String message) {
    String routes =
        "\"routes\": [{\"location\": \"s3a://bb\", \"role\": \"arn:aws:iam::111111111111:role/r\"}]";
    CommandRun run = argument.isEmpty() ? iam(routes) : iam(routes, argument);
    assertThat(run.err()).isEqualTo("rolecall: " + message + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "saml | --saml-provider=x | --oidc-provider is missing: a web identity token gives"
            + " arn:aws:iam::333333333333:role/b. Give the ARN of the OpenID Connect provider of"
            + " that account",
        "saml | '' | --saml-provider is missing: the SAML assertion of /run/assertion gives"
            + " arn:aws:iam::222222222222:role/a. Give the ARN of the SAML provider of that account",
        "web | --oidc-provider=arn:aws:iam::333333333333:oidc-provider/oidc.example/id/1 |"
            + " --subject is missing: without it, each token of"
            + " arn:aws:iam::333333333333:oidc-provider/oidc.example/id/1 would give"
            + " arn:aws:iam::333333333333:role/b. Give the 'sub' of the job's token, such as"
            + " system:serviceaccount:<namespace>:<name>",
        "web | --oidc-provider=oidc.example | --oidc-provider 'oidc.example': expected"
            + " arn:aws:iam::<account>:oidc-provider/<issuer>",
      })
  void demandsTheProvider(String kind, String argument, String message) {
    String saml =
        "{\"location\": \"s3a://aa\", \"by\": \"company\","
            + " \"role\": \"arn:aws:iam::222222222222:role/a\"},";
    String routes =
        "\"identities\": {\"company\": {\"kind\": \"saml\", \"assertionFile\": \"/run/assertion\"},"
            + " \"pod\": {\"kind\": \"web-identity\", \"tokenFile\": \"/run/token\"}},"
            + " \"routes\": ["
            + (kind.equals("saml") ? saml : "")
            + "{\"location\": \"s3a://bb\", \"by\": \"pod\","
            + " \"role\": \"arn:aws:iam::333333333333:role/b\"}]";
    CommandRun run = argument.isEmpty() ? iam(routes) : iam(routes, argument);
    assertThat(run.err()).isEqualTo("rolecall: " + message + "\n");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  /** AWS's partitions have sign-ins of their own, which assertions name as their audience. */
  @ParameterizedTest
  @CsvSource({
    "aws, '', https://signin.aws.amazon.com/saml",
    "aws-cn, '', https://signin.amazonaws.cn/saml",
    "aws-us-gov, '', https://signin.amazonaws-us-gov.com/saml",
    "aws-iso, '', https://signin.c2shome.ic.gov/saml",
    "aws-iso-b, '', https://signin.sc2shome.sgov.gov/saml",
    "aws, --saml-audience=https://eu-west-1.signin.aws.amazon.com/saml,"
        + " https://eu-west-1.signin.aws.amazon.com/saml",
  })
  void namesTheSignInOfThePartition(String partition, String option, String audience) {
    CommandRun run = ofSaml(partition, option);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("\"saml:aud\" : [ \"" + audience + "\" ]\n");
  }

  @Test
  void demandsTheAudienceOfAPartitionWhoseSignInIsNotKnown() {
    CommandRun run = ofSaml("aws-eusc", "");
    assertThat(run.err())
        .isEqualTo(
            "rolecall: --saml-audience is missing: it is not known what SAML assertions for"
                + " arn:aws-eusc:iam::222222222222:role/a have to name. Give the URL of the sign-in"
                + " of its partition\n");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  private static CommandRun ofSaml(String partition, String option) {
    String routes =
        "\"identities\": {\"company\": {\"kind\": \"saml\", \"assertionFile\": \"/run/assertion\","
            + " \"provider\": \"arn:PARTITION:iam::222222222222:saml-provider/company\"}},"
            + " \"routes\": [{\"location\": \"s3a://aa\", \"by\": \"company\","
            + " \"role\": \"arn:PARTITION:iam::222222222222:role/a\"}]";
    String ofPartition = routes.replace("PARTITION", partition);
    return option.isEmpty() ? iam(ofPartition) : iam(ofPartition, option);
  }

  /** Who reaches a bucket reaches nothing of it that is another's. */
  @Test
  void deniesWhatIsRoutedToOthersBelow() {
    CommandRun run =
        iam(
            """
            "routes": [
              {"location": "s3a://lake", "role": "arn:aws:iam::111111111111:role/a"},
              {"location": "s3a://lake/hr", "role": "arn:aws:iam::111111111111:role/hr"},
              {"location": "s3a://lake/hr/public", "role": "arn:aws:iam::111111111111:role/hr"},
              {"location": "s3a://lake/shut*", "role": "arn:aws:iam::111111111111:role/hr", "users": ["nobody"]},
              {"location": "s3a://lake/mixed", "role": "arn:aws:iam::111111111111:role/hr"},
              {"location": "s3a://lake/mixed/a", "role": "arn:aws:iam::111111111111:role/a"}]
            """,
            ME);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            """
              }, {
                "Effect" : "Deny",
                "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject" ],
                "Resource" : [ "arn:aws:s3:::lake/hr", "arn:aws:s3:::lake/hr/*", "arn:aws:s3:::lake/shut${*}", "arn:aws:s3:::lake/shut${*}/*" ]
              }, {
                "Effect" : "Deny",
                "Action" : [ "s3:ListBucket" ],
                "Resource" : [ "arn:aws:s3:::lake" ],
                "Condition" : {
                  "StringLike" : {
                    "s3:prefix" : [ "hr/*", "shut${*}/*" ]
                  }
                }
              } ]
            }
            """)
        .contains(
            "\"Resource\" : [ \"arn:aws:s3:::lake/mixed/a\", \"arn:aws:s3:::lake/mixed/a/*\" ]\n"
                + "  }, {\n"
                + "    \"Effect\" : \"Deny\"");
    assertThat(run.out())
        .endsWith(
            "\nnote: arn:aws:iam::111111111111:role/a can list the names below s3a://lake/hr,"
                + " s3a://lake/shut*, though it can read nothing there: S3 looks at the prefix of a"
                + " list alone, which may be above it. Use another bucket if the names tell"
                + " something\n"
                + "\nnote: s3a://lake/mixed is another's, and arn:aws:iam::111111111111:role/a has a"
                + " location below it, so that its policy does not deny it. Use another role for one"
                + " of them\n"
                + "\nnote: arn:aws:iam::111111111111:role/hr can list the names below"
                + " s3a://lake/mixed/a, though it can read nothing there: S3 looks at the prefix of a"
                + " list alone, which may be above it. Use another bucket if the names tell"
                + " something\n");
  }

  @Test
  void aRolesPathIsNoPattern() {
    CommandRun run =
        iam(
            """
            "routes": [
              {"location": "s3a://lake", "role": "arn:aws:iam::222222222222:role/a*/${aws:username}/r"}]
            """,
            ME);
    assertThat(run.out())
        .contains(
            "\"Resource\" : [ \"arn:aws:iam::222222222222:role/a${*}/${$}{aws:username}/r\" ]");
  }

  @Test
  void saysThatThereIsNothingToWrite() {
    CommandRun run = iam("\"routes\": [{\"location\": \"s3a://bb\", \"identity\": \"anonymous\"}]");
    assertThat(run.err())
        .isEqualTo(
            "rolecall: no route needs a role or the base identity: is this the configuration that"
                + " the job has? (HADOOP_CONF_DIR, --conf-file)\n");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  @Test
  void saysThatSeveralBaseIdentitiesStandForOnePrincipal() {
    CommandRun run =
        iam(
            "\"identities\": {\"partner\": {\"kind\": \"profile\", \"profile\": \"partner\"}},"
                + " \"routes\": [{\"location\": \"s3a://aa\","
                + " \"role\": \"arn:aws:iam::111111111111:role/a\"},"
                + " {\"location\": \"s3a://bb\", \"by\": \"partner\","
                + " \"role\": \"arn:aws:iam::111111111111:role/b\"}]",
            ME);
    assertThat(run.out())
        .endsWith(
            "\nnote: the routes have several base identities, and all of them stand for"
                + " --principal here: profile 'partner', the SDK's default"
                + " chain\n");
  }

  /** A job may use them as it does those of all. */
  @Test
  void writesForCatalogsWithKeysOfTheirOwn(@TempDir Path scratch) throws IOException {
    Path key =
        Files.writeString(
            scratch.resolve("job.properties"),
            (LAKE + "fs.s3a.bucket.b2.encryption.algorithm SSE-KMS\n")
                + LAKE
                + "fs.s3a.bucket.b2.encryption.key arn:aws:kms:eu-west-1:111111111111:key/own\n");
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.bucket.b1.assumed.role.arn", ONE)
            .conf(LAKE + "fs.s3a.bucket.b2.assumed.role.arn", TWO)
            .file(key)
            .run("iam", ME);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("role " + ONE + "\n", "role " + TWO + "\n")
        .contains("\"Resource\" : [ \"arn:aws:s3:::b2/*\" ]")
        .contains("\"Resource\" : [ \"arn:aws:kms:eu-west-1:111111111111:key/own\" ]")
        .doesNotContain("note:");
  }

  /** What one set routes to others, another one may leave to the role around it. */
  @Test
  void doesNotDenyWhatARoleHasInAnotherSet() {
    String around = "{\"version\": 1, \"routes\": [{\"location\": \"s3a://own\", \"role\": \"%s\"}";
    CommandRun run =
        new CommandRun.Setting()
            .conf(
                "fs.s3a.rolecall.routes",
                around.formatted(ONE)
                    + ", {\"location\": \"s3a://own/x\", \"role\": \"%s\"}]}".formatted(TWO))
            .conf(LAKE + "fs.s3a.rolecall.routes", around.formatted(ONE) + "]}")
            .run("iam", ME);
    assertThat(run.out())
        .doesNotContain("Deny")
        .endsWith(
            "\nnote: s3a://own/x is not a route of its own everywhere: catalog lake leaves it to the"
                + " route around it, so that no role is denied it. Give it the same route there\n");
  }

  @Test
  void saysThatAnExternalIdKeepsNobodyOut() {
    CommandRun run =
        iam(
            """
            "routes": [
              {"location": "s3a://aa", "role": "arn:aws:iam::222222222222:role/a", "externalId": "e1"},
              {"location": "s3a://bb", "role": "arn:aws:iam::222222222222:role/a"},
              {"location": "s3a://cc", "role": "arn:aws:iam::222222222222:role/a"}]
            """,
            ME);
    assertThat(run.out())
        .endsWith(
            "\nnote: s3a://bb, s3a://cc ask for arn:aws:iam::222222222222:role/a without an external"
                + " id, so that its trust policy demands none of arn:aws:iam::111111111111:user/me,"
                + " and that of s3a://aa guards nothing. Give them the external id, or another"
                + " role\n");
  }

  @Test
  void saysThatIamMayNotTakeAPrefix() {
    CommandRun run =
        iam(
            "\"routes\": [{\"location\": \"s3a://lake/\u65e5\u672c\","
                + " \"role\": \"arn:aws:iam::111111111111:role/a\"},"
                + " {\"location\": \"s3a://lake/\u00e9t\u00e9\","
                + " \"role\": \"arn:aws:iam::111111111111:role/a\"}]",
            ME);
    assertThat(run.out())
        .endsWith(
            "\nnote: s3a://lake/\u65e5\u672c has characters above U+00FF, which IAM does not take in"
                + " the policy of arn:aws:iam::111111111111:role/a. Route a location around it\n");
  }

  /** STS does not tell the path, and IAM refuses a principal that there is not. */
  @Test
  void saysThatARoleOfIdentityCenterHasAPath() {
    String routes =
        "\"routes\": [{\"location\": \"s3a://aa\", \"role\": \"arn:aws:iam::111111111111:role/a\"}]";
    CommandRun run =
        iam(
            routes,
            "--principal=arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_etl_0123/me");
    assertThat(run.out())
        .endsWith(
            "\nnote: arn:aws:iam::111111111111:role/AWSReservedSSO_etl_0123 is a role of IAM Identity"
                + " Center, whose path STS leaves out: IAM refuses policies that name it so. Give"
                + " --principal the ARN that 'aws iam get-role' prints for it\n");
    assertThat(
            iam(
                    routes,
                    "--principal=arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/"
                        + "AWSReservedSSO_etl_0123")
                .out())
        .doesNotContain("note:");
  }
}
