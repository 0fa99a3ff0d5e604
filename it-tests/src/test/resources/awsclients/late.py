# As delta-rs does: what was got is used until it has ended by what was told, and only then is the next one asked for.
import datetime
import json
import os
import time
import urllib.request

import boto3

ended = datetime.datetime.fromtimestamp(0, datetime.timezone.utc)
while True:
    if ended <= datetime.datetime.now(datetime.timezone.utc):
        request = urllib.request.Request(
            os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"],
            headers={"Authorization": open(os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]).read()},
        )
        got = json.load(urllib.request.urlopen(request))
        ended = datetime.datetime.fromisoformat(got["Expiration"].replace("Z", "+00:00"))
        client = boto3.client(
            "s3",
            aws_access_key_id=got["AccessKeyId"],
            aws_secret_access_key=got["SecretAccessKey"],
            aws_session_token=got["Token"],
        )
    body = client.get_object(Bucket="partner", Key="f")["Body"].read().decode()
    print("read partner", body, flush=True)
    time.sleep(0.1)
